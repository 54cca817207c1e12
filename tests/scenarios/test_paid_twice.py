"""Money that pays for something else than it was sent for, dated: paid twice, taken back, a month that is late."""

from __future__ import annotations

import pytest

from mappop.domain.dunning import DunningState
from mappop.domain.errors import Refused
from mappop.domain.subscription import SubscriptionState
from mappop.services import billing, disputes, invoicing
from tests.scenarios.test_dunning import (
    SHOP,
    comes_back,
    comes_in,
    enters,
    first_charge,
    lives,
    on,
    subscription,
    the_dunning,
)
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """Rosa's first charge is on Wednesday 31 March, the next one on Friday 30 April."""
    return world.on("2027-03-01")


def paid_twice_and_late_with_the_next(world):
    """The check for April is quicker than the debit; May is to be paid by invoice, by 14 May, and is not."""
    first_charge(world, kind="bank")
    pays_by_check(world, world.rows("invoices")[0])
    billing.choose_invoice(world.deps, SHOP, actor="owner")
    lives(world, "2027-05-15")
    assert subscription(world).state is SubscriptionState.PAST_DUE


def pays_by_check(world, invoice):
    invoicing.record_payment(
        world.deps, invoice.id, amount_minor=invoice.balance_minor, reference="check 12", who=world.verifier
    )


def states(world):
    bills = sorted(world.rows("invoices"), key=lambda bill: bill.number)
    return [bill.state.value for bill in bills], subscription(world).state.value, credit(world)


def credit(world):
    return sum(one.amount_minor for one in world.rows("customer_credits"))


def test_what_was_paid_twice_pays_the_month_that_is_late(world):
    paid_twice_and_late_with_the_next(world)
    comes_in(world)
    assert states(world) == (["paid", "paid"], "active", 0) and the_dunning(world).state is DunningState.RECOVERED
    world.work()
    (told,) = [letter.body for letter in world.mail.carried if letter.kind == "invoice_with_credit"]
    assert "Your credit pays $39.95 of it" in told and "Nothing is left to pay" in told


def test_money_for_a_month_that_was_paid_does_not_make_good_another_one_that_is_late(world):
    paid_twice_and_late_with_the_next(world)
    may = max(world.rows("invoices"), key=lambda bill: bill.number)
    with world.deps.unit_of_work() as uow:  # as if May were dearer
        uow.invoices.get(may.id).amount_minor += 1000
        uow.commit()
    comes_in(world)
    assert states(world) == (["paid", "open"], "past_due", 0)


def test_a_month_that_was_paid_of_money_that_a_bank_took_back_is_open_again(world):
    paid_twice_and_late_with_the_next(world)
    comes_in(world)
    comes_back(world, "R10")
    assert states(world) == (["paid", "open"], "past_due", 0)
    comes_back(world, "R10")
    assert states(world) == (["paid", "open"], "past_due", 0), "told twice, it is the same"


def ten_dollars_beyond_april(world):
    """April, which a check paid and a debit too, of which ten dollars are a credit; it is 1 May, to pay by invoice."""
    first_charge(world, kind="bank")
    pays_by_check(world, world.rows("invoices")[0])
    with world.deps.unit_of_work() as uow:  # as if ten dollars of the debit had been paid beyond April
        uow.payments.get(world.rows("payments")[0].id).amount_minor = 10_00
        uow.commit()
    comes_in(world)
    billing.choose_invoice(world.deps, SHOP, actor="owner")
    lives(world, "2027-05-01")


def test_a_reference_that_stands_at_a_month_already_is_refused_in_words_when_the_month_is_open_again(world):
    """Ten dollars of credit and a check pay May; the bank takes the ten back, and the same words are typed again."""
    ten_dollars_beyond_april(world)
    may = max(world.rows("invoices"), key=lambda bill: bill.number)
    assert may.balance_minor == 29_95
    pays_by_check(world, may)
    comes_back(world, "R10")
    may = max(world.rows("invoices"), key=lambda bill: bill.number)
    assert may.balance_minor == 10_00
    with pytest.raises(Refused, match="stands at MP-000002 already"):
        pays_by_check(world, may)


def test_a_card_is_tried_for_the_month_to_which_the_steps_went_on(world):
    """April's debit comes back on 12 May, and May is late by then; the new card pays April at once, and May on the day
    on which April was to be tried again."""
    first_charge(world, kind="bank")
    on(world, "2027-04-06")
    comes_in(world)
    billing.choose_invoice(world.deps, SHOP, actor="owner")
    lives(world, "2027-05-12")
    comes_back(world, "R01")
    lives(world, "2027-05-17")
    enters(world, label="Mastercard 4444")
    assert states(world) == (["paid", "open"], "past_due", 0)
    lives(world, "2027-05-22")
    assert states(world) == (["paid", "paid"], "active", 0)


def test_a_card_that_is_asked_after_a_dispute_is_tried_on_its_days_too_where_a_check_came_in_before(world):
    """Of May a check is there and ten dollars are open again; the card that is asked has not enough, until 13 days."""
    ten_dollars_beyond_april(world)
    card = enters(world)
    world.processor.declines[card.ref] = "insufficient_funds"
    pays_by_check(world, max(world.rows("invoices"), key=lambda bill: bill.number))
    comes_back(world, "R10")
    with world.deps.unit_of_work() as uow:
        disputes.collect_again(uow, subscription(world).id, why="it was won")
        uow.commit()
    world.work()
    lives(world, "2027-05-17")
    asked = [one for one in world.rows("payments") if one.method_id == card.id]
    assert sorted(one.key.rpartition(":")[2] for one in asked) == ["1", "2", "3", "4", "5"]
