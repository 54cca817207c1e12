"""One suite for all connectors: what one declares is what it does, against the sandbox network as a process."""

from __future__ import annotations

import dataclasses
import re
import time
from datetime import UTC, datetime

import pytest

from checkers.compare import Known
from checkers.directories.discovery import directories
from checkers.fetch.fetcher import Fetcher
from checkers.fetch.outcome import FetchLimits
from mappop.domain.business import Address, Business, Phone
from provisioners.connector import (
    Action,
    Capability,
    Claim,
    DesiredListing,
    Evidence,
    Found,
    OutcomeKind,
    SendsPin,
    TakesPin,
)
from provisioners.discovery import addresses, connectors
from provisioners.errors import Permanent, Retryable
from provisioners.forms.us import listing_nap
from provisioners.opening import missing_settings, open_session

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
EVERY = pytest.mark.parametrize("name", sorted(connectors()))
WRITERS = sorted(
    name for name, each in connectors().items() if {Capability.CREATE, Capability.UPDATE} & each.capabilities
)
CREATORS = [name for name in WRITERS if Capability.CREATE in connectors()[name].capabilities]
FINDERS = sorted(name for name, each in connectors().items() if Capability.FIND in each.capabilities)
FIRST = ("Amber", "Blue Heron", "Copper", "Dogwood", "Elm Grove", "Fox Hollow", "Granite", "Hazel", "Kite Hill")
TRADES = ("Stationers", "Kayaks", "Teas", "Upholstery", "Clocks", "Pottery", "Guides", "Candles", "Locksmiths", "Toys")
NAMES = (f"{first} {trade}" for trade in TRADES for first in FIRST)


@pytest.fixture
def newcomer() -> DesiredListing:
    """A listing of a business that nobody has heard of yet; every test another one."""
    return listing_of(next(NAMES))


def listing_of(name: str) -> DesiredListing:
    slug = name.lower().replace(" ", "-")
    number = sum(ord(letter) * n for n, letter in enumerate(name, 1)) % 10_000
    business = Business(
        id=slug,
        name=name,
        trade="retail",
        address=Address("Boise", "ID", f"{number % 900 + 100} W Idaho St", "", "83702"),
        phones=(Phone(f"+1208555{number:04}"),),
        website=f"https://{slug}.example/",
    )
    return DesiredListing(f"listing-{slug}", business, revision=1)


def rephoned(desired: DesiredListing) -> DesiredListing:
    phone = Phone(desired.business.main_phone[:-4] + "0142")
    return dataclasses.replace(desired, revision=2, business=dataclasses.replace(desired.business, phones=(phone,)))


def as_found(desired: DesiredListing) -> Found:
    """Our listing as a publisher would show it: everything right."""
    raw = {"category": "categories/gcid:store"}
    return Found(f"locations/{desired.listing_id}", listing_nap(desired), "https://x.example/", Claim.US, raw=raw)


@EVERY
def test_what_it_declares_is_whole(name):
    connector = connectors()[name]
    assert connector.title and connector.capabilities
    assert any(setting.goes == "url" for setting in connector.settings)
    assert all(setting.help for setting in connector.settings)
    assert all(setting.is_secret for setting in connector.settings if "TOKEN" in setting.name)
    assert all(setting.name.startswith(f"MAPPOP_{name.upper()}_") for setting in connector.settings)
    assert (Capability.CLAIM in connector.capabilities) == isinstance(connector, TakesPin)
    assert not isinstance(connector, SendsPin) or isinstance(connector, TakesPin)
    median, late = connector.limits.typical_days
    assert 0 <= median <= late
    assert connector.evidence is not Evidence.OFFICIAL_READ or Capability.READ in connector.capabilities


@EVERY
def test_without_its_settings_it_says_which_is_missing(name):
    connector = connectors()[name]
    missing = missing_settings(connector, {})
    with pytest.raises(Permanent) as refusal:
        open_session(connector, {})
    assert missing[0].name in refusal.value.reason


@EVERY
def test_its_plan_follows_from_what_it_declares(name, newcomer):
    connector = connectors()[name]
    can = connector.capabilities
    plan = connector.plan(newcomer, None)
    expected = Action.WATCH if Capability.FED in can else Action.CREATE if Capability.CREATE in can else Action.HAND
    assert (plan.action, plan.listing_id, plan.revision) == (expected, newcomer.listing_id, 1)
    again = connector.plan(rephoned(newcomer), as_found(newcomer))
    assert [change.field for change in again.changes] == ["phone"]
    if Capability.UPDATE in can:
        assert again.action is Action.UPDATE


