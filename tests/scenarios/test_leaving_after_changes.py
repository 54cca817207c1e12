"""Who leaves at once after changes in the middle of a period gets back each day that is not used, once, dated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.invoice import InvoiceState
from mappop.domain.roles import Role
from mappop.services import cancelling, corrections, giving_back, invoicing
from mappop.services.corrections import Asked
from tests.scenarios.test_first_charge import first_charged, on, subscription
from tests.scenarios.test_plan_changes import HOUR, LOCAL, PLUS, YEAR, balance, change, newest, owed
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """Rosa has paid 39.95 for each of the months from 31 March and 30 April; her second ends with 30 May."""
    first_charged(world.on("2027-03-01"))
    on(world, "2027-04-30", "18:00")
    paid(world)
    return world


def paid(world):
    for bill in world.rows("invoices"):
        if bill.state is InvoiceState.OPEN:
            invoicing.record_payment(
                world.deps, bill.id, amount_minor=bill.balance_minor, reference=bill.title, who=world.verifier
            )


def leaves_now(world):
    cancelling.cancel(world.deps, subscription(world).trial_id, actor="owner", evidence={"way": "link"}, at_once=True)
    world.work()


def cases(world):
    return [task.title.partition(":")[0] for task in world.rows("tasks") if task.key.startswith(("rest:", "owed:"))]


def test_after_a_larger_plan_the_days_of_both_invoices_are_given_back_and_not_its_set_up(world):
    """From 16 May 15 of 31 days are left: 38.69 of 79.95 a month, of which the change asked for 20.64, its set-up
    fee of 49.00 beside."""
    world.on("2027-05-15")
    change(world, PLUS)
    paid(world)
    assert giving_back.rest_today(world.deps, subscription(world)).minor == 38_69
    leaves_now(world)
    assert cases(world) == ["Give back $38.69 of MP-000003"]
    assert "$38.69" in world.mail.carried[-1].body


def test_after_a_smaller_plan_what_it_gave_back_is_not_given_back_again(world):
    """Of 79.95 for 31 days, half was used: 20.64 became credit with the smaller plan, 19.33 are left of that."""
    world.on("2027-04-30", "19:00")
    change(world, PLUS)
    paid(world)
    world.on("2027-05-15")
    change(world, LOCAL)
    assert owed(world) == 20_64
    leaves_now(world)
    assert cases(world) == ["Give back $19.33 of MP-000003", "Give back $20.64 that we owe"]
    assert balance(world, "credit") == -20_64


def test_what_is_open_of_a_change_comes_off_and_what_was_paid_goes_back(world):
    world.on("2027-04-30", "19:00")
    change(world, PLUS)
    assert newest(world).amount_minor == 89_00  # 40.00 more for the whole month, and 49.00 to set it up
    world.on("2027-05-15")
    leaves_now(world)
    assert cases(world) == ["Take $38.69 off MP-000003"]
    assert "take them off it" in world.mail.carried[-1].body


def test_of_a_year_from_today_that_is_paid_in_part_every_part_comes_back(world):
    """Two hours more, and down again, leave 50.00 of credit; 399.50 for the year, less 39.95 for the month, use it up.
    One of 366 days is used, 1.09: the rest is taken off what is open, and off what the credit and the month paid."""
    world.on("2027-04-30", "19:00")
    change(world, HOUR)
    paid(world)
    change(world, replace(HOUR, quantity=0))
    assert owed(world) == 50_00
    change(world, YEAR)
    bill = newest(world)
    assert (bill.amount_minor, bill.balance_minor, owed(world)) == (359_55, 309_55, 0)
    leaves_now(world)
    assert cases(world) == [
        "Give back $50.00 of MP-000005", "Give back $38.86 of MP-000003", "Take $309.55 off MP-000005",
    ]  # fmt: skip
    assert "$88.86" in world.mail.carried[-1].body and "$309.55" in world.mail.carried[-1].body


def test_of_a_year_that_its_first_month_paid_in_part_that_part_comes_back_after_the_month_too(world):
    """A year from the day on which the month of 39.95 began: 359.55 more. On 1 June 333 of 366 days are left."""
    change(world.on("2027-04-30", "19:00"), YEAR)
    paid(world)
    world.on("2027-06-01")
    leaves_now(world)
    assert cases(world) == ["Give back $359.55 of MP-000003", "Give back $3.93 of MP-000002"]


def test_a_payment_that_was_given_back_is_not_given_back_again(world):
    bill = newest(world)
    (payment,) = [one for one in world.rows("payments") if one.invoice_id == bill.id]
    asked = Asked(
        CorrectionKind.REFUND, bill.id, 30_00, CorrectionReason.ASKED_BY_OWNER, "an outage", payment.id, "check 9"
    )
    corrections.ask(world.deps, asked, key="refund-1", who=replace(world.verifier, role=Role.ADMIN))
    world.on("2027-05-10")  # 20 of 31 days are left, which come to 25.77
    leaves_now(world)
    assert cases(world) == ["Give back $9.95 of MP-000002"]


def test_what_is_owed_at_the_last_paid_day_is_given_back_then_and_once(world):
    world.on("2027-04-30", "19:00")
    change(world, PLUS)
    paid(world)
    world.on("2027-05-15")
    change(world, LOCAL)
    cancelling.cancel(world.deps, subscription(world).trial_id, actor="owner", evidence={"way": "link"})
    world.work()
    assert cases(world) == []
    on(world, "2027-05-31", "18:00")
    for _ in range(2):
        world.work()
    assert cases(world) == ["Give back $20.64 that we owe"]
