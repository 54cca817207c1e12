"""Cards and banks: saved on the processor's page, charged for each month, once, whatever breaks on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mappop.domain.charge_gate import Condition
from mappop.domain.invoice import InvoiceState
from mappop.domain.ledger import Account
from mappop.domain.payment import PaymentState
from mappop.domain.plan import Interval
from mappop.domain.processor import DisputeState, DisputeTold, LostMethod, NoAnswer, Outcome
from mappop.domain.subscription import PayBy, SubscriptionState
from mappop.services import (
    billing,
    cancelling,
    collecting,
    disputes,
    invoicing,
    payment_methods,
    payments,
    plan_changes,
)  # fmt: skip
from tests.fake_processor import FEE
from tests.scenarios.test_first_charge import BY_MAIL, delivered_in_time, letters, on, report, subscription
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """Rosa's yes is on Monday 1 March: her first charge stands on Wednesday 31 March."""
    return world.on("2027-03-01")


def saves(world, kind="card", label="Visa 4242"):
    """Rosa goes through the processor's page and comes back."""
    page = payment_methods.open_page(world.deps, "delgado-plumbing-austin", language="en").rpartition("/")[2]
    world.processor.fill_in(page, kind=kind, label=label, at=world.clock.now())
    return payment_methods.take_page(world.deps, "delgado-plumbing-austin", page, actor="owner")


def started(world, kind="card"):
    trial = world.sell(owner=BY_MAIL)
    assert trial.business_id == "delgado-plumbing-austin"
    world.confirm(trial)
    world.work()
    method = saves(world, kind)
    on(world, "2027-03-24")
    report(world, "charge_reminder", "delivered")
    return method


def first_month(world, kind="card"):
    method = started(world, kind)
    on(world, "2027-03-31", "17:01")
    return method


def balances(world):
    totals = {}
    for entry in world.rows("ledger_entries"):
        for account, amount in entry.postings.items():
            totals[account] = totals.get(account, 0) + amount
    assert sum(totals.values()) == 0
    return {account: amount for account, amount in totals.items() if amount}


def payment(world):
    (found,) = world.rows("payments")
    return found


def key_of(world):
    return payment(world).key


def paid_once(world):
    return [answer.outcome for answer in world.processor.made.values()].count(Outcome.PAID) == 1


def test_a_card_pays_each_month_by_itself_and_a_receipt_says_so(world):
    method = started(world)
    reminder = next(m for m in world.mail.carried if m.kind == "charge_reminder")
    assert "charged to your card that day: Visa 4242" in reminder.body and "to=payments" in reminder.body
    on(world, "2027-03-31", "17:01")
    (invoice,) = world.rows("invoices")
    assert (invoice.state, invoice.settled_minor, payment(world).state) == (
        InvoiceState.PAID, 3995, PaymentState.SUCCEEDED
    )  # fmt: skip
    assert letters(world)[-1] == "receipt" and "invoice" not in letters(world)
    assert balances(world) == {Account.PROCESSOR: 3995 - FEE, Account.FEES: FEE, Account.REVENUE: -3995}
    (answer,) = world.rows("gate_answers")
    proof = next(p["evidence"] for p in answer.proofs if p["condition"] == Condition.METHOD)
    assert "card Visa 4242" in proof and method.id in proof
    on(world, "2027-04-30", "17:01")
    assert [i.state for i in world.rows("invoices")] == [InvoiceState.PAID] * 2 and letters(world).count("receipt") == 2


def test_the_first_charge_says_on_the_statement_that_the_trial_is_over(world):
    said = []
    charge = world.processor.charge
    world.processor.charge = lambda order: said.append((order.on_statement, order.about)) or charge(order)
    first_month(world)
    on(world, "2027-04-30", "17:01")
    assert said == [
        ("TRIAL OVER", "Map Pop, Wednesday, March 31, 2027 to Thursday, April 29, 2027"),
        ("", "Map Pop, Friday, April 30, 2027 to Sunday, May 30, 2027"),
    ]


