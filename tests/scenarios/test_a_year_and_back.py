"""A year that is left for months again, dated: its rest goes back once, and coupons keep to what they are for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mappop.domain.roles import Role
from mappop.services import coupons, giving_back, plan_changes
from tests.scenarios.test_first_charge import first_charged, on, subscription
from tests.scenarios.test_plan_changes import HOUR, LOCAL, PLUS, YEAR, business, change, newest
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """Rosa pays 39.95 a month since Wednesday 31 March 2027."""
    first_charged(world.on("2027-03-01"))
    return world


def back_to_months(world):
    """A year from 15 April, left on 15 May: months count from there, and the rest of the year is given back."""
    change(world.on("2027-04-15"), YEAR)
    change(world.on("2027-05-15"), LOCAL)
    on(world, "2027-06-15", "18:00")
    assert (newest(world).period_start, newest(world).period_end) == (date(2027, 6, 15), date(2027, 7, 15))


def test_the_rest_of_a_year_is_not_given_back_again_by_a_change_in_a_later_month(world):
    """On 15 June the new month has just begun: two hours of the desk are 50.00."""
    back_to_months(world)
    assert change(world, HOUR).bill.total_minor == newest(world).amount_minor == 50_00


def test_who_leaves_at_once_in_a_later_month_gets_back_that_month_alone(world):
    """From 16 June, 29 of the month's 30 days are left: 39.95 - 1.33."""
    back_to_months(world)
    assert giving_back.rest_today(world.deps, subscription(world)).minor == 38_62


def test_a_year_that_an_open_months_invoice_pays_in_part_is_given_back_there_too_once_that_month_is_over(world):
    """Nothing is paid since 30 April: 39.95 for May, and 359.55 for a year begun on its first day. From 4 June, 331
    of its 366 days are left: 399.50 - 38.20."""
    on(world, "2027-04-30", "18:00")
    change(world.on("2027-04-30", "18:10"), YEAR)
    world.on("2027-06-03")
    rest = giving_back.rest_today(world.deps, subscription(world))
    assert [(one.number, cents) for one, cents in rest.off] == [(3, 359_55), (2, 1_75)] and not rest.back


def test_a_coupon_for_months_does_not_make_a_year_cost_nothing(world):
    coupons.give(world.deps, business(world), "sorry_month", role=Role.ADMIN, actor="mia")
    change(world.on("2027-04-15"), plan_changes.later(YEAR))
    on(world, "2027-04-30", "18:00")
    assert newest(world).amount_minor == 399_50 and subscription(world).coupon == ""


def test_a_coupon_for_the_months_to_come_waits_through_changes_in_the_year(world):
    change(world.on("2027-04-15"), YEAR)
    change(world, plan_changes.later(LOCAL))
    coupons.give(world.deps, business(world), "sorry_month", role=Role.ADMIN, actor="mia")
    change(world, HOUR)
    assert subscription(world).coupon == "sorry_month" and newest(world).amount_minor == 500_00


def test_a_planned_year_that_is_given_up_keeps_the_months_coupon(world):
    coupons.give(world.deps, business(world), "sorry_month", role=Role.ADMIN, actor="mia")
    for wish in (YEAR, LOCAL):
        change(world.on("2027-04-15"), plan_changes.later(wish))
    on(world, "2027-04-30", "18:00")
    assert newest(world).amount_minor == 0


def test_a_change_in_a_year_has_not_the_coupon_of_the_month_before_it(world):
    """Two hours of the desk for a year from its first day: 500.00, without the 10.00 off the month of 30 April."""
    coupons.give(world.deps, business(world), "launch", role=Role.ADMIN, actor="mia")
    on(world, "2027-04-30", "18:00")
    change(world.on("2027-05-15"), YEAR)
    change(world, HOUR)
    assert newest(world).amount_minor == 500_00


def test_a_plan_is_not_set_up_anew_within_the_year_that_it_was_billed_for(world):
    change(world.on("2027-04-15"), replace(YEAR, plan="local_plus"))
    change(world.on("2027-05-15"), LOCAL)
    on(world, "2027-06-15", "18:00")
    assert [line.kind.value for line in change(world, PLUS).bill.lines] == ["unused", "plan"]
