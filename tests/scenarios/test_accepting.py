"""What an owner means is no mistake: kept with who and when, watched on, and taken back as simply."""

import pytest

from checkers.accepted import ACCEPTED, CHANGED_AGAIN
from mappop.domain.check import Check
from mappop.domain.errors import Refused
from mappop.domain.listing import Listing, ListingState
from mappop.domain.person import CurrentPerson
from mappop.domain.roles import Role
from mappop.services import accepting, checking, records
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
