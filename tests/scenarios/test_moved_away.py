"""A business that has moved, with another number or name: what publishers still show of it from before is its own."""

from checkers.nap import Nap
from mappop.domain.check import Check, CheckOutcome
from mappop.services import checking, provisioning, records
from tests.world import DELGADO, World

MOVED = {**DELGADO, "phones": [{"number": "+15125550188", "kind": "main"}]}
MOVED["address"] = {**DELGADO["address"], "street": "4400 Manor Road", "unit": "", "postal_code": "78723"}


def moved(world: World) -> Nap:
    """Its facts from before, which CityDir shows; the record has the new ones, and no reference is known."""
    trial = world.confirm(world.sell())
    world.work()
    with world.deps.unit_of_work() as uow:
        before = records.nap_of(records.current_business(uow, trial.business_id)[0])
    world.publishers["citydir"].shown = {"their-1": before}
    records.revise(world.deps, records.take_in(world.deps, {**MOVED, "id": trial.business_id}), made_by="carlo")
    with world.deps.unit_of_work() as uow:
        uow.listings.get(listing(world)).ref = ""
        uow.commit()
    return before


def listing(world: World) -> str:
    return next(x.id for x in world.rows("listings") if x.publisher == "citydir")


def newest(world: World) -> Check:
    return max((c for c in world.rows("checks") if c.publisher == "citydir"), key=lambda c: c.at)


def test_a_listing_from_before_the_move_is_found_and_told_by_what_it_was(world: World) -> None:
    moved(world)
    checking.check_listing(world.later(minutes=5).deps, listing(world))
    check = newest(world)
    told = {verdict["field"]: verdict["label"] for verdict in check.verdicts}
    assert (check.outcome, told["address"], told["phone"]) == (
        CheckOutcome.READ, "street moved to the former address", "old number of this business",
    )  # fmt: skip


def test_a_push_mends_that_listing_and_makes_no_second_one(world: World) -> None:
    moved(world)
    provisioning.push_listing(world.deps, listing(world), 2)
    shown = world.publishers["citydir"].shown
    assert [(nap.street, nap.phone) for nap in shown.values()] == [("4400 Manor Road", "+15125550188")]


def test_a_business_that_took_another_name_is_found_under_the_one_before(world: World) -> None:
    trial = world.confirm(world.sell())
    world.work()
    with world.deps.unit_of_work() as uow:
        before = records.nap_of(records.current_business(uow, trial.business_id)[0])
    world.publishers["citydir"].shown = {"their-1": before.with_(phone="")}
    named = {**DELGADO, "id": trial.business_id, "name": "Bluebonnet Pipe Works"}
    records.revise(world.deps, records.take_in(world.deps, named), made_by="carlo")
    with world.deps.unit_of_work() as uow:
        uow.listings.get(listing(world)).ref = ""
        uow.commit()
    checking.check_listing(world.later(minutes=5).deps, listing(world))
    check = newest(world)
    told = {verdict["field"]: verdict["label"] for verdict in check.verdicts}
    assert (check.outcome, told["name"]) == (CheckOutcome.READ, "former name of this business")
    provisioning.push_listing(world.deps, listing(world), 2)
    assert [nap.name for nap in world.publishers["citydir"].shown.values()] == ["Bluebonnet Pipe Works"]
