"""A change in a paid period that is never paid, dated: what it ends, what goes back, and what is left to press."""

from __future__ import annotations

from datetime import date

import pytest

from mappop.domain.errors import Refused
from mappop.domain.plan import Interval
from mappop.domain.subscription import SubscriptionState
from mappop.services import cancelling, pausing, plan_changes
from mappop.services.plan_changes import Wish
from tests.scenarios.test_dunning import SHOP, first_charge, letter, lives, subscription
from tests.world import World

HOURS, YEAR = Wish(True, add_on="desk_hour", quantity=2), Wish(True, "local", Interval.YEAR)
OWNER = {"actor": "owner", "evidence": {"way": "portal"}}


@pytest.fixture
def world(world: World) -> World:
    """Rosa's card paid 39.95 on Wednesday 31 March 2027."""
    first_charge(world.on("2027-03-01"))
    return world


def change(world, day, wish, *, declines=""):
    (method,) = world.rows("payment_methods")
    world.on(day).processor.declines[method.ref] = declines
    seal = plan_changes.preview(world.deps, SHOP, wish).seal
    plan_changes.change(world.deps, SHOP, wish, seal=seal, actor="owner")
    world.work()


def cases(world):
    return [task.title for task in world.rows("tasks") if task.title.startswith(("Give", "Take"))]


def test_the_rest_of_a_paid_year_goes_back_when_hours_that_were_never_paid_end_it(world):
    """Service ends with 14 May. Of the year 351.47 and of the hours 439.89 are left, 791.36 in all: the hours' 459.02,
    which nobody asks for any more, and 332.34 of what was paid."""
    change(world, "2027-04-01", YEAR)
    change(world, "2027-05-01", HOURS, declines="insufficient_funds")
    lives(world, "2027-05-23")
    assert subscription(world).state is SubscriptionState.CANCELED
    assert cases(world) == [
        "Give back $332.34 of MP-000002: Delgado Plumbing", "Take $459.02 off MP-000003: Delgado Plumbing",
    ]  # fmt: skip
    assert "$332.34" in letter(world, "ended_unpaid") and "within ten days" in letter(world, "ended_unpaid")


def test_where_nothing_was_paid_beyond_what_was_used_the_debt_stands_as_it_is(world):
    change(world, "2027-04-01", HOURS, declines="insufficient_funds")
    lives(world, "2027-04-23")
    assert subscription(world).state is SubscriptionState.CANCELED and cases(world) == []
    assert "ten days" not in letter(world, "ended_unpaid")


def test_a_pause_that_was_planned_ends_with_it_and_nobody_is_told_that_it_goes_on(world):
    pausing.pause(world.deps, SHOP, months=1, **OWNER)
    change(world, "2027-04-01", HOURS, declines="insufficient_funds")
    lives(world, "2027-04-23")
    (pause,) = world.rows("pauses")
    assert subscription(world).resume_on is None and pause.ended_on == pause.starts_on == date(2027, 4, 30)
    with pytest.raises(Refused, match="no pause"):
        pausing.resume(world.deps, SHOP, **OWNER)


def test_canceling_what_has_ended_unpaid_moves_no_day_and_gives_nothing_back_twice(world):
    change(world, "2027-04-01", YEAR)
    change(world, "2027-05-01", HOURS, declines="insufficient_funds")
    lives(world, "2027-05-23")
    before, told = subscription(world).service_until, cases(world)
    cancelling.cancel(world.deps, subscription(world).trial_id, **OWNER, at_once=True)
    assert subscription(world).service_until == before == date(2027, 5, 15)
    assert cases(world) == told
