"""Money on its way back: by check for what came in by check, else through the processor, in three steps."""

from __future__ import annotations

from datetime import timedelta

from mappop import ids
from mappop.domain.correction import MONEY_LEFT, Correction, CorrectionKind, CorrectionReason, CorrectionState
from mappop.domain.errors import Refused
from mappop.domain.invoice import Invoice
from mappop.domain.ledger import Account
from mappop.domain.payment import OFFLINE, Payment, PaymentState
from mappop.domain.postings import refunded, reversed_of
from mappop.domain.processor import NoAnswer, NotTaken, RefundState, RefundTold
from mappop.domain.roles import Role
from mappop.domain.task import Task
from mappop.services import credits, locks
from mappop.services.billing_messages import queue_of_correction
from mappop.services.correction_books import post, record, tax_in
from mappop.services.deps import Deps, UnitOfWork
from provisioners.errors import Retryable

KEY_HOLDS = timedelta(hours=24)  # how long the processor keeps a key (docs.stripe.com/api/idempotent_requests)
_STATES = {
    RefundState.PENDING: CorrectionState.PENDING,
    RefundState.SUCCEEDED: CorrectionState.DONE,
    RefundState.FAILED: CorrectionState.FAILED,
}


def is_by_check(payment: Payment) -> bool:
    return payment.processor == OFFLINE


def goes_to(uow: UnitOfWork, payment: Payment | None) -> str:
    """“Visa 4242”, or nothing where a check is sent or no money moves."""
    if payment is None or payment.method_id is None:
        return ""
    method = uow.payment_methods.find(payment.method_id)
    return method.label if method else ""


def refuse_unless_refundable(uow: UnitOfWork, payment: Payment) -> None:
    if payment.state is not PaymentState.SUCCEEDED:
        raise Refused(f"This payment is {payment.state.value}: only what has come in can go back.")
    for dispute in uow.disputes.where(payment_id=payment.id):
        if dispute.blocks_refund:
            raise Refused(
                "The bank has taken this payment back in a dispute. Sending it back as well would pay it twice:"
                " answer the dispute, or let it be lost."
            )


def begin(deps: Deps, uow: UnitOfWork, correction: Correction, invoice: Invoice, *, actor: str) -> None:
    """A check is sent and recorded now; the processor is asked later, by a job."""
    payment = uow.payments.get(str(correction.payment_id))
    if not is_by_check(payment):
        correction.move(CorrectionState.ASKED, at=deps.clock.now())
        record(uow, correction, invoice, "asked", actor=actor)
        uow.enqueue(
            "jobs.corrections.send_refund", {"correction_id": correction.id}, key=f"refund:{correction.id}"
        )  # fmt: skip
        return
    correction.move(CorrectionState.DONE, at=deps.clock.now())
    _book(deps, uow, correction, invoice, Account.CASH)
    record(uow, correction, invoice, "done", actor=actor)
    queue_of_correction(deps, uow, "refunded_by_check", correction, invoice)


def send(deps: Deps, correction_id: str) -> None:
    """Ask the processor, once for one key. Raises Retryable where the answer was lost: the same is asked again."""
    with deps.unit_of_work() as uow:
        correction = uow.corrections.get(correction_id)
        if correction.state is not CorrectionState.ASKED:
            return
        ref = _ref_of_payment(uow, correction)
    key = _key(correction)
    try:
        told = _found_before(deps, correction, key) or deps.processor.refund(
            ref, amount_minor=correction.amount_minor, key=key
        )  # fmt: skip
    except NoAnswer as fault:
        raise Retryable(str(fault)) from fault
    except NotTaken as fault:
        told = RefundTold(
            key, "", ref, correction.amount_minor, RefundState.FAILED, deps.clock.now(), reason=str(fault)
        )  # fmt: skip
    take(deps, told, told_by="worker")


def _ref_of_payment(uow: UnitOfWork, correction: Correction) -> str:
    """It never changes, so that no lock is needed."""
    payment = uow.payments.first(id=correction.payment_id)
    assert payment is not None
    return payment.ref


def _key(correction: Correction) -> str:
    return f"refund:{correction.id}"


def _found_before(deps: Deps, correction: Correction, key: str) -> RefundTold | None:
    """When the processor may have forgotten the key, what it has is looked through first."""
    asked_at = correction.changed_at or correction.asked_at
    if deps.clock.now() - asked_at < KEY_HOLDS:
        return None
    return next((told for told in deps.processor.refunds(since=asked_at) if told.key == key), None)


