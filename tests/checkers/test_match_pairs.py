"""Laws of matching: the same both ways, and reasons that are those of the score."""

from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.match import prepare, same_business
from checkers.matching.record import are_strangers
from checkers.matching.scorecard import STRANGERS
from checkers.nap import Nap

WORDS = """Wrenhouse Wrenhuose Kestrel Oak Marfa Cafe Café Coffee Hotel Subway The & 2 #12 (Quilts) Joe's LLC
    north side Northside"""
names = st.lists(st.sampled_from(WORDS.split()), max_size=5).map(" ".join)
streets = st.sampled_from(
    (
        "",
        "12 Oak St",
        "12 Oak",
        "Oak St",
        "14 N Oak St",
        "12 Elm Ave",
        "Oak St & Elm Ave",
        "PO Box 5",
        "12 Oak St Ste 4",
    )
)
records = st.builds(
    Nap,
    name=names | st.text(max_size=20),
    street=streets,
    city=st.sampled_from(("", "Marfa", "Alpine")),
    region=st.sampled_from(("", "TX", "NM")),
    postal_code=st.sampled_from(("", "79843", "79830", "10001")),
    phone=st.sampled_from(("", "432-555-0134", "432-555-0199", "call us")),
)
tables = st.lists(records, min_size=1, max_size=6)


@settings(deadline=None)
@given(records, records)
def test_the_answer_is_the_same_both_ways(one, two):
    assert same_business(one, two).score == same_business(two, one).score


@settings(deadline=None)
@given(records)
def test_a_record_with_a_name_of_its_own_is_itself(record):
    named = record.with_(name=f"Thistledown {record.name}")
    assert same_business(named, named).same


@settings(deadline=None)
@given(records, records)
def test_the_keys_refuse_only_what_shares_no_word(one, two):
    """Two names of one first word that names them are never taken for strangers."""
    named = [record.with_(name=f"Thistledown {record.name}") for record in (one, two)]
    assert not are_strangers(*[prepare(nap).record for nap in named])


@settings(deadline=None)
@given(records, records)
def test_the_reasons_are_those_of_the_score(one, two):
    found = same_business(one, two)
    told = "the names have too little in common" in found.why
    assert told == (found.facts is None) and (found.score == STRANGERS or not told)
