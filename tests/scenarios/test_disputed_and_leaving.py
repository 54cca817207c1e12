"""A year that its cardholder disputed, dated: what the bank has taken back is given back by nobody else as well."""

from __future__ import annotations

import pytest

from mappop.domain.plan import Interval
from mappop.domain.processor import DisputeState, DisputeTold
from mappop.services import cancelling, disputes, giving_back, plan_changes
from mappop.services.plan_changes import NotNow, Wish
from tests.scenarios.test_first_charge import subscription
from tests.scenarios.test_paying_by_card import first_month
from tests.world import World

SHOP = "delgado-plumbing-austin"
MONTH = Wish(True, "local", Interval.MONTH)


@pytest.fixture
def world(world: World) -> World:
    """Rosa's card pays a year from Thursday 1 April 2027; on the 20th her bank takes that payment back."""
    first_month(world.on("2027-03-01"))
    year = Wish(True, "local", Interval.YEAR)
    seal = plan_changes.preview(world.on("2027-04-01").deps, SHOP, year).seal
    plan_changes.change(world.deps, SHOP, year, seal=seal, actor="owner")
    world.work()
    return world.on("2027-04-20")


def hear(world, state):
    paid = max(world.rows("payments"), key=lambda one: one.amount_minor)
    told = DisputeTold("dp_1", paid.ref, paid.amount_minor, state, "fraudulent", world.clock.now())
    disputes.take(world.deps, told, told_by="processor")


@pytest.mark.parametrize("state", [DisputeState.NEEDS_ANSWER, DisputeState.LOST])
def test_who_leaves_at_once_is_not_promised_what_their_bank_has_taken_back(world, state):
    """Of the 377.67 that are left, 360.88 were charged for the year and 16.79 came of the month before it."""
    before = giving_back.rest_today(world.deps, subscription(world)).minor
    hear(world, state)
    cancelling.cancel(world.deps, subscription(world).trial_id, actor="owner", evidence={"way": "link"}, at_once=True)
    world.work()
    promised = [task.title for task in world.rows("tasks") if task.title.startswith("Give back")]
    assert before == 377_67 and promised == ["Give back $16.79 of MP-000001: Delgado Plumbing"]


@pytest.mark.parametrize("state", [DisputeState.NEEDS_ANSWER, DisputeState.LOST])
def test_nothing_is_credited_at_once_for_days_that_their_bank_has_taken_back(world, state):
    assert plan_changes.preview(world.deps, SHOP, MONTH).kept_minor > 300_00
    hear(world, state)
    with pytest.raises(NotNow, match="given back already"):
        plan_changes.preview(world.deps, SHOP, MONTH)
    assert plan_changes.preview(world.deps, SHOP, plan_changes.later(MONTH)).to_pay_minor == 0


def test_once_a_dispute_is_won_the_days_are_theirs_again(world):
    before = giving_back.rest_today(world.deps, subscription(world)).minor
    hear(world, DisputeState.NEEDS_ANSWER)
    hear(world, DisputeState.WON)
    assert giving_back.rest_today(world.deps, subscription(world)).minor == before
    assert plan_changes.preview(world.deps, SHOP, MONTH).kept_minor > 300_00
