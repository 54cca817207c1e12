"""One customer who can't be worked on, dated: everybody else has their notice and their steps on the same day."""

from __future__ import annotations

from datetime import date

import pytest

from mappop.domain.task import Task, TaskState
from mappop.services import billing, cancelling, dunning, moot_cases, price_changes
from tests.scenarios.test_pausing import BY_MAIL, on
from tests.world import DELGADO, World

LAKEVIEW = DELGADO | {
    "name": "Lakeview Barbers",
    "phones": [{"number": "(512) 555-0177"}],
    "address": DELGADO["address"] | {"street": "900 Lake Ave"},
}
LEE = {"name": "Lee Brandt", "email": "lee@lakeview.example"}


@pytest.fixture
def world(world: World) -> World:
    """Two shops are billed 39.95 a month from Wednesday, March 31, 2027."""
    world.on("2027-03-01")
    for record, owner in ((DELGADO, BY_MAIL), (LAKEVIEW, LEE)):
        trial = world.sell(record, owner)
        world.confirm(trial)
        billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    world.work()
    on(world, "2027-03-24")
    on(world, "2027-03-31", "18:00")
    assert len(world.rows("invoices")) == 2
    return world


@pytest.fixture
def broken(world: World) -> World:
    """The first one's row."""
    with world.app.unit_of_work() as uow:
        (first,) = uow.invoices_overdue(before=date(2027, 5, 1), most=1)
        uow.subscriptions.get(uow.invoices.get(first).subscription_id).timezone = "Nowhere/Else"
        uow.commit()
    return world


def test_everybody_else_is_told_of_the_new_price_in_time(broken, lists):
    lists("local", "2027-04-15", 44_95, 449_50)
    with pytest.raises(Exception, match="Nowhere/Else"):
        price_changes.tell(broken.on("2027-04-05").deps)
    assert [m.kind for m in broken.rows("messages")].count("price_change") == 1


def test_everybody_elses_late_invoice_is_pursued(broken):
    with pytest.raises(Exception, match="Nowhere/Else"):
        dunning.begin_overdue(broken.on("2027-04-19").deps)
    assert len(broken.rows("dunnings")) == 1


def test_everybody_elses_case_of_a_charge_that_will_not_come_is_closed(world):
    """Both have canceled, each with a case that was left open; the first one's can't be closed."""
    businesses = sorted(trial.business_id for trial in world.rows("trials"))
    for trial in world.rows("trials"):
        cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    with world.app.unit_of_work() as uow:
        for business_id in businesses:
            subscription = uow.subscriptions.first(business_id=business_id)
            uow.tasks.add(case(world, business_id, f"tax:{subscription.id}:2027-04-30"))
        uow.tasks.add(case(world, businesses[0], f"over:case of {businesses[0]}"))
        uow.commit()
    with pytest.raises(Exception, match="(?i)unique"):
        moot_cases.close_left(world.deps)
    cases = [task for task in world.rows("tasks") if task.id.startswith("case of ")]
    assert [task.business_id for task in cases if task.state is TaskState.OPEN] == businesses[:1]


def case(world, business_id, key):
    id = f"case of {business_id}" if key.startswith("tax:") else f"closed for {business_id}"
    return Task(id, business_id, "No tax is known", "The charge was made.", "What was wrong.", world.clock.now(), key)
