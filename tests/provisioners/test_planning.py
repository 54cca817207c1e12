"""What is sent, what is left alone, and what a person must allow first."""

from __future__ import annotations

import dataclasses

import pytest

from checkers.nap import Nap
from mappop.domain.hours import Hours
from provisioners.connector import Action, Claim, DesiredListing, Found
from provisioners.discovery import connectors
from provisioners.forms.us import listing_nap
from provisioners.planning import differences

WRITERS = ["data_axle", "google", "localista"]


def with_business(desired: DesiredListing, **changes) -> DesiredListing:
    return dataclasses.replace(desired, business=dataclasses.replace(desired.business, **changes))


def with_address(desired: DesiredListing, **changes) -> DesiredListing:
    return with_business(desired, address=dataclasses.replace(desired.business.address, **changes))


def changed_fields(desired: DesiredListing, **seen) -> list[str]:
    return [change.field for change in differences(desired, listing_nap(desired).with_(**seen))]


@pytest.mark.parametrize(
    "seen",
    [
        {"name": "Delgado Plumbing, LLC"},
        {"street": "1204 East 7th Street", "unit": "Suite B"},
        {"street": "1204 E 7th St, Ste B", "unit": ""},
        {"phone": "512-555-0134"},
        {"website": "http://www.delgadoplumbing.example"},
        {"region": "Texas"},
        {"postal_code": "78702-1234"},
    ],
)
def test_another_spelling_is_no_difference(desired, seen):
    assert changed_fields(desired, **seen) == []


@pytest.mark.parametrize(
    ("seen", "field"),
    [
        ({"name": "Delgado Roofing"}, "name"),
        ({"street": "1240 E 7th St"}, "address"),
        ({"unit": "Ste C"}, "address"),
        ({"unit": ""}, "address"),
        ({"street": "1204 W 7th St"}, "address"),
        ({"phone": "+15125550107"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"website": "https://other.example/"}, "website"),
        ({"hours": {"mon": (("09:00", "17:00"),)}}, "hours"),
        ({"hours": None}, "hours"),
    ],
)
def test_another_fact_is_one(desired, seen, field):
    assert changed_fields(desired, **seen) == [field]


def test_what_we_do_not_know_is_left_alone(desired):
    bare = with_business(desired, website="", hours=Hours(), phones=())
    assert differences(bare, listing_nap(desired)) == ()
    assert differences(with_address(desired, street="", unit=""), listing_nap(desired)) == ()


def test_a_day_that_we_do_not_know_is_left_alone(desired):
    week = {**desired.business.hours.week, "wed": (("10:00", "12:00"),)}
    assert changed_fields(desired, hours=week) == []


def test_a_hidden_address_is_taken_down_where_it_is_shown(desired):
    hidden = with_business(desired, address_hidden=True)
    (change,) = differences(hidden, listing_nap(desired))
    assert (change.field, "1204" in change.before, "1204" in change.after) == ("address", True, False)
    assert differences(hidden, listing_nap(hidden)) == ()


@pytest.mark.parametrize("name", [*WRITERS, "facebook"])
def test_a_stranger_altogether_is_asked_about(name, desired):
    other = Found(
        "locations/1",
        Nap("Other Shop", "9 Elm Rd", "", "Waco", "TX", "76701", "US", "+12545550100", "https://o.example/"),
    )
    found = dataclasses.replace(other, claim=Claim.US, is_closed=True, raw={"category": "x"})
    plan = connectors()[name].plan(desired, found)
    assert plan.asks or plan.action is Action.HAND


@pytest.mark.parametrize("name", WRITERS)
def test_a_name_that_is_too_long_is_asked_about(name, desired):
    connector = connectors()[name]
    longest = "x" * connector.limits.name_max
    assert connector.plan(with_business(desired, name=longest), None).asks == ()
    assert "letters" in connector.plan(with_business(desired, name=longest + "x"), None).asks[0]


def test_google_is_not_sent_a_po_box(desired):
    assert "PO box" in connectors()["google"].plan(with_address(desired, street="PO Box 12", unit=""), None).asks[0]


def test_a_third_span_of_a_day_is_not_dropped_in_silence(desired):
    spans = (("08:00", "10:00"), ("11:00", "13:00"), ("14:00", "16:00"))
    three = with_business(desired, hours=Hours({"mon": spans}))
    plan = connectors()["facebook"].plan(three, Found("1", Nap("Delgado Plumbing")))
    assert any("on Mon" in question for question in plan.asks)
    assert sorted(plan.payload["hours"]) == ["mon_1_close", "mon_1_open", "mon_2_close", "mon_2_open"]
    shown = listing_nap(three).with_(hours={"mon": spans[:2]})
    assert connectors()["facebook"].plan(three, Found("1", shown)).action is Action.NOTHING


@pytest.mark.parametrize("name", WRITERS)
def test_what_the_owner_means_to_be_otherwise_there_is_neither_changed_nor_sent_over(name, desired):
    meant = dataclasses.replace(desired, meant={"name": "Delgado & Daughters"})
    seen = listing_nap(meant).with_(phone="+15125550107")
    plan = connectors()[name].plan(meant, Found("locations/1", seen, raw={"category": "plumber"}))
    assert [change.field for change in plan.changes] == ["phone"] and "Delgado Plumbing" not in repr(plan.payload)


def test_a_person_is_told_to_leave_what_is_meant(desired):
    meant = dataclasses.replace(desired, meant={"name": "Delgado & Daughters"})
    seen = listing_nap(meant).with_(phone="+15125550107")
    plan = connectors()["citydir"].plan(meant, Found("https://c.example/7", seen, "https://c.example/7"))
    assert [change.field for change in plan.changes] == ["phone"]