@EVERY
def test_its_plan_is_pure_and_asks_for_nothing_where_all_is_right(name, newcomer):
    connector = connectors()[name]
    assert connector.plan(newcomer, None) == connector.plan(newcomer, None)
    plan = connector.plan(newcomer, as_found(newcomer))
    assert plan.action in (Action.NOTHING, Action.WATCH)
    assert (plan.changes, plan.asks) == ((), ())


@pytest.mark.parametrize("name", WRITERS)
def test_a_person_is_asked_before_a_live_listing_gets_another_website(name, newcomer):
    other = dataclasses.replace(newcomer, website="https://site.example/")
    plan = connectors()[name].plan(other, as_found(newcomer))
    asked = any("website" in question for question in plan.asks)
    assert asked and plan.action is Action.UPDATE


@EVERY
def test_what_it_cannot_do_it_refuses_or_leaves_undone(name, network, newcomer):
    connector, can = connectors()[name], connectors()[name].capabilities
    session = network.session_for(connector)
    if Capability.FIND not in can:
        assert connector.find(newcomer.business, session) == []
    if Capability.READ not in can:
        with pytest.raises(Permanent):
            connector.read("x", session)
    if not {Capability.CREATE, Capability.UPDATE} & can:
        connector.apply(connector.plan(newcomer, None), session)
        assert network.writes(name) == []


@EVERY
def test_hand_work_tells_what_to_do_and_what_proves_it(name, network, newcomer):
    connector = connectors()[name]
    plan = connector.plan(newcomer, None)
    if plan.action is not Action.HAND:
        assert Capability.HAND not in connector.capabilities
        return
    task = connector.apply(plan, network.session_for(connector)).task
    text = "\n".join(task.steps)
    assert newcomer.business.name in text and "(208) 555-" in text and task.proof and task.outcome
    assert task.url.startswith("http")


@pytest.mark.parametrize("name", CREATORS)
def test_applied_twice_it_changes_things_once(name, network, newcomer):
    connector = connectors()[name]
    session = network.session_for(connector)
    plan = connector.plan(newcomer, None)
    outcome = connector.apply(plan, session)
    assert connector.apply(plan, session) == outcome
    assert (outcome.task is not None) == (outcome.kind is OutcomeKind.PENDING)
    prove(outcome, newcomer, connector, network)
    assert places_of(newcomer, connector, network) == 1


@pytest.mark.parametrize("name", CREATORS)
def test_a_write_whose_answer_was_lost_is_made_once(name, network, newcomer):
    connector = connectors()[name]
    session = network.session_for(connector)
    plan = connector.plan(newcomer, None)
    with pytest.raises(Retryable):
        connector.apply(plan, LostReply(session))
    prove(connector.apply(plan, session), newcomer, connector, network)
    assert places_of(newcomer, connector, network) == 1


@pytest.mark.parametrize("name", WRITERS)
def test_an_update_leaves_nothing_more_to_say(name, network, delgado):
    connector = connectors()[name]
    session = network.session_for(connector)
    desired = DesiredListing("listing-delgado", delgado, 1)
    outcome = connector.apply(connector.plan(desired, first_found(connector, delgado, session)), session)
    prove(outcome, desired, connector, network)
    if Capability.READ not in connector.capabilities:
        return
    changed = dataclasses.replace(desired, revision=2, website="https://delgado.example/")
    plan = connector.plan(changed, connector.read(outcome.ref, session))
    assert (plan.action, [change.field for change in plan.changes]) == (Action.UPDATE, ["website"])
    connector.apply(plan, session)
    assert connector.plan(changed, connector.read(outcome.ref, session)).action is Action.NOTHING


def test_an_aggregator_is_told_to_add_once_and_to_update_after_that(network, newcomer):
    connector = connectors()["data_axle"]
    session = network.session_for(connector)
    outcome = connector.apply(connector.plan(newcomer, None), session)
    later = connector.plan(dataclasses.replace(newcomer, revision=2, ref=outcome.ref), None)
    assert (later.action, later.ref) == (Action.UPDATE, outcome.ref)
    connector.apply(later, session)
    assert places_of(newcomer, connector, network) == 1


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("mode", ["429", "500", "nonsense", "hang"])
def test_a_publisher_in_trouble_is_tried_again_later(name, mode, network, delgado):
    connector = connectors()[name]
    other = rephoned(DesiredListing("listing-delgado", delgado, 1))
    plan = connector.plan(other, first_found(connector, delgado, network.session_for(connector)))
    session = network.session_for(connector, **({"timeout": 0.5} if mode == "hang" else {}))
    network.misbehave(name, mode, seconds=7 if mode == "429" else 1)
    with pytest.raises(Retryable) as fault:
        connector.apply(plan, session)
    assert fault.value.after == (7 if mode == "429" else None)


