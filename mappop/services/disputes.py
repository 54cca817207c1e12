"""Disputes: money that a bank pulls back. In whatever order news come, they go into the books and become tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mappop import ids
from mappop.domain.charging import local
from mappop.domain.dispute import Booking, Dispute, DisputeState, is_blocked, state_of
from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.ledger import Account
from mappop.domain.payment import Payment
from mappop.domain.postings import dispute_fee, dispute_lost, dispute_won, disputed
from mappop.domain.processor import DisputeTold
from mappop.domain.roles import Role
from mappop.domain.task import Task, TaskState
from mappop.domain.terms import long_date, price
from mappop.services import locks
from mappop.services.correction_books import tax_in
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.posting import post
from mappop.services.tries import next_number


def take(deps: Deps, told: DisputeTold, *, told_by: str) -> bool:
    """Take news of a dispute in; True when something was new. Twice, late or out of order, it ends the same.

    False for a payment that we do not know: reconciliation makes a case of that.
    """
    with deps.unit_of_work() as uow:
        payment = uow.payments.first(ref=told.payment_ref) if told.payment_ref else None
        if payment is None:
            return False
        invoice = locks.invoice(uow, payment.invoice_id)  # locked first, so that one at a time opens it
        known = uow.disputes.first(ref=told.ref)
        dispute = uow.disputes.get(known.id) if known else _open(deps, uow, told, payment)
        is_news = dispute.hear(told, at=deps.clock.now()) or known is None
        is_booked = _book(deps, uow, dispute, invoice)
        if is_news:
            _follow(deps, uow, dispute, invoice, told_by)
        if is_news or is_booked:
            uow.commit()
        return is_news or is_booked


def blocks_charge(uow: UnitOfWork, business_id: str) -> bool:
    """Whether nobody may charge this customer: a dispute is open, or one was lost and no way to pay was given since."""
    given = (method.added_at for method in uow.payment_methods.where(business_id=business_id))
    return is_blocked(uow.disputes.where(business_id=business_id), given)


def why_held(uow: UnitOfWork, business_id: str) -> str:
    """Why nobody may charge this customer: `disputed`, or `given_back` after a lost one; nothing where one may."""
    if not blocks_charge(uow, business_id):
        return ""
    is_open = any(one.is_open for one in uow.disputes.where(business_id=business_id))
    return "disputed" if is_open else "given_back"


def disputed_of(uow: UnitOfWork, invoice: Invoice) -> int:
    """Cents of an invoice that a bank holds or has given back."""
    return sum(one.amount_minor for one in uow.disputes.where(invoice_id=invoice.id) if one.blocks_refund)


def _open(deps: Deps, uow: UnitOfWork, told: DisputeTold, payment: Payment) -> Dispute:
    subscription = uow.subscriptions.get(payment.subscription_id)
    centre = uow.trials.get(subscription.trial_id).centre_id
    return uow.disputes.add(
        Dispute(
            ids.new_id("disp"), told.ref, payment.id, payment.invoice_id, payment.business_id, centre,
            told.amount_minor, told.fee_minor, told.reason[:80], state_of(told), told.at, told.answer_by,
            deps.clock.now(), was_won=state_of(told) is DisputeState.WON,
        )
    )  # fmt: skip


def _book(deps: Deps, uow: UnitOfWork, dispute: Dispute, invoice: Invoice) -> bool:
    """Write into the ledger what its state asks for and is not there yet; whether anything was."""
    is_new = False
    for booking in dispute.bookings():
        cause = f"{booking.value}:{dispute.id}"
        if uow.ledger_entries.first(cause=cause) is None:
            postings = _postings(uow, booking, dispute, invoice)
            post(uow, dispute.business_id, cause, postings, at=deps.clock.now())
            is_new = True
    return is_new


def _postings(uow: UnitOfWork, booking: Booking, dispute: Dispute, invoice: Invoice) -> Mapping[Account, int]:
    match booking:
        case Booking.FEE:
            return dispute_fee(dispute.fee_minor)
        case Booking.WON:
            return dispute_won(dispute.amount_minor)
        case Booking.LOST:
            return dispute_lost(dispute.amount_minor, tax_in(uow, dispute.amount_minor, invoice))
        case Booking.WITHDRAWN | Booking.WITHDRAWN_AGAIN:
            return disputed(dispute.amount_minor)


def _follow(deps: Deps, uow: UnitOfWork, dispute: Dispute, invoice: Invoice, told_by: str) -> None:
    answer_by = _last_day(uow, dispute, invoice) if dispute.due_by else None
    data = {
        "dispute": dispute.id, "reference": dispute.ref, "invoice": invoice.title, "reason": dispute.reason,
        "amount_minor": dispute.amount_minor, "state": dispute.state.value,
        "due_by": answer_by.isoformat() if answer_by else "",
    }  # fmt: skip
    uow.record(dispute.business_id, f"dispute_{dispute.state.value}", actor=told_by, data=data)
    _withdraw_others(deps, uow, dispute)
    if answer_by is not None and dispute.days_left(deps.clock.now()) is not None:
        _file(deps, uow, dispute, *_answer_words(dispute, invoice, long_date(answer_by, "en")))
    elif dispute.state is DisputeState.LOST:
        _file(deps, uow, dispute, *_lost_words(dispute, invoice))
    elif not blocks_charge(uow, dispute.business_id):
        collect_again(uow, invoice.subscription_id, why=dispute.id)


def collect_again(uow: UnitOfWork, subscription_id: str, *, why: str) -> None:
    """Charge what is open, since the dispute no longer stands in the way: each invoice by a try of its own."""
    for one in uow.invoices.where(subscription_id=subscription_id, state=InvoiceState.OPEN):
        attempt = next_number(uow, one.id)
        args = {"invoice_id": one.id, "attempt": attempt}
        uow.enqueue("jobs.billing.collect", args, key=f"collect:{one.id}:{attempt}:{why}")


def _last_day(uow: UnitOfWork, dispute: Dispute, invoice: Invoice) -> date:
    """By the calendar of the business, as all days of its bills are."""
    assert dispute.due_by is not None
    place = uow.subscriptions.get(invoice.subscription_id).timezone
    return local(dispute.due_by, place).date()


def _answer_words(dispute: Dispute, invoice: Invoice, day: str) -> tuple[str, str, str, list[str]]:
    return (
        f"Answer the dispute of {invoice.title} by {day}",
        "The evidence is with the bank, or the dispute is accepted because the owner is right.",
        "When it was sent, or who decided to accept it and why.",
        [f"The bank’s reason: {dispute.reason.replace('_', ' ')}, {price(dispute.amount_minor)}.",
         "Open the dispute under Billing, read the evidence and download it.",
         "Hand it in at the processor before that day. What is sent can’t be changed afterwards."],
    )  # fmt: skip


def _lost_words(dispute: Dispute, invoice: Invoice) -> tuple[str, str, str, list[str]]:
    return (
        f"A dispute was lost: talk to the owner about {invoice.title}",
        "The owner wants to go on and has given another way to pay, or the subscription is ended.",
        "What the owner said, and on which call.",
        ["Nothing more is charged until the owner gives another way to pay.",
         "Ask what went wrong; do not ask for the disputed amount.",
         "End the subscription where the owner wants that."],
    )  # fmt: skip


def _withdraw_others(deps: Deps, uow: UnitOfWork, dispute: Dispute) -> None:
    """Withdraw tasks of earlier states: nobody need answer a dispute that is answered or decided."""
    for task in uow.tasks.where(business_id=dispute.business_id, state=TaskState.OPEN):
        if task.key.startswith(f"dispute:{dispute.id}:") and task.key != _key(dispute):
            task.withdraw(at=deps.clock.now(), why=f"The dispute moved on: {dispute.state.value.replace('_', ' ')}.")


def _key(dispute: Dispute) -> str:
    return f"dispute:{dispute.id}:{dispute.state.value}"


def _file(
    deps: Deps, uow: UnitOfWork, dispute: Dispute, title: str, outcome: str, proof: str, steps: list[str]
) -> None:  # fmt: skip
    if uow.tasks.first(key=_key(dispute)) is None:
        task = Task(
            ids.new_id("task"), dispute.business_id, title[:200], outcome, proof, deps.clock.now(), _key(dispute),
            steps=steps, role=Role.SUPPORT_AGENT, due_at=dispute.due_by if dispute.is_open else None,
        )  # fmt: skip
        uow.tasks.add(task)