def test_what_a_charge_says_is_the_same_when_it_is_asked_again_by_a_release_with_other_words(world, monkeypatch):
    """Stripe refuses other words under the same key for a day."""
    asked, charge = [], world.processor.charge
    world.processor.charge = lambda order: asked.append(order) or charge(order)
    world.processor.troubles = ["before"]
    first_month(world)
    monkeypatch.setattr(collecting, "long_date", lambda day, language: day.isoformat())
    world.work(until=timedelta(days=2))
    assert len(asked) == 2 and asked[0] == asked[1] and paid_once(world)


@pytest.mark.parametrize("troubles", [["before"], ["after"], ["before", "after"], ["after", "before"], ["before"] * 3])
def test_an_answer_that_was_lost_costs_nobody_twice(world, troubles):
    world.processor.troubles = list(troubles)
    first_month(world)
    assert payment(world).state is PaymentState.ASKED and subscription(world).state is SubscriptionState.ACTIVE
    world.work(until=timedelta(days=2))
    assert payment(world).state is PaymentState.SUCCEEDED and paid_once(world)


def test_what_was_never_charged_is_not_charged_any_more_once_a_check_has_paid(world):
    """The processor is down on Wed 31 Mar; the check comes within the minute; the processor is back."""
    world.processor.troubles = ["before"]
    first_month(world)
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 7", who=world.verifier)
    world.work(until=timedelta(days=2))
    assert world.processor.made == {} and balances(world) == {Account.CASH: 3995, Account.REVENUE: -3995}
    assert [p.reason for p in world.rows("payments") if p.method_id] == ["withdrawn"]


def test_what_was_never_charged_goes_to_the_card_that_took_the_first_ones_place(world):
    world.processor.troubles = ["before"]
    first = first_month(world)
    second = saves(world, label="Mastercard 4444")
    world.work(until=timedelta(days=2))
    assert paid_once(world) and {p.method_id: p.state for p in world.rows("payments")} == {
        first.id: PaymentState.FAILED, second.id: PaymentState.SUCCEEDED
    }  # fmt: skip


def test_a_charge_that_nobody_answered_is_asked_for_again_though_a_year_began_meanwhile(world):
    world.processor.troubles = ["before"]
    first_month(world)
    wish = plan_changes.Wish(True, "local", Interval.YEAR)
    drawn = plan_changes.preview(world.later(days=1).deps, "delgado-plumbing-austin", wish)
    plan_changes.change(world.deps, "delgado-plumbing-austin", wish, seal=drawn.seal, actor="owner")
    world.work(until=timedelta(days=2))
    assert {invoice.state for invoice in world.rows("invoices")} == {InvoiceState.PAID}
    assert len(world.processor.made) == 2


def test_a_month_that_waited_for_a_lost_dispute_is_charged_to_the_card_that_is_saved_after_it(world):
    first_month(world)
    (paid,) = world.rows("payments")
    taken = DisputeTold(
        "dp_1", paid.ref, 39_95, DisputeState.NEEDS_ANSWER, "fraudulent", world.on("2027-04-20").clock.now()
    )
    disputes.take(world.deps, taken, told_by="processor")
    on(world, "2027-04-30", "17:01")
    world.on("2027-05-05")
    disputes.take(world.deps, replace(taken, state=DisputeState.LOST), told_by="processor")
    world.work()
    assert [bill.state for bill in world.rows("invoices")] == [InvoiceState.PAID, InvoiceState.OPEN]
    second = saves(world.later(hours=1), label="Mastercard 4444")
    world.work()
    assert world.rows("invoices")[-1].state is InvoiceState.PAID
    assert world.rows("payments")[-1].method_id == second.id


def test_who_pays_by_invoice_meanwhile_is_not_charged_and_gets_it(world):
    world.processor.troubles = ["before"]
    first_month(world)
    billing.choose_invoice(world.deps, "delgado-plumbing-austin", actor="owner")
    world.work(until=timedelta(days=2))
    assert world.processor.made == {} and letters(world)[-1] == "invoice"


