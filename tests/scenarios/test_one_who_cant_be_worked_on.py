"""One customer whose rows can't be read, dated: everybody else has their notice and their steps on the same day."""

from __future__ import annotations

from datetime import date

import pytest

from mappop.services import billing, dunning, price_changes
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
    """Two shops are billed 39.95 a month from Wednesday, March 31, 2027; then the first one's row was broken."""
    world.on("2027-03-01")
    for record, owner in ((DELGADO, BY_MAIL), (LAKEVIEW, LEE)):
        trial = world.sell(record, owner)
        world.confirm(trial)
        billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    world.work()
    on(world, "2027-03-24")
    on(world, "2027-03-31", "18:00")
    assert len(world.rows("invoices")) == 2
    with world.app.unit_of_work() as uow:
        (first,) = uow.invoices_overdue(before=date(2027, 5, 1), most=1)
        uow.subscriptions.get(uow.invoices.get(first).subscription_id).timezone = "Nowhere/Else"
        uow.commit()
    return world


def test_everybody_else_is_told_of_the_new_price_in_time(world, lists):
    lists("local", "2027-04-15", 44_95, 449_50)
    with pytest.raises(Exception, match="Nowhere/Else"):
        price_changes.tell(world.on("2027-04-05").deps)
    assert [m.kind for m in world.rows("messages")].count("price_change") == 1


def test_everybody_elses_late_invoice_is_pursued(world):
    with pytest.raises(Exception, match="Nowhere/Else"):
        dunning.begin_overdue(world.on("2027-04-19").deps)
    assert len(world.rows("dunnings")) == 1
