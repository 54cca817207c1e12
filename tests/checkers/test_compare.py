"""A listing beside the canonical record: which fields differ, in words a customer accepts."""

import pytest

from checkers.compare import Known, compare
from checkers.nap import Nap
from checkers.verdict import Verdict

DELGADO = Nap(
    name="Delgado Plumbing",
    street="1204 E 7th St",
    unit="Ste B",
    city="Austin",
    region="TX",
    postal_code="78702",
    phone="+15125550134",
    website="https://delgado.example",
    hours={"mon": (("08:00", "17:00"),), "sun": ()},
)
KNOWN = Known(
    old_phones=("(512) 555-0107",),
    tracking_phones=("(737) 555-0190",),
    former_addresses=("99 Congress Ave, Austin, TX 78701",),
    other_names=("Delgado & Sons Plumbing",),
    former_names=("Eastside Drain Co.",),
)


def field(seen: Nap, name: str, known: Known = KNOWN):
    return next((v.verdict, v.label) for v in compare(DELGADO, seen, known) if v.field == name)


def test_the_same_facts_in_another_form_are_no_finding():
    seen = Nap(
        name="DELGADO PLUMBING, LLC.",
        street="1204 East Seventh Street #B",
        city="Austin",
        region="Texas",
        postal_code="78702-1234",
        phone="512.555.0134",
        website="http://www.delgado.example/?utm_source=x",
        hours={"mon": (("08:00", "17:00"),)},
    )
    assert {v.field: v.verdict for v in compare(DELGADO, seen, KNOWN)} == {
        "name": Verdict.VARIANT,
        "address": Verdict.VARIANT,
        "phone": Verdict.MATCH,
        "website": Verdict.MATCH,
        "hours": Verdict.VARIANT,
    }
    assert sum(v.weight for v in compare(DELGADO, seen, KNOWN)) == 0


@pytest.mark.parametrize(
    ("phone", "verdict", "label"),
    [
        ("512-555-0107", Verdict.MISMATCH, "old number of this business"),
        ("737-555-0190", Verdict.VARIANT, "known tracking number"),
        ("", Verdict.MISSING, "not listed"),
    ],
)
def test_a_known_number_is_told_from_a_strange_one(phone, verdict, label):
    assert field(DELGADO.with_(phone=phone), "phone") == (verdict, label)
    if phone:
        assert field(DELGADO.with_(phone=phone), "phone", Known())[1] == "another number"


def test_a_listing_that_stayed_at_the_old_door_is_told_so():
    seen = DELGADO.with_(street="99 Congress Avenue", unit="", postal_code="78701")
    assert field(seen, "address") == (Verdict.MISMATCH, "street moved to the former address")
    assert field(seen, "address", Known()) == (Verdict.MISMATCH, "another address")


def test_a_service_area_listing_without_street_is_not_a_wrong_address():
    assert field(DELGADO.with_(street="", unit="", postal_code=""), "address") == (
        Verdict.MISSING,
        "town only, the street is not shown",
    )


def test_a_record_without_street_agrees_with_its_town_and_notes_a_street_shown():
    hidden = DELGADO.with_(street="", unit="")
    assert [v.label for v in compare(hidden, hidden) if v.field == "address"] == ["same town, no street on either side"]
    assert [v.label for v in compare(hidden, DELGADO) if v.field == "address"] == ["street shown, not in our record"]


def test_another_name_of_the_business_is_a_variant():
    assert field(DELGADO.with_(name="Delgado and Sons Plumbing"), "name") == (
        Verdict.VARIANT,
        "another name of this business",
    )


def test_a_name_that_was_given_up_is_wrong_but_its_own():
    seen = DELGADO.with_(name="Eastside Drain", phone="")
    assert field(seen, "name") == (Verdict.MISMATCH, "former name of this business")
    assert field(seen, "name", Known()) == (Verdict.MISMATCH, "another name")


def test_what_neither_side_says_is_not_mentioned():
    assert [v.field for v in compare(Nap(name="A"), Nap(name="A"))] == ["name"]


def test_each_verdict_carries_both_texts():
    phone = next(v for v in compare(DELGADO, DELGADO.with_(phone="+15125550107"), KNOWN) if v.field == "phone")
    assert (phone.canonical, phone.seen, phone.weight) == ("+15125550134", "+15125550107", 100)
