"""The programme's months, dated: what comes in, who became a customer, who left; and the runs of billing."""

from __future__ import annotations

from datetime import date

import pytest

from mappop.services import billing, cancelling, figures, invoicing
from tests.scenarios.test_first_charge import first_charged, on
from tests.scenarios.test_plan_changes import PLUS, YEAR, change
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """Rosa's yes is on Monday 1 March, her first charge on Wednesday, March 31, 2027."""
    return world.on("2027-03-01")


def month(world: World, first: str):
    figures.note_months(world.deps)
    return next(found for found in world.rows("month_figures") if found.month == date.fromisoformat(first))


def test_a_trial_counts_as_begun_in_its_month_and_as_converted_once_its_first_invoice_is_paid(world: World) -> None:
    first_charged(world)
    march = month(world, "2027-03-01")
    assert (march.began, march.converted, march.paying, march.recurring_minor) == (
        1,
        0,
        1,
        3995,
    )  # billed, not yet paid
    world.on("2027-04-20")
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 7", who=world.verifier)
    march = month(world, "2027-03-01")
    assert (march.began, march.converted, march.paying, march.recurring_minor) == (1, 1, 1, 3995)


def test_today_counts_and_a_bill_that_comes_later_today_neither_hides_its_customer_nor_counts_twice(
    world: World,
) -> None:
    """Beside “became customers 1” stood “$0.00 from 0 who pay” until midnight."""
    first_charged(world)
    assert (month(world, "2027-03-01").paying, month(world, "2027-03-01").recurring_minor) == (1, 3995)
    for time in ("00:30", "18:00"):
        on(world, "2027-04-30", time)
        april = month(world, "2027-04-01")
        assert (april.paying, april.recurring_minor) == (1, 3995), time
    assert len(world.rows("invoices")) == 2


def test_who_leaves_counts_in_the_month_in_which_what_was_paid_ends(world: World) -> None:
    trial = first_charged(world)
    on(world, "2027-04-30", "18:00")
    world.on("2027-05-02")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={})
    assert month(world, "2027-05-01").ended == 1  # paid until 30 May
    assert month(world, "2027-04-01").paying == 1
    world.on("2027-07-15")
    assert (month(world, "2027-06-01").paying, month(world, "2027-06-01").recurring_minor) == (0, 0)


@pytest.mark.parametrize(("wish", "each_month"), [(PLUS, 79_95), (YEAR, 399_50 // 12)])
def test_a_change_in_the_middle_of_a_month_brings_in_what_each_month_brings_from_then_on(world, wish, each_month):
    first_charged(world)
    assert month(world.on("2027-04-15"), "2027-04-01").recurring_minor == 39_95
    change(world, wish)
    assert month(world.on("2027-04-20"), "2027-04-01").recurring_minor == each_month


def test_a_month_long_past_stays_as_it_stood(world: World) -> None:
    first_charged(world)
    noted = month(world.on("2027-04-01"), "2027-03-01").noted_at
    assert month(world.on("2027-05-31"), "2027-03-01").noted_at > noted  # a check may still come
    before = month(world, "2027-03-01").noted_at
    assert month(world.on("2027-06-01"), "2027-03-01").noted_at == before


def test_a_run_that_did_something_is_noted_with_what_it_did(world: World) -> None:
    first_charged(world)
    assert billing.run(world.deps).looked_at == 0
    runs = sorted(world.rows("bill_runs"), key=lambda run: run.began_at)
    assert [(run.counts["reminded"], run.counts["charged"], run.faults) for run in runs] == [(1, 0, 0), (0, 1, 0)]
