"""Google Business Profile: what we send is what the published contract takes, and what it means is understood."""

from __future__ import annotations

import dataclasses

import pytest
from google_contract import mask_breaches
from pretend_google import PretendGoogle

from checkers.nap import Nap
from mappop.domain.hours import DAYS
from provisioners.connector import Action, Claim, Found, OutcomeKind
from provisioners.errors import Permanent
from provisioners.forms.google import READ_MASK, location, nap_of
from provisioners.maps.google import Google
from provisioners.opening import open_session

connector = Google()


@pytest.fixture
def google(publisher):
    """A pretend Google, with a session that may reach it; at the end it must have seen no breach of the contract."""
    world = PretendGoogle()
    pretend = publisher(world)
    environ = {
        "MAPPOP_GOOGLE_URL": pretend.url,
        "MAPPOP_GOOGLE_TOKEN": "t0ken",
        "MAPPOP_GOOGLE_ACCOUNT": "accounts/42",
    }
    world.session = open_session(connector, environ, allowed_hosts=frozenset({pretend.place}))
    world.asked = pretend.asked
    yield world
    assert world.breaches == []


def created(google, desired):
    return connector.apply(connector.plan(desired, None), google.session)


def changed(desired, **changes):
    return dataclasses.replace(desired, business=dataclasses.replace(desired.business, **changes), revision=2)


def test_a_new_profile_waits_for_its_verification(google, desired):
    outcome = created(google, desired)
    assert (outcome.kind, outcome.ref, outcome.waits_for) == (OutcomeKind.PENDING, "locations/1", "verification")
    profile = google.locations["locations/1"]
    assert profile["title"] == "Delgado Plumbing"
    assert profile["storefrontAddress"]["addressLines"] == ["1204 E 7th St", "Ste B"]
    assert profile["phoneNumbers"] == {"primaryPhone": "(512) 555-0134"}
    assert profile["categories"] == {"primaryCategory": {"name": "categories/gcid:plumber"}}
    assert google.asked[0].headers["authorization"] == "Bearer t0ken"


def test_creating_twice_makes_one_profile(google, desired):
    created(google, desired)
    assert created(google, desired).ref == "locations/1"
    assert list(google.locations) == ["locations/1"]


def published(google, desired):
    ref = created(google, desired).ref
    google.publish()
    return ref


def test_a_profile_that_is_not_on_maps_yet_shows_nothing_and_is_not_sent_again(google, desired):
    found = connector.read(created(google, desired).ref, google.session)
    assert (found.is_shown, found.nap, found.draft.name) == (False, Nap(), "Delgado Plumbing")
    assert connector.plan(desired, found).action is Action.NOTHING


def test_an_update_names_only_what_differs(google, desired, business):
    ref = published(google, desired)
    moved = changed(desired, phones=(dataclasses.replace(business.phones[0], number="+15125550107"),))
    plan = connector.plan(moved, connector.read(ref, google.session))
    assert [change.field for change in plan.changes] == ["phone"]
    connector.apply(plan, google.session)
    patch = next(asked for asked in google.asked if asked.method == "PATCH")
    assert patch.query["updateMask"] == "phoneNumbers"
    assert patch.body == {"phoneNumbers": {"primaryPhone": "(512) 555-0107"}}


def test_an_edit_in_review_is_neither_evidence_nor_sent_twice(google, desired, business):
    ref = published(google, desired)
    moved = changed(desired, phones=(dataclasses.replace(business.phones[0], number="+15125550107"),))
    connector.apply(connector.plan(moved, connector.read(ref, google.session)), google.session)
    google.pending = "phoneNumbers.primaryPhone"
    found = connector.read(ref, google.session)
    assert found.nap.phone == "+15125550134"
    assert connector.plan(moved, found).action is Action.NOTHING
    google.publish()
    assert connector.read(ref, google.session).nap.phone == "+15125550107"


def test_what_google_changed_by_itself_is_seen_and_put_right(google, desired):
    ref = published(google, desired)
    google.shown[ref]["phoneNumbers"] = {"primaryPhone": "(512) 555-0107"}
    plan = connector.plan(desired, connector.read(ref, google.session))
    assert [(change.field, change.before) for change in plan.changes] == [("phone", "(512) 555-0107")]


def test_nothing_is_sent_when_the_profile_says_the_same(google, desired):
    plan = connector.plan(desired, connector.read(published(google, desired), google.session))
    assert (plan.action, plan.changes) == (Action.NOTHING, ())
    sent = len(google.asked)
    assert connector.apply(plan, google.session).kind is OutcomeKind.ACCEPTED
    assert len(google.asked) == sent


def test_renaming_a_live_profile_must_be_allowed_by_a_person(google, desired):
    found = connector.read(published(google, desired), google.session)
    plan = connector.plan(changed(desired, name="Delgado & Sons Roofing"), found)
    assert plan.action is Action.UPDATE
    assert "Delgado Plumbing" in plan.asks[0] and "Delgado & Sons Roofing" in plan.asks[0]


