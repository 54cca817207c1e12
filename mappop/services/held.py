"""For reconciliation: one payment, refund, dispute or payout as the processor has it, and as we do, in one form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mappop.domain.correction import Correction, CorrectionState
from mappop.domain.dispute import Dispute, state_of
from mappop.domain.ledger import Account, LedgerEntry
from mappop.domain.payment import Payment, PaymentState
from mappop.domain.processor import Answer, DisputeTold, OwnMove, OwnMoveKind, RefundState, RefundTold, Told
from mappop.domain.reconciliation import Held, HeldKind
from mappop.services import own_moves, payments
from mappop.services.deps import UnitOfWork

_REFUNDS = {
    CorrectionState.ASKED: "asked", CorrectionState.PENDING: RefundState.PENDING.value,
    CorrectionState.DONE: RefundState.SUCCEEDED.value, CorrectionState.FAILED: RefundState.FAILED.value,
}  # fmt: skip

BOOKED = "booked"


def theirs_of(told: Told) -> Held | None:
    """The thing as the processor has it; None for what moves no money, and for the account's fees.

    Of those fees we know only from the processor's own lists, so there is nothing of ours to compare them with.
    """
    match told:
        case Answer():
            state = payments.STATES[told.outcome].value
            return Held(HeldKind.PAYMENT, told.ref, told.amount_minor, state, told.fee_minor)
        case RefundTold():
            return Held(HeldKind.REFUND, told.ref, told.amount_minor, told.state.value)
        case DisputeTold():
            return Held(HeldKind.DISPUTE, told.ref, told.amount_minor, state_of(told).value, told.fee_minor)
        case OwnMove(kind=OwnMoveKind.OTHER):
            return Held(HeldKind.MOVE, told.ref, told.amount_minor, told.called[:40], told.fee_minor)
        case OwnMove() if told.kind is not OwnMoveKind.ACCOUNT_FEE:
            return Held(HeldKind.PAYOUT, told.ref, told.amount_minor, BOOKED, told.fee_minor)
    return None


def ours_of(uow: UnitOfWork, told: Told) -> tuple[Held | None, str | None]:
    """The same thing as we have it, and the business it belongs to; None for what we do not know or is nobody's."""
    match told:
        case Answer():
            payment = payments.find(uow, told)
            return (_payment(payment), payment.business_id) if payment else (None, None)
        case RefundTold():
            key = told.key.removeprefix("refund:")
            refund = (uow.corrections.first(id=key) if key else None) or uow.corrections.first(ref=told.ref)
            return (_refund(refund), refund.business_id) if refund else (None, None)
        case DisputeTold():
            dispute = uow.disputes.first(ref=told.ref)
            return (_dispute(dispute), dispute.business_id) if dispute else (None, None)
        case OwnMove():
            booked = own_moves.find(uow, told)
            return (_payout(booked, told.ref), None) if booked else (None, None)
    return None, None


def _payout(booked: LedgerEntry, ref: str) -> Held:
    amounts = booked.postings
    in_bank, fee = amounts.get(Account.CASH.value, 0), amounts.get(Account.FEES.value, 0)
    return Held(HeldKind.PAYOUT, ref, -in_bank, BOOKED, fee)


def known_since(uow: UnitOfWork, processor: str, start: datetime, until: datetime) -> Iterator[tuple[Held, str]]:
    """Each thing of ours from between the two moments that the processor knows by an id, with its business."""
    for payment in uow.payments.since("asked_at", start):
        if payment.processor == processor and payment.ref and payment.asked_at <= until:
            yield _payment(payment), payment.business_id
    for refund in uow.corrections.since("asked_at", start):
        if refund.ref and refund.state in _REFUNDS and refund.asked_at <= until:
            yield _refund(refund), refund.business_id
    for dispute in uow.disputes.since("opened_at", start):
        if dispute.opened_at <= until:
            yield _dispute(dispute), dispute.business_id


def _payment(payment: Payment) -> Held:
    """The fee counts only once the money is in: before that the processor has told none."""
    has_fee = payment.state in (PaymentState.SUCCEEDED, PaymentState.RETURNED)
    fee = payment.fee_minor if has_fee else 0
    return Held(HeldKind.PAYMENT, payment.ref or payment.key, payment.amount_minor, payment.state.value, fee)


def _refund(refund: Correction) -> Held:
    return Held(HeldKind.REFUND, refund.ref or refund.id, refund.amount_minor, _REFUNDS.get(refund.state, "none"))


def _dispute(dispute: Dispute) -> Held:
    return Held(HeldKind.DISPUTE, dispute.ref, dispute.amount_minor, dispute.state.value, dispute.fee_minor)
