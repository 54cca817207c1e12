"""What an owner means is no mistake: kept with who and when, watched on, and taken back as simply."""

from typing import Any

import pytest

from checkers.accepted import ACCEPTED, CHANGED_AGAIN
from checkers.nap import Nap
from mappop.domain.check import Check
from mappop.domain.errors import Refused
from mappop.domain.listing import Listing, ListingState
from mappop.domain.person import CurrentPerson
from mappop.domain.roles import Role
from mappop.services import accepting, checking, provisioning, records
from provisioners.connector import Capability, DesiredListing
from provisioners.errors import Retryable
from tests.world import DELGADO, World

THEIR_WAY = "Delgado Plumbing & Drain Cleaning Austin"


@pytest.fixture
def rosa(world: World) -> CurrentPerson:
    """The owner, whose listing at CityDir carries a longer name than the record."""
    trial = world.confirm(world.sell())
    world.work()
    says(world, name=THEIR_WAY)
    owner = next(person for person in world.rows("people") if person.role is Role.OWNER)
    return CurrentPerson(owner.id, owner.name, owner.email, Role.OWNER, None, "", "", trial.business_id, "")


def listing(world: World) -> Listing:
    return next(x for x in world.rows("listings") if x.publisher == "citydir")


def says(world: World, **facts: str) -> None:
    """CityDir says so, and is looked at."""
    city = world.publishers["citydir"]
    city.shown = {ref: nap.with_(**facts) for ref, nap in city.shown.items()}
    look(world)


def look(world: World) -> None:
    checking.check_listing(world.later(minutes=5).deps, listing(world).id)


def newest(world: World) -> Check:
    return max((c for c in world.rows("checks") if c.publisher == "citydir"), key=lambda c: c.at)


def of_name(world: World) -> tuple[str, str]:
    return next((v["verdict"], v["label"]) for v in newest(world).verdicts if v["field"] == "name")


def test_an_accepted_name_is_right_at_once_and_at_every_look_in_any_form(world: World, rosa: CurrentPerson) -> None:
    assert of_name(world)[0] == "review" and not newest(world).is_right
    accepting.accept(world.deps, listing(world).id, "name", who=rosa)
    assert of_name(world) == ("variant", ACCEPTED) and listing(world).state is ListingState.LIVE
    says(world, name=THEIR_WAY.upper())
    assert of_name(world) == ("variant", ACCEPTED) and newest(world).is_right


def test_it_is_kept_with_who_and_when_and_what_it_was(world: World, rosa: CurrentPerson) -> None:
    accepting.accept(world.deps, listing(world).id, "name", who=rosa)
    (kept,) = world.rows("accepted_differences")
    assert (kept.accepted_by, kept.accepted_at, kept.field) == (rosa.id, world.clock.now(), "name")
    assert kept.verdict["seen"] == THEIR_WAY and kept.verdict["verdict"] == "review"
    entry = next(e for e in world.rows("audit_entries") if e.event == "difference_accepted")
    assert entry.actor == rosa.id and entry.data["seen"] == THEIR_WAY


def test_a_value_that_changes_again_is_told_again(world: World, rosa: CurrentPerson) -> None:
    accepting.accept(world.deps, listing(world).id, "name", who=rosa)
    says(world, name="Delgado Drain & Sewer 24/7")
    assert of_name(world)[1].endswith(CHANGED_AGAIN) and not newest(world).is_right
    assert listing(world).state is ListingState.DRIFTED and CHANGED_AGAIN in listing(world).why


def test_once_the_record_itself_changes_it_is_told_again(world: World, rosa: CurrentPerson) -> None:
    accepting.accept(world.deps, listing(world).id, "name", who=rosa)
    renamed = records.take_in(world.deps, {**DELGADO, "name": "Rosa’s Pipes", "id": listing(world).business_id})
    records.revise(world.deps, renamed, made_by="carlo")
    look(world)
    assert of_name(world)[0] == "mismatch"


def test_other_places_and_other_facts_are_judged_as_ever(world: World, rosa: CurrentPerson) -> None:
    accepting.accept(world.deps, listing(world).id, "name", who=rosa)
    says(world, phone="+15125550107")
    assert [v["field"] for v in newest(world).verdicts if v["weight"]] == ["phone"]


