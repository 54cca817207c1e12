"""Dunning that goes on for another month, dated: what was wrong with the month before is not said or done about it."""

from __future__ import annotations

import pytest

from mappop.domain.dunning_plan import Cause
from mappop.domain.errors import Refused
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.domain.task import TaskState
from mappop.services import billing, resending
from tests.scenarios.test_dunning import (
    SHOP,
    comes_back,
    comes_in,
    enters,
    first_charge,
    letter,
    letters,
    lives,
    on,
    subscription,
    the_dunning,
    tries,
)
from tests.scenarios.test_paid_twice import pays_by_check, states
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """Rosa's bank paid April on 6 April; May is to be paid by check by 14 May, and is not."""
    first_charge(world.on("2027-03-01"), kind="bank")
    on(world, "2027-04-06")
    comes_in(world)
    billing.choose_invoice(world.deps, SHOP, actor="owner")
    lives(world, "2027-05-12")
    return world


def april(world):
    return min(world.rows("invoices"), key=lambda bill: bill.number)


def comes_back_and_is_paid_by_check(world, code):
    comes_back(world, code)
    lives(world, "2027-05-17")
    pays_by_check(world, april(world))
    on(world, "2027-05-17", "17:05")


@pytest.mark.parametrize("code", ["R02", "R08", "R10", "R11"])
def test_a_month_of_which_nothing_was_debited_is_late_and_no_debit_of_it_came_back(world, code):
    comes_back_and_is_paid_by_check(world, code)
    assert states(world) == (["paid", "open"], "past_due", 0)
    dunning = the_dunning(world)
    assert (dunning.cause, dunning.code, dunning.says) == (Cause.OVERDUE, "", "")
    assert letters(world)[-1] == "overdue" and "MP-000002" in world.mail.carried[-1].body
    cases = [task for task in world.rows("tasks") if task.title.startswith(("Put", "Ask"))]
    assert all(case.state is TaskState.DONE for case in cases)


def test_a_reminder_of_may_gives_no_reason_that_a_bank_gave_for_april(world):
    """The new card pays April on 17 May; May's dated try is on the 22nd, and its reminder on the 19th."""
    comes_back(world, "R01")
    lives(world, "2027-05-17")
    assert "there was not enough money in the account" in letter(world, "payment_failed")
    enters(world, label="Mastercard 4444")
    lives(world, "2027-05-19")
    told = letter(world, "payment_reminder")
    assert "MP-000002" in told and "We try again on Saturday, May 22, 2027" in told
    assert "The reason" not in told and "not enough money" not in told and the_dunning(world).says == ""


def test_a_month_that_is_open_at_night_is_told_of_as_late_and_not_by_the_months_before(world):
    """April's debit comes back after the hour for letters, and the new card pays April in the same night."""
    lives(world, "2027-05-14")
    world.on("2027-05-15", "05:30")  # half past midnight in Austin
    comes_back(world, "R01")
    enters(world, label="Mastercard 4444")
    assert states(world) == (["paid", "open"], "past_due", 0) and letters(world) == []
    on(world, "2027-05-15")
    assert letters(world) == ["overdue"] and "MP-000002" in letter(world, "overdue")


def test_no_debit_waits_to_be_sent_again_where_none_was_sent(world):
    comes_back_and_is_paid_by_check(world, "R11")
    sam = world.person(Role.SUPPORT_AGENT, "Sam", "sam@mappop.example", "manila")
    with pytest.raises(Refused, match="No debit of ours waits"):
        resending.send_again(world.deps, SHOP, put_right="It was a day early.", who=sam)


def test_no_debit_waits_where_the_steps_had_gone_on_so_before(world):
    """A row of before this was mended: the cause is that of April, the month is May."""
    comes_back_and_is_paid_by_check(world, "R11")
    sam = world.person(Role.SUPPORT_AGENT, "Sam", "sam@mappop.example", "manila")
    with world.deps.unit_of_work() as uow:
        uow.dunnings.get(the_dunning(world).id).cause = Cause.FIX
        uow.commit()
    with pytest.raises(Refused, match="No debit of ours waits"):
        resending.send_again(world.deps, SHOP, put_right="It was a day early.", who=sam)


@pytest.mark.parametrize("code", ["R02", "R11"])
def test_the_card_that_pays_april_pays_may_too_at_once(world, code):
    comes_back(world, code)
    lives(world, "2027-05-17")
    enters(world, label="Mastercard 4444")
    on(world, "2027-05-17", "17:05")
    assert states(world) == (["paid", "paid"], "active", 0)
    assert tries(world) == ["2027-03-31", "2027-05-17", "2027-05-17"]


def test_who_asked_to_leave_is_not_charged_for_may_either(world):
    comes_back(world, "R11")
    lives(world, "2027-05-17")
    with world.deps.unit_of_work() as uow:
        uow.subscriptions.get(subscription(world).id).cancel_asked_at = world.clock.now()
        uow.commit()
    enters(world, label="Mastercard 4444")
    pays_by_check(world, april(world))
    on(world, "2027-05-18")
    assert tries(world).count("2027-05-18") == 0 and subscription(world).state is SubscriptionState.PAST_DUE