def take(deps: Deps, told: RefundTold, *, told_by: str) -> bool:
    """What became of a refund, told by whoever: twice, late or out of order ends the same. True when it is news.

    One that was made at the processor by hand gets its row now; one of a payment that we do not know is for
    reconciliation.
    """
    with deps.unit_of_work() as uow:
        found = _find(uow, told) or _made_by_hand(deps, uow, told)
        if found is None:
            return False
        invoice = locks.invoice(uow, found.invoice_id)
        correction = uow.corrections.get(found.id)
        correction.ref = told.ref or correction.ref
        if not correction.move(_STATES[told.state], at=deps.clock.now(), why=told.reason):
            return False
        _follow(deps, uow, correction, invoice, told_by)
        uow.commit()
    return True


def _find(uow: UnitOfWork, told: RefundTold) -> Correction | None:
    by_key = uow.corrections.first(id=told.key.removeprefix("refund:")) if told.key.startswith("refund:") else None
    return by_key or (uow.corrections.first(ref=told.ref) if told.ref else None)


def _made_by_hand(deps: Deps, uow: UnitOfWork, told: RefundTold) -> Correction | None:
    payment = uow.payments.first(ref=told.payment_ref)
    if payment is None or not told.ref:
        return None
    made = Correction(
        ids.new_id("corr"), f"processor:{told.ref}", CorrectionKind.REFUND, payment.business_id, payment.invoice_id,
        told.amount_minor, CorrectionReason.ASKED_BY_OWNER, "Made at the processor by hand.", "processor", told.at,
        payment_id=payment.id, state=CorrectionState.ASKED, ref=told.ref,
    )  # fmt: skip
    return uow.corrections.add(made)


def _follow(deps: Deps, uow: UnitOfWork, correction: Correction, invoice: Invoice, told_by: str) -> None:
    is_booked = uow.ledger_entries.first(cause=_cause(correction)) is not None
    if correction.state in MONEY_LEFT and not is_booked:
        _book(deps, uow, correction, invoice, Account.PROCESSOR)
        queue_of_correction(deps, uow, "refunded", correction, invoice)
    elif correction.state is CorrectionState.FAILED:
        if is_booked:
            _turn_back(deps, uow, correction)
            queue_of_correction(deps, uow, "refund_failed", correction, invoice)
        _file_task(deps, uow, correction, invoice)
    record(uow, correction, invoice, correction.state.value, actor=told_by)


def _cause(correction: Correction) -> str:
    return f"refunded:{correction.id}"


def _book(deps: Deps, uow: UnitOfWork, correction: Correction, invoice: Invoice, out_of: Account) -> None:
    owed = owed_of(uow, uow.payments.get(str(correction.payment_id)))
    correction.applied_minor = min(correction.amount_minor, owed)
    correction.tax_minor = tax_in(uow, correction.of_invoice_minor, invoice, besides=correction)
    credits.give(uow, correction.business_id, -correction.applied_minor)
    postings = refunded(correction.amount_minor, out_of, correction.tax_minor, correction.applied_minor)
    post(deps, uow, correction, "refunded", postings)


def owed_of(uow: UnitOfWork, payment: Payment) -> int:
    """Cents of a payment for which no invoice was open, and which are still owed to the customer."""
    came_in = uow.ledger_entries.first(cause=f"paid:{payment.id}")
    kept = -came_in.postings.get(Account.CREDIT.value, 0) if came_in else 0
    gone = sum(one.applied_minor for one in uow.corrections.where(payment_id=payment.id) if one.counts)
    credit = uow.customer_credits.find(payment.business_id) if kept else None
    return max(min(kept - gone, credit.amount_minor), 0) if credit else 0


def _turn_back(deps: Deps, uow: UnitOfWork, correction: Correction) -> None:
    """The very entry by which it left, turned round: the money is at the processor again."""
    booked = uow.ledger_entries.first(cause=_cause(correction))
    assert booked is not None
    post(deps, uow, correction, "refund_failed", reversed_of(booked.postings))
    credits.give(uow, correction.business_id, correction.applied_minor)


def _file_task(deps: Deps, uow: UnitOfWork, correction: Correction, invoice: Invoice) -> None:
    key = f"refund_failed:{correction.id}"
    if uow.tasks.first(key=key) is None:
        uow.tasks.add(
            Task(
                ids.new_id("task"), correction.business_id, f"A refund for {invoice.title} did not go through"[:200],
                "The owner has the money by another way, or the refund was asked for again.",
                "What was agreed with the owner, and the number of the check or the new refund.", deps.clock.now(), key,
                steps=[f"The processor says: {correction.why or 'no reason'}", "Ask the owner for another way.",
                       "Ask for the refund again, or send a check and record it."],
                role=Role.SUPPORT_AGENT,
            )
        )  # fmt: skip
