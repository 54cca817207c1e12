"""What became of a payment, and what follows from that in our books, told by the processor's answer.

Whoever asked for the charge, the processor's events and reconciliation all tell it here. However often, late and in
whatever order they do, it ends the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from mappop.domain.invoice import Invoice
from mappop.domain.ledger import Account
from mappop.domain.payment import Payment, PaymentState, steps
from mappop.domain.postings import processor_fee, reversed_of, taken_in
from mappop.domain.processor import Answer, Outcome
from mappop.domain.subscription import Change
from mappop.services import credits, dunning, invoicing, locks, settling
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.posting import post
from mappop.services.subscription_states import take as take_change

STATES = {
    Outcome.PENDING: PaymentState.PENDING, Outcome.PAID: PaymentState.SUCCEEDED, Outcome.FAILED: PaymentState.FAILED,
    Outcome.NEEDS_OWNER: PaymentState.FAILED, Outcome.RETURNED: PaymentState.RETURNED,
}  # fmt: skip


def take(deps: Deps, answer: Answer, *, told_by: str) -> bool:
    """Apply an answer of the processor's; False where it says nothing new.

    It is False too for a payment that we do not know: reconciliation makes a case of that.
    """
    with deps.unit_of_work() as uow:
        known = find(uow, answer)
        if known is None or not apply(deps, uow, known, answer, told_by=told_by):
            return False
        uow.commit()
    return True


def find(uow: UnitOfWork, answer: Answer) -> Payment | None:
    by_key = uow.payments.first(key=answer.key) if answer.key else None
    return by_key or (uow.payments.first(ref=answer.ref) if answer.ref else None)


def apply(deps: Deps, uow: UnitOfWork, known: Payment, answer: Answer, *, told_by: str) -> bool:
    """As `take`, for a known payment and in the caller's transaction; True when something changed."""
    invoice = locks.invoice(uow, known.invoice_id)
    payment = uow.payments.get(known.id)
    to_do = steps(payment.state, STATES[answer.outcome])
    for state in to_do:
        payment.move(state, at=deps.clock.now(), ref=answer.ref, reason=_reason(answer, state))
        _EFFECTS[state](deps, uow, payment, invoice, told_by)
    if payment.state is PaymentState.SUCCEEDED and to_do:  # nobody is thanked for what came back before we heard of it
        subscription = uow.subscriptions.get(payment.subscription_id)
        invoicing.queue_letter(deps, uow, "receipt", subscription, invoice, reason=payment.id)
    has_fees = _post_fees(deps, uow, payment, answer)
    if answer.ref and not payment.ref:
        payment.ref = answer.ref
    return bool(to_do) or has_fees


def _reason(answer: Answer, state: PaymentState) -> str:
    return answer.reason[:120] if state in (PaymentState.FAILED, PaymentState.RETURNED) else ""


def _under_way(deps: Deps, uow: UnitOfWork, payment: Payment, invoice: Invoice, told_by: str) -> None:
    _record(uow, "payment_under_way", payment, invoice, told_by)


def _came_in(deps: Deps, uow: UnitOfWork, payment: Payment, invoice: Invoice, told_by: str) -> None:
    now = deps.clock.now()
    settled = invoice.settle(payment.amount_minor, at=now)
    post(uow, payment.business_id, f"paid:{payment.id}", taken_in(payment.amount_minor, settled), at=now)
    credits.give(uow, payment.business_id, payment.amount_minor - settled)
    payment.reason = ""
    if settled:
        _record(uow, "invoice_paid", payment, invoice, told_by)
    else:
        _record(uow, "paid_too_much", payment, invoice, told_by)
    subscription = uow.subscriptions.get(payment.subscription_id)
    if dunning.is_in_order(deps, uow, subscription, invoice):
        take_change(uow, subscription, Change.PAID, actor=told_by, cause=payment.id)
    dunning.invoice_closed(deps, uow, invoice)
    settling.pay_what_is_open(deps, uow, subscription, reason=payment.id, actor=told_by)


def _failed(deps: Deps, uow: UnitOfWork, payment: Payment, invoice: Invoice, told_by: str) -> None:
    """The customer's credit pays first, as it may have grown meanwhile; dunning begins only for what is left."""
    _record(uow, "payment_failed", payment, invoice, told_by)
    subscription = uow.subscriptions.get(payment.subscription_id)
    settling.pay_what_is_open(deps, uow, subscription, reason=f"failed:{payment.id}", actor=told_by)
    dunning.payment_failed(deps, uow, payment, invoice)


def _came_back(deps: Deps, uow: UnitOfWork, payment: Payment, invoice: Invoice, told_by: str) -> None:
    """The money went back: the ledger entry by which it came in is turned round, and what it paid is open again."""
    came_in = uow.ledger_entries.first(cause=f"paid:{payment.id}")
    postings: Mapping[str, int] = came_in.postings if came_in else {}
    invoice.unsettle(-postings.get(Account.RECEIVABLE.value, 0))
    post(uow, payment.business_id, f"returned:{payment.id}", reversed_of(postings), at=deps.clock.now())
    credits.give(uow, payment.business_id, postings.get(Account.CREDIT.value, 0))
    _record(uow, "payment_returned", payment, invoice, told_by)
    subscription = uow.subscriptions.get(payment.subscription_id)
    settling.pay_what_is_open(deps, uow, subscription, reason=f"returned:{payment.id}", actor=told_by)
    dunning.payment_failed(deps, uow, payment, invoice)
    settling.take_out(deps, uow, payment)


_EFFECTS = {
    PaymentState.PENDING: _under_way, PaymentState.SUCCEEDED: _came_in, PaymentState.FAILED: _failed,
    PaymentState.RETURNED: _came_back,
}  # fmt: skip


def _post_fees(deps: Deps, uow: UnitOfWork, payment: Payment, answer: Answer) -> bool:
    """Book the processor's fees, each once: it may tell of one only after it told of the payment."""
    is_new, now = False, deps.clock.now()
    if answer.fee_minor and not payment.fee_minor:
        payment.fee_minor, is_new = answer.fee_minor, True
        post(uow, payment.business_id, f"fee:{payment.id}", processor_fee(answer.fee_minor), at=now)
    cause = f"return_fee:{payment.id}"
    if answer.return_fee_minor and uow.ledger_entries.first(cause=cause) is None:
        post(uow, payment.business_id, cause, processor_fee(answer.return_fee_minor), at=now)
        is_new = True
    return is_new


def _record(uow: UnitOfWork, event: str, payment: Payment, invoice: Invoice, told_by: str) -> None:
    data = {"payment": payment.id, "invoice": invoice.title, "amount_minor": payment.amount_minor,
            "processor": payment.processor, "reference": payment.ref, "reason": payment.reason}  # fmt: skip
    uow.record(payment.business_id, event, actor=told_by, data=data)
