"""Same business? As a careful person would say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.duplicates import duplicate_groups, same_as
from checkers.match import same_business
from checkers.nap import Nap
from checkers.verdict import Verdict

DELGADO = Nap("Delgado Plumbing", "1204 E 7th St", "Ste B", "Austin", "TX", "78702", phone="(512) 555-0134")


@pytest.mark.parametrize(
    "other",
    [
        Nap("DELGADO PLUMBING LLC", "1204 East 7th Street #B", "", "Austin", "TX", "78702", phone="512-555-0134"),
        Nap("Delgado Plumbing & Drain", "1204 E 7th St", "", "Austin", "TX"),
        Nap("Delgado Plumbing", phone="+1 512 555 0134"),
        Nap("Delgado Plumbing Austin", city="Austin", region="TX"),
        Nap("Delgado Plumbing", "9 Oak Ave", "", "Austin", "TX", phone="512-555-0134"),
    ],
    ids=["other spelling", "name longer", "no address", "town in the name", "moved, same phone"],
)
def test_one_business(other):
    assert same_business(DELGADO, other).same and same_business(other, DELGADO).same


def test_a_store_is_the_same_however_its_number_is_padded():
    mart = Nap("Value Mart #0012", city="Austin", region="TX")
    assert same_business(mart, mart.with_(name="Value Mart Store #12")).same
    assert not same_business(mart, mart.with_(name="Value Mart #14")).same


@pytest.mark.parametrize(
    "other",
    [
        Nap("Hernandez Plumbing", "1204 E 7th St", "Ste C", "Austin", "TX", "78702", phone="(512) 555-0155"),
        Nap("Delgado Plumbing", "77 Elm St", "", "Dallas", "TX", "75201", phone="(214) 555-0101"),
        Nap("Austin Plumbing", city="Austin", region="TX"),
        Nap("Bella Salon", "1204 E 7th St", "Ste B", "Austin", "TX", "78702", phone="(512) 555-0134"),
        Nap("Delgado Plumbing Tower 2", "1300 Main St", "", "Austin", "TX"),
        Nap(),
    ],
    ids=["next door", "branch elsewhere", "same trade and town", "new tenant", "other", "nothing said"],
)
def test_two_businesses(other):
    assert not same_business(DELGADO, other).same


def test_the_answer_carries_its_reasons_and_the_verdicts_of_the_fields():
    found = same_business(
        DELGADO, Nap("Delgado Plumbing", "1204 E 7th St", city="Austin", region="TX", postal_code="78702")
    )
    assert (found.name, found.address, found.phone) == (Verdict.MATCH, Verdict.REVIEW, Verdict.MISSING)
    assert found.why.startswith("Same business: name: same name; address: suite missing; phone: not listed. Weighed: ")
    assert "same door" in found.why


def test_a_field_that_neither_side_says_is_missing_and_said():
    found = same_business(Nap("A Shop"), Nap("A Shop"))
    assert found.phone is Verdict.MISSING and "phone: neither side says" in found.why


@settings(deadline=None)
@given(st.builds(Nap, name=st.text(max_size=60), street=st.text(max_size=60), phone=st.text(max_size=20)))
def test_any_text_gets_an_answer_that_is_the_same_both_ways(nap):
    one, two = same_business(nap, DELGADO), same_business(DELGADO, nap)
    assert one.same == two.same and 0 <= one.score <= 1 and one.same == (one.score >= 0.5)


def test_duplicates_on_one_publisher_are_found_and_neighbours_are_not():
    twin = DELGADO.with_(name="Delgado Plumbing LLC", phone="(512) 555-0107")
    neighbour = Nap("Bella Salon", "1204 E 7th St", "Ste C", "Austin", "TX", "78702", phone="(512) 555-0188")
    assert duplicate_groups([DELGADO, neighbour, twin]) == ((0, 2),)
    assert same_as(DELGADO, [neighbour, twin, DELGADO]) == (2, 1)
    assert duplicate_groups([DELGADO, neighbour]) == () == duplicate_groups([])