def test_what_was_taken_back_counts_at_once_and_at_the_next_look(world: World, rosa: CurrentPerson) -> None:
    before = of_name(world)
    accepting.accept(world.deps, listing(world).id, "name", who=rosa)
    for _ in range(2):
        accepting.take_back(world.deps, listing(world).id, "name", who=rosa)
    assert of_name(world) == before and listing(world).state is ListingState.DRIFTED
    look(world)
    assert of_name(world) == before
    assert [e.event for e in world.rows("audit_entries")].count("difference_taken_back") == 1


@pytest.mark.parametrize("field", ["phone", "listing", "nonsense"])
def test_what_does_not_differ_cannot_be_accepted(world: World, rosa: CurrentPerson, field: str) -> None:
    with pytest.raises(Refused, match="Nothing differs"):
        accepting.accept(world.deps, listing(world).id, field, who=rosa)


def test_a_value_that_is_missing_is_never_how_we_say_it(world: World, rosa: CurrentPerson) -> None:
    says(world, phone="")
    with pytest.raises(Refused, match="Nothing differs"):
        accepting.accept(world.deps, listing(world).id, "phone", who=rosa)


def shown(world: World) -> Nap:
    (nap,) = world.publishers["citydir"].shown.values()
    return nap


def approve(world: World, **facts: Any) -> None:
    """The record says so, and every listing is brought up to it."""
    with world.app.unit_of_work() as uow:
        before, _ = records.current_business(uow, listing(world).business_id)
    after = records.take_in(world.deps, {**before.to_dict(), **facts})
    number = records.revise(world.deps, after, made_by="carlo")
    with world.app.unit_of_work() as uow:
        provisioning.push_changes(world.deps, uow, before, after, number)
        uow.commit()
    world.work()


def test_a_push_of_other_facts_leaves_what_is_meant(world: World, rosa: CurrentPerson) -> None:
    accepting.accept(world.deps, listing(world).id, "name", who=rosa)
    approve(world, phones=[{"number": "(512) 555-0107"}])
    assert (shown(world).name, shown(world).phone[-4:]) == (THEIR_WAY, "0107")


def test_an_address_that_is_meant_stays_whole(world: World, rosa: CurrentPerson) -> None:
    says(world, street="1200 E 7th St", unit="Rear")
    accepting.accept(world.deps, listing(world).id, "address", who=rosa)
    approve(world, phones=[{"number": "(512) 555-0107"}])
    assert (shown(world).street, shown(world).unit, shown(world).city) == ("1200 E 7th St", "Rear", "Austin")


def test_a_new_name_of_the_record_is_pushed_over_the_one_that_was_meant(world: World, rosa: CurrentPerson) -> None:
    accepting.accept(world.deps, listing(world).id, "name", who=rosa)
    approve(world, name="Rosa’s Pipes")
    assert shown(world).name == "Rosa’s Pipes"


@pytest.mark.parametrize("is_taken_back", [True, False])
def test_what_is_not_meant_any_more_is_put_right(world: World, rosa: CurrentPerson, is_taken_back: bool) -> None:
    accepting.accept(world.deps, listing(world).id, "name", who=rosa)
    if is_taken_back:
        accepting.take_back(world.deps, listing(world).id, "name", who=rosa)
    else:
        says(world, name="Delgado Drain & Sewer 24/7")
    approve(world, phones=[{"number": "(512) 555-0107"}])
    assert shown(world).name == "Delgado Plumbing"


def test_who_files_by_hand_is_told_what_is_meant_even_while_the_page_does_not_answer(
    world: World, rosa: CurrentPerson
) -> None:
    by_hand = world.publishers["formdir"]
    by_hand.capabilities = frozenset({Capability.HAND, Capability.FIND})  # no reading by reference
    by_hand.shown["7"] = shown(world)
    filed = next(x for x in world.rows("listings") if x.publisher == "formdir")
    checking.check_listing(world.later(minutes=5).deps, filed.id)
    accepting.accept(world.deps, filed.id, "name", who=rosa)
    by_hand.fault = Retryable("the page does not answer")
    wanted: list[DesiredListing] = []
    planned = by_hand.plan
    by_hand.plan = lambda desired, found: wanted.append(desired) or planned(desired, found)
    approve(world, phones=[{"number": "(512) 555-0107"}])
    assert wanted and all(desired.meant == {"name": THEIR_WAY} for desired in wanted)