def test_a_dearer_plan_on_the_day_of_the_charge_is_charged_too(world):
    """Its invoice begins on the day on which the month's begins."""
    first_month(world)
    wish = plan_changes.Wish(True, "local_plus", Interval.MONTH)
    drawn = plan_changes.preview(world.deps, "delgado-plumbing-austin", wish)
    plan_changes.change(world.deps, "delgado-plumbing-austin", wish, seal=drawn.seal, actor="owner")
    world.work()
    assert [invoice.state for invoice in world.rows("invoices")] == [InvoiceState.PAID] * 2
    assert len(world.processor.made) == 2


def test_the_job_may_run_twice_and_late(world):
    first_month(world)
    (invoice,) = world.rows("invoices")
    for _ in range(2):
        collecting.collect(world.deps, invoice.id, 1)
    world.later(days=40)
    collecting.collect(world.deps, invoice.id, 1)
    collecting.collect(world.deps, invoice.id, 2)
    assert paid_once(world) and payment(world).state is PaymentState.SUCCEEDED


def test_a_bank_debit_is_under_way_for_days_and_then_paid(world):
    first_month(world, "bank")
    assert payment(world).state is PaymentState.PENDING and "receipt" not in letters(world)
    assert balances(world) == {Account.RECEIVABLE: 3995, Account.REVENUE: -3995}
    payments.take(world.deps, world.processor.becomes(key_of(world), Outcome.PAID), told_by="processor")
    world.work()
    assert letters(world)[-1] == "receipt" and subscription(world).state is SubscriptionState.ACTIVE


def test_a_debit_that_comes_back_after_it_was_paid_opens_the_invoice_again(world):
    first_month(world, "bank")
    payments.take(world.deps, world.processor.becomes(key_of(world), Outcome.PAID), told_by="processor")
    back = world.processor.becomes(key_of(world), Outcome.RETURNED, reason="R10", return_fee=1500)
    for _ in range(2):
        payments.take(world.deps, back, told_by="processor")
    (invoice,) = world.rows("invoices")
    assert (invoice.state, invoice.balance_minor) == (InvoiceState.OPEN, 3995)
    assert (payment(world).state, payment(world).reason) == (PaymentState.RETURNED, "R10")
    assert subscription(world).state is SubscriptionState.PAST_DUE
    assert balances(world) == {
        Account.RECEIVABLE: 3995, Account.REVENUE: -3995, Account.FEES: FEE + 1500, Account.PROCESSOR: -FEE - 1500
    }  # fmt: skip
    assert balances(world)[Account.PROCESSOR] == world.processor.balance()


def test_nobody_is_thanked_for_a_debit_of_which_its_return_is_heard_first(world):
    first_month(world, "bank")
    back = world.processor.becomes(key_of(world), Outcome.RETURNED, reason="R10", return_fee=1500)
    payments.take(world.deps, back, told_by="processor")
    world.work()
    assert payment(world).state is PaymentState.RETURNED and "receipt" not in letters(world)


def test_a_card_that_declines_leaves_the_invoice_open_and_the_service_on(world):
    world.processor.declines["method_1"] = "insufficient_funds"
    first_month(world)
    assert (payment(world).state, payment(world).reason) == (PaymentState.FAILED, "insufficient_funds")
    assert subscription(world).state is SubscriptionState.PAST_DUE
    assert world.app.site_store.current("delgado-plumbing-austin")


def test_what_is_paid_for_an_invoice_that_was_paid_meanwhile_is_owed_to_the_owner(world):
    """A check is written down while the debit is under way; both arrive."""
    first_month(world, "bank")
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(
        world.deps, invoice.id, amount_minor=3995, reference="check 7", who=world.verifier
    )  # fmt: skip
    answer = world.processor.becomes(f"{subscription(world).id}:first:1", Outcome.PAID)
    assert payments.take(world.deps, answer, told_by="processor")
    assert balances(world)[Account.CREDIT] == -3995 and Account.RECEIVABLE not in balances(world)