def test_a_profile_marked_closed_is_opened_again_only_when_asked(google, desired):
    ref = published(google, desired)
    google.shown[ref]["openInfo"] = {"status": "CLOSED_PERMANENTLY"}
    plan = connector.plan(desired, connector.read(ref, google.session))
    assert [change.field for change in plan.changes] == ["open"] and plan.asks
    connector.apply(plan, google.session)
    assert google.locations[ref]["openInfo"] == {"status": "OPEN"}


def test_a_person_chooses_how_the_pin_is_sent_and_it_completes_the_verification(google, desired):
    ref = created(google, desired).ref
    with pytest.raises(Permanent, match="no verification is under way"):
        connector.confirm_pin(ref, "12345", google.session)
    (way,) = connector.pin_ways(ref, google.session)
    assert connector.send_pin(ref, way, google.session).waits_for == "pin"
    connector.send_pin(ref, way, google.session)
    assert google.calls_made == ["+15125550134"]
    with pytest.raises(Permanent) as refusal:
        connector.confirm_pin(ref, "00000", google.session)
    assert refusal.value.code == "wrong_pin"
    assert connector.confirm_pin(ref, "12345", google.session).kind is OutcomeKind.ACCEPTED


@pytest.mark.parametrize(
    ("state", "waits_for"),
    [
        ({"hasVoiceOfMerchant": False, "waitForVoiceOfMerchant": {}}, "google_review"),
        ({"complyWithGuidelines": {"recommendationReason": "BUSINESS_LOCATION_SUSPENDED"}}, "reinstatement"),
        ({"resolveOwnershipConflict": {}}, "ownership_conflict"),
    ],
)
def test_what_google_waits_for_is_told_apart(google, desired, state, waits_for):
    google.voice = state
    outcome = created(google, desired)
    assert (outcome.waits_for, outcome.task is None) == (waits_for, waits_for == "google_review")


def test_a_profile_that_somebody_else_manages_becomes_a_task(google, desired, business):
    theirs = location(Nap(name=business.name, city="Austin", phone="+15125550134"), "plumber", ("name", "phone"))
    google.known_elsewhere = [
        {
            "name": "googleLocations/9",
            "location": theirs,
            "requestAdminRightsUri": "https://business.google.com/arc/p/9",
        }
    ]
    found = connector.find(business, google.session)
    assert [row.claim for row in found] == [Claim.OTHER]
    outcome = connector.apply(connector.plan(desired, found[0]), google.session)
    assert outcome.kind is OutcomeKind.NEEDS_PERSON
    assert outcome.task.url == "https://business.google.com/arc/p/9"
    assert google.locations == {}


def test_find_gives_our_own_profile_first_and_leaves_strangers_out(google, desired, business):
    created(google, desired)
    google.known_elsewhere = [
        {"name": "googleLocations/3", "location": {"title": "Somebody Else", "name": "locations/x"}}
    ]
    assert [(row.ref, row.claim) for row in connector.find(business, google.session)] == [("locations/1", Claim.US)]


def test_a_hidden_address_keeps_its_street_to_itself(google, desired):
    created(google, changed(desired, address_hidden=True, service_area=("Austin",)))
    profile = google.locations["locations/1"]
    assert "7th" not in str(profile)
    assert profile["serviceArea"]["businessType"] == "CUSTOMER_LOCATION_ONLY"


def test_masks_name_real_fields():
    assert mask_breaches(READ_MASK) == []
    assert mask_breaches("title,adress") == ["mask names adress, which is no field"]


def test_hours_survive_the_way_there_and_back(business):
    nap = Nap(name="x", hours={**business.hours.week, "sat": (("00:00", "24:00"),), "tue": (("09:00", "00:00"),)})
    sent = location(nap, "plumber", ("hours",))
    assert {"openDay": "SATURDAY", "openTime": {}, "closeDay": "SATURDAY", "closeTime": {"hours": 24}} in sent[
        "regularHours"
    ]["periods"]
    assert {"openDay": "FRIDAY", "openTime": {"hours": 18}, "closeDay": "SATURDAY", "closeTime": {"hours": 2}} in sent[
        "regularHours"
    ]["periods"]
    back = nap_of(sent).hours
    assert back == {day: (nap.hours or {}).get(day, ()) for day in DAYS}


@pytest.mark.parametrize("ref", ["locations/../accounts/1", "locations/1?x=1", "googleLocations/1", ""])
def test_a_reference_that_is_no_profile_goes_nowhere(google, ref):
    with pytest.raises(Permanent):
        connector.read(ref, google.session)
    assert google.asked == []


def test_planning_is_pure(desired):
    found = Found("locations/1", Nap(name="Delgado Plumbing"), claim=Claim.US, raw={"category": ""})
    assert connector.plan(desired, found) == connector.plan(desired, found)