def shown_there(connector, session, network, newcomer, delgado):
    """Who is listed: the newcomer, where the connector can add one, else who always was; and that listing."""
    business = delgado
    if Capability.CREATE in connector.capabilities:
        business = newcomer.business
        prove(connector.apply(connector.plan(newcomer, None), session), newcomer, connector, network)
    return business, until(lambda: next((row for row in connector.find(business, session) if row.is_shown), None))


@pytest.mark.parametrize("name", FINDERS)
def test_it_finds_what_is_there_and_reads_it_back(name, network, newcomer, delgado):
    connector = connectors()[name]
    session = network.session_for(connector)
    business, found = shown_there(connector, session, network, newcomer, delgado)
    assert (found.nap.name, found.nap.phone) == (business.name, business.main_phone)
    assert connector.read(found.ref, session).nap == found.nap


@pytest.mark.parametrize("name", FINDERS)
def test_a_listing_that_shows_the_door_and_the_number_from_before_a_move_is_found(name, network, newcomer, delgado):
    connector = connectors()[name]
    session = network.session_for(connector)
    before, shown = shown_there(connector, session, network, newcomer, delgado)
    now = moved_away(before)
    known = Known(old_phones=(shown.nap.phone,), former_addresses=(before.address.line(),))
    assert [row.nap for row in connector.find(now, session, known)] == [shown.nap]
    assert connector.find(now, session) == [], "nothing but what was known of it says that it is the same business"


def moved_away(business: Business) -> Business:
    """Its next record: another door with another number; publishers know it by no code of ours."""
    address = dataclasses.replace(business.address, street="4400 Manor Road", unit="")
    return dataclasses.replace(business, id="", address=address, phones=(Phone("+12085559876"),))


@pytest.mark.parametrize("name", ["google", "facebook"])
def test_a_name_and_a_city_are_enough_to_look_somebody_up(name, network):
    connector = connectors()[name]
    caller = Business(
        id="", name="Delgado Plumbing", trade="local-business", address=Address("Austin", "TX"), phones=()
    )
    assert [row.nap.name for row in connector.find(caller, network.session_for(connector))] == ["Delgado Plumbing"]


@pytest.mark.parametrize("name", FINDERS)
def test_who_is_asked_for_by_nothing_is_not_looked_for(name, network):
    connector = connectors()[name]
    nobody = Business("", "", "local-business", Address("Austin", "TX"), ())
    assert connector.find(nobody, network.session_for(connector)) == []


def first_found(connector, business: Business, session) -> Found | None:
    if Capability.FIND not in connector.capabilities:
        return None
    return next((row for row in connector.find(business, session)), None)


class LostReply:
    """A session whose first write arrives, but its answer does not."""

    def __init__(self, session) -> None:
        self._session, self._is_lost = session, False

    def __getattr__(self, name: str):
        send = getattr(self._session, name)
        if name not in ("post", "put", "patch"):
            return send

        def sent(*args, **options):
            reply = send(*args, **options)
            if self._is_lost:
                return reply
            self._is_lost = True
            raise Retryable("the publisher did not answer in time")

        return sent


def prove(outcome, desired: DesiredListing, connector, network) -> None:
    """What a person does: choose how the PIN comes, take it from the phone, pass it on."""
    if outcome.kind is not OutcomeKind.PENDING or not isinstance(connector, TakesPin):
        return
    session = network.session_for(connector)
    if isinstance(connector, SendsPin):
        connector.send_pin(outcome.ref, connector.pin_ways(outcome.ref, session)[0], session)
    said = network.messages(desired.business.main_phone)[-1]["text"]
    pin = re.search(r"(?:PIN|code) is ([\d ]+)", said).group(1).replace(" ", "")
    connector.confirm_pin(outcome.ref, pin, session)


def places_of(desired: DesiredListing, connector, network) -> int:
    """How many listings of it there are now: by the publisher's own search, else on a directory that it feeds."""
    if Capability.FIND in connector.capabilities:
        return len(connector.find(desired.business, network.session_for(connector)))
    directory = directories(addresses(network.settings))["mainstreet"]
    fetch = Fetcher(agent="MapPopCheck/0.1", now=lambda: NOON, allowed=network.hosts, limits=FetchLimits(spacing=0))
    return len(until(lambda: directory.find(listing_nap(desired), fetch)))


def until(look):
    """What `look` sees, as soon as it sees something; the network's delays are a third of a second."""
    ends = time.monotonic() + 60
    while not (seen := look()):
        assert time.monotonic() < ends, "nothing to be seen"
        time.sleep(0.1)
    return seen