def test_a_card_that_was_taken_away_closes_the_gate_and_pauses_as_was_said(world):
    method = started(world)
    payment_methods.lose(world.deps, LostMethod(method.ref, "removed"))
    on(world, "2027-03-31", "17:01")
    assert subscription(world).state is SubscriptionState.PAUSED and world.processor.asked == 0
    assert world.rows("gate_answers")[0].closed_by == (Condition.METHOD,)
    world.on("2027-04-05")
    saves(world, label="Mastercard 4444")
    assert subscription(world).state is SubscriptionState.TRIALING


def test_a_card_that_goes_between_two_months_is_a_payment_that_failed(world):
    method = first_month(world)
    payment_methods.lose(world.deps, LostMethod(method.ref, "removed"))
    on(world, "2027-04-30", "17:01")
    failed = [p for p in world.rows("payments") if p.state is PaymentState.FAILED]
    assert [p.reason for p in failed] == ["no_method"] and world.processor.asked == 1


def test_of_cards_saved_in_one_second_the_last_is_charged(world):
    world.confirm(world.sell(owner=BY_MAIL))
    for number in range(1, 11):  # the processor's names do not stand in the order in which they were given
        saves(world, label=f"Visa {number:04}")
    assert [method.label for method in world.rows("payment_methods") if method.is_usable] == ["Visa 0010"]


def test_the_newest_word_of_the_owner_counts_in_whatever_order_it_is_told(world):
    started(world)
    world.on("2027-03-25")
    billing.choose_invoice(world.deps, "delgado-plumbing-austin", actor="owner")
    page = payment_methods.open_page(world.deps, "delgado-plumbing-austin", language="en").rpartition("/")[2]
    early = world.processor.fill_in(page, at=world.clock.now() - timedelta(hours=1))
    payment_methods.keep(world.deps, early, actor="processor")
    assert subscription(world).pay_by is PayBy.INVOICE
    later = saves(world, label="Mastercard 4444")
    assert subscription(world).pay_by is PayBy.CARD
    assert [m.label for m in world.rows("payment_methods") if m.is_usable] == [later.label]
    assert {m.payer for m in world.rows("payment_methods")} == {"payer_delgado-plumbing-austin"}


def test_a_card_that_is_heard_of_after_the_owner_canceled_counts_when_they_go_on(world):
    """She types her card and cancels; the processor tells of the card a minute later; the next day she goes on."""
    trial = world.sell(owner=BY_MAIL)
    world.confirm(trial)
    world.work()
    page = payment_methods.open_page(world.deps, trial.business_id, language="en").rpartition("/")[2]
    world.processor.fill_in(page, at=world.clock.now())
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    payment_methods.take_page(world.deps, trial.business_id, page, actor="processor")
    world.on("2027-03-02")
    cancelling.go_on(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    delivered_in_time(world)
    on(world, "2027-03-31", "17:01")
    assert [one.state.value for one in world.rows("payments")] == ["succeeded"]


def test_a_page_of_somebody_else_gives_nobody_a_card(world):
    world.confirm(world.sell(owner=BY_MAIL))
    page = payment_methods.open_page(world.deps, "delgado-plumbing-austin", language="en").rpartition("/")[2]
    assert payment_methods.take_page(world.deps, "delgado-plumbing-austin", page, actor="owner") is None
    world.processor.fill_in(page, at=world.clock.now())
    assert payment_methods.take_page(world.deps, "another", page, actor="owner") is None
    assert world.rows("payment_methods") == []


def test_a_silent_processor_is_no_failed_payment(world):
    started(world)
    world.processor.troubles = ["before"] * 50
    on(world, "2027-03-31", "17:01")
    (invoice,) = world.rows("invoices")
    with pytest.raises(NoAnswer):
        collecting.collect(world.deps, invoice.id, 1)
    assert payment(world).state is PaymentState.ASKED and invoice.state is InvoiceState.OPEN
