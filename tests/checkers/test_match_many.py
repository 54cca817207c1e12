"""Many pairs at once are answered as each alone: the judgement is one, whichever way it is asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_match_pairs import records

from checkers.match import same_business
from checkers.match_many import CHUNK, read_roll, scores
from checkers.nap import Nap

ROUNDED = 0.00011  # the last of the four places of a score
# One of each kind of word that a fact asks for: kinds of business, houses and their rooms, owners and degrees, chains,
# numbers, words that say little, misspelt, joined, beheaded and shortened ones.
WORDS = """Wrenhouse Wrenhuose Kestrel Estrel Kes Trel Oak Marfa Joe's Jane Roe Dr MD DDS School Library Park Hotel Inn
    Spa Bar Cafe Lab Pharmacy Fountain Mall Church Elementary Thai Group Center of the & A K W AKW #12 #14 2 3 (Quilts)
    Subway CVS Walgreens Target Optical Vision Ford CDJR Jeep Cardiology Heart Epilepsy Clinic Mike Michael Jane Jan
    Motel 6 Studio ATM USPS Post Office LLC St dba at""".split()
long_names = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
telling = st.builds(lambda record, name: record.with_(name=name), records, long_names)
tables = st.lists(telling, min_size=1, max_size=8)


def at_once(naps, pairs):
    roll, places = read_roll(naps)
    return scores(roll, places[[n for n, _ in pairs]], places[[m for _, m in pairs]]).tolist()


def alone(naps, pairs):
    return [same_business(naps[n], naps[m]).score for n, m in pairs]


@settings(deadline=None, max_examples=400)
@given(tables)
def test_many_pairs_at_once_are_answered_as_each_alone(naps):
    pairs = [(n, m) for n in range(len(naps)) for m in range(len(naps))]
    assert at_once(naps, pairs) == pytest.approx(alone(naps, pairs), abs=ROUNDED)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (Nap("Kestrel Dental", "12 Oak St", phone="432-555-0134"), Nap("Kestrle Dental", "12 Oak St")),
        (Nap("Alpine Guild of Harpists", "12 Oak St"), Nap("AGH", "12 Oak St")),
        (Nap("Harborview Grill", "5 Elm Ave"), Nap("Harbor View Grill", "5 Elm Ave")),
        (Nap("Harborview Oak Grill", "5 Elm Ave"), Nap("Harbor View Bar", "5 Elm Ave")),
        (Nap("Cafe Marfa", phone="432-555-0134"), Nap("Bistro Alpine", phone="432-555-0134")),
        (
            Nap("Jane Roe DDS", "12 Oak St", phone="432-555-0134"),
            Nap("John Roe DDS", "12 Oak St", phone="432-555-0134"),
        ),
        (Nap("Roe " * 30, "12 Oak St"), Nap("Roe", "12 Oak St")),
        (Nap("Walgreens #12"), Nap("Walgreens #14")),
        (Nap("Motel 6", "12 Oak St"), Nap("Studio 6", "12 Oak St")),
        (
            Nap("Kestrel Mortgage", "12 Oak St", phone="432-555-0134"),
            Nap("Kestrel Mortgage Jane Roe", "12 Oak St", phone="432-555-0188"),
        ),
        (
            Nap("Kestrel Ford", "12 Oak St", phone="432-555-0134"),
            Nap("Kestrel Ford Parts", "12 Oak St", phone="432-555-0188"),
        ),
        (Nap("Kestrel Ford", "12 Oak St"), Nap("Kestrel Toyota", "12 Oak St")),
        (Nap("Kestrel Heart Clinic", "12 Oak St"), Nap("Kestrel Cardiology Clinic", "12 Oak St")),
        (Nap("Kestrel Books at Wren Place", "12 Oak St"), Nap("Wren Place", "12 Oak St")),
        (Nap(), Nap()),
    ],
    ids=[
        "misspelt",
        "acronym",
        "joined",
        "joined beside others",
        "renamed",
        "two people",
        "very long",
        "two stores",
        "two chains",
        "a person with a phone",
        "a dealer's parts",
        "two makes",
        "one field of medicine",
        "at a venue",
        "nothing said",
    ],
)
def test_what_columns_cannot_hold_is_compared_by_itself(one, two):
    for pair in ((0, 1), (1, 0)):
        assert at_once([one, two], [pair]) == pytest.approx(alone([one, two], [pair]), abs=ROUNDED)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (Nap("Kestrel Hotel", "12 Oak St"), Nap("Kestrel Hotel & Spa", "12 Oak St")),
        (Nap("Wrenhouse Oak Cafe"), Nap("Wrenhouse Elm Cafe")),
        (Nap("Oak Park"), Nap("Oak Park Fountain")),
        (Nap("Kestrel Grill", phone="432-555-0134"), Nap("Kestrel Grill Bar", phone="432-555-0199")),
        (Nap("Kestrel", "12 Oak St", phone="432-555-0134"), Nap("Kestrel", "12 Elm Ave", phone="432-555-0199")),
        (Nap("Subway"), Nap("Subway Kestrel")),
        (
            Nap("Kestrel Clinic", "12 Oak St", phone="432-555-0134"),
            Nap("Kestrel Clinic Epilepsy", "12 Oak St", phone="432-555-0199"),
        ),
        (
            Nap("Kestrel", "12 Oak St Ste 4", phone="432-555-0134"),
            Nap("Kestrel", "12 Oak St Ste 5", phone="432-555-0199"),
        ),
        (Nap("Kestrel Oak Clinic", "12 Oak St Ste 4"), Nap("Kestrel Elm Clinic", "12 Oak St Ste 5")),
        (Nap("Kestrel", "12 Oak St", phone="432-555-0134"), Nap("Kestrel", "900 Elm Ave", phone="432-555-0134")),
        (
            Nap("Wrenhouse Cafe", "12 Oak St", phone="432-555-0134"),
            Nap("Wrenhuose Cafe", "900 Elm Ave", phone="432-555-0134"),
        ),
        (
            Nap("Wrenhouse Cafe", "12 Oak St", phone="432-555-0134"),
            Nap("W Cafe", "900 Elm Ave", phone="432-555-0134"),
        ),
        (Nap("Subway", "12 Oak St"), Nap("Subway", "14 Oak St")),
        (Nap("Subway", "12 Oak St"), Nap("Subway", "140 Oak St")),
        (Nap("Subway", f"{'9' * 30} Oak St"), Nap("Subway", f"{'9' * 29}8 Oak St")),
    ],
    ids=[
        "hotel and spa",
        "letters agree",
        "part of a park",
        "bar of a grill",
        "other street",
        "dense chain",
        "a clinic's field",
        "suites",
        "suites of two names",
        "kept phone",
        "kept phone, misspelt",
        "kept phone, an initial",
        "one block",
        "next block",
        "endless number",
    ],
)
def test_a_fact_that_few_pairs_have_counts_at_once_as_alone(one, two):
    for pair in ((0, 1), (1, 0)):
        assert at_once([one, two], [pair]) == pytest.approx(alone([one, two], [pair]), abs=ROUNDED)


def test_a_list_longer_than_one_chunk_is_answered_whole():
    naps = [Nap("Wrenhouse Cafe", f"{n} Oak St", city="Marfa") for n in range(3)]
    pairs = [(n % 3, n // 3 % 3) for n in range(CHUNK + 5)]
    nine = alone(naps, pairs[:9])
    assert at_once(naps, pairs) == pytest.approx([nine[n % 9] for n in range(len(pairs))], abs=ROUNDED)


def test_no_pairs_are_no_scores():
    assert at_once([Nap("Wrenhouse")], []) == [] and at_once([], []) == []


def test_each_distinct_record_is_read_once():
    """What only one of two prints beside the facts compared, such as hours, makes no second record."""
    open_daily = Nap("Wrenhouse", "12 Oak St", hours={"monday": (("09:00", "17:00"),)})
    roll, places = read_roll([open_daily, Nap("Kestrel"), Nap("Wrenhouse", "12 Oak St")])
    assert len(roll.readings) == 2 and places.tolist() == [0, 1, 0]
