"""Who pays by card and pauses, dated: the first charge after it is made, once, and is no trial's."""

from __future__ import annotations

import pytest

from mappop.domain.invoice import InvoiceState
from mappop.services import pausing
from tests.scenarios.test_first_charge import on, report
from tests.scenarios.test_paying_by_card import first_month
from tests.world import World

SHOP = "delgado-plumbing-austin"


@pytest.fixture
def world(world: World) -> World:
    """Rosa's card pays since Wednesday 31 March 2027; paused from 30 April to 30 May, she was reminded on the 23rd."""
    first_month(world.on("2027-03-01"))
    pausing.pause(world.deps, SHOP, months=1, actor="owner", evidence={"way": "portal"})
    on(world, "2027-04-30", "17:01")
    on(world, "2027-05-23")
    report(world, "charge_reminder", "delivered")
    return world


def paid(world):
    return [(one.period_start.isoformat(), one.state is InvoiceState.PAID) for one in world.rows("invoices")]


def test_the_card_pays_after_a_pause_as_it_did_before(world):
    on(world, "2027-05-30", "17:01")
    on(world, "2027-06-30", "17:01")
    assert paid(world) == [("2027-03-31", True), ("2027-05-30", True), ("2027-06-30", True)]
    assert len(world.processor.made) == 3


def test_a_second_pause_is_no_other(world):
    on(world, "2027-05-30", "17:01")
    pausing.pause(world.deps, SHOP, months=2, actor="owner", evidence={"way": "portal"})
    on(world, "2027-06-30", "17:01")
    on(world, "2027-08-23")
    report(world, "charge_reminder", "delivered")
    on(world, "2027-08-30", "17:01")
    assert paid(world)[-1] == ("2027-08-30", True) and len(world.processor.made) == 3


def test_its_charge_is_not_named_the_end_of_a_trial(world):
    said, charge = [], world.processor.charge
    world.processor.charge = lambda order: said.append(order.on_statement) or charge(order)
    on(world, "2027-05-30", "17:01")
    assert said == [""]
