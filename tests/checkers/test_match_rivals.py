"""Two lists hold a business once, as a rule: its other candidates speak for or against a pair."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from test_match_pairs import tables

from checkers.match import Match, beside_rivals, same_business
from checkers.nap import Nap

KESTREL = Nap("Kestrel Roasters", city="Marfa", region="TX")
ON_OAK = Nap("Kestrel Roasters", "12 Oak St", city="Marfa", region="TX")
ON_ELM = Nap("Kestrel Roasters", "740 Elm Ave", city="Marfa", region="TX")


def asked(*pairs: tuple[Nap, Nap]) -> list[Match]:
    return beside_rivals([same_business(one, two) for one, two in pairs])


def test_of_two_that_fit_alike_each_is_less_likely_than_alone():
    alone = same_business(KESTREL, ON_OAK)
    one, other = asked((KESTREL, ON_OAK), (KESTREL, ON_ELM))
    assert one.score == other.score < alone.score
    assert "another of the list fits as well (-1.3)" in one.why


def test_of_four_that_fit_alike_each_is_less_likely_than_of_two():
    others = [ON_OAK.with_(street=f"{number} Pine Ave") for number in (5, 7)]
    of_two = asked((KESTREL, ON_OAK), (KESTREL, ON_ELM))[0]
    of_four = asked(*[(KESTREL, other) for other in (ON_OAK, ON_ELM, *others)])[0]
    assert (of_two.beside.equal, of_four.beside.equal) == (1, 2) and of_four.score < of_two.score


def test_a_worse_candidate_yields_to_a_better_one():
    grocer, pharmacy = Nap("Otter Grocery", "30 Quay St"), Nap("Otter Grocery Drugs", "30 Quay St")
    listed = Nap("Otter Grocery", "30 Quay St")
    better, worse = asked((grocer, listed), (pharmacy, listed))
    assert better.score >= same_business(grocer, listed).score
    assert worse.score < same_business(pharmacy, listed).score
    assert worse.beside.better == 1 and better.beside.better == 0


def test_the_only_candidate_in_a_crowd_is_likelier():
    crowd = [(KESTREL, ON_OAK), (KESTREL, ON_ELM)]
    heron = (Nap("Heron Books"), Nap("Heron Books", "9 Pine St"))
    found = asked(*crowd, heron)[-1]
    assert found.score > same_business(*heron).score and "no other of the list is like it" in found.why


def test_among_strangers_being_the_only_candidate_says_nothing():
    pairs = [(Nap(name), Nap(name, "9 Pine St")) for name in ("Heron Books", "Larkspur Inn", "Otter Plumbing")]
    assert [found.score for found in asked(*pairs)] == [same_business(*pair).score for pair in pairs]


def test_one_place_listed_twice_is_no_rival_of_itself():
    twice = asked((KESTREL, ON_OAK), (KESTREL, ON_OAK.with_(city="Marfa ")))
    assert [found.score for found in twice] == [same_business(KESTREL, ON_OAK).score] * 2


def test_two_records_that_read_the_same_are_two_where_their_ids_say_so():
    """Two branches without a street, each with a candidate of its own."""
    answers = [same_business(KESTREL, ON_OAK), same_business(KESTREL, ON_ELM), same_business(KESTREL, KESTREL)]
    apart = beside_rivals(answers, [("k1", "oak"), ("k2", "elm"), ("k2", "no street")])
    assert apart[0].beside.alone and apart[0].score > answers[0].score
    assert beside_rivals(answers)[0].score < answers[0].score


def test_ids_that_stand_in_one_pair_each_say_nothing():
    answers = [same_business(KESTREL, ON_OAK), same_business(KESTREL, ON_ELM)]
    assert beside_rivals(answers, [("row 1", "r1"), ("row 2", "r2")]) == beside_rivals(answers)


def test_where_both_show_a_street_an_equal_name_elsewhere_takes_nothing_away():
    found = asked((ON_OAK, ON_OAK), (ON_OAK, ON_ELM), (ON_ELM, ON_ELM))
    assert [answer.same for answer in found] == [True, False, True]
    assert found[0].score >= same_business(ON_OAK, ON_OAK).score


def test_the_only_two_of_a_name_are_likelier_one_that_has_moved():
    crowd = [(KESTREL, ON_OAK), (KESTREL, ON_ELM)]
    moved = (Nap("Heron Books", "12 Oak St", postal_code="79843"), Nap("Heron Books", "9 Pine St"))
    assert asked(*crowd, moved)[-1].score > same_business(*moved).score


def test_a_word_that_few_of_the_lists_say_tells_more_than_one_that_many_say():
    """ "Carnegie Stage" is as like "Carnegie" as "Otterburn Stage" is like "Otterburn"."""
    town = [(Nap(f"Carnegie {what}"), Nap(f"Carnegie {what}")) for what in ("Library", "Bridge", "Bakery", "Hotel")]
    common, rare = [(Nap(name), Nap(f"{name} Stage", "25 Main St")) for name in ("Carnegie", "Otterburn")]
    found = asked(*town, *[(one, two) for one, _ in town for _, two in town], common, rare)[-2:]
    assert found[0].beside.rare < found[1].beside.rare and found[0].score < found[1].score


@settings(deadline=None)
@given(tables, tables, st.randoms())
def test_neither_the_order_of_the_pairs_nor_of_the_lists_matters(ones, twos, random):
    pairs = [(one, two) for one in ones for two in twos]
    scores = [found.score for found in asked(*pairs)]
    assert [found.score for found in asked(*[(two, one) for one, two in pairs])] == scores
    order = random.sample(range(len(pairs)), len(pairs))
    assert [found.score for found in asked(*[pairs[n] for n in order])] == [scores[n] for n in order]
