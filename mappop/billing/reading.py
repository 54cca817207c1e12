"""Stripe's objects, as the library gives them, in our words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mappop.domain.processor import (
    Answer,
    DisputeState,
    DisputeTold,
    Event,
    LostMethod,
    Move,
    Outcome,
    OwnMove,
    OwnMoveKind,
    RefundState,
    RefundTold,
    SavedMethod,
)  # fmt: skip

Thing = Mapping[str, Any]
KINDS = {"card": "card", "us_bank_account": "bank"}
_BRANDS = {"amex": "American Express", "diners": "Diners Club", "jcb": "JCB", "unionpay": "UnionPay"}
_DISPUTES = {
    "warning_needs_response": DisputeState.NEEDS_ANSWER, "needs_response": DisputeState.NEEDS_ANSWER,
    "warning_under_review": DisputeState.UNDER_REVIEW, "under_review": DisputeState.UNDER_REVIEW,
    "warning_closed": DisputeState.WON, "won": DisputeState.WON, "prevented": DisputeState.WON,
    "lost": DisputeState.LOST,
}  # fmt: skip
# How the ids of refunds and disputes begin, by card and by bank: the objects' examples in docs.stripe.com/api.
REFUNDS, DISPUTES = ("re_", "pyr_"), ("dp_", "du_")
# Types of balance transactions, docs.stripe.com/reports/balance-transaction-types: those that come of a customer's
# charge, refund or dispute and are told with it, and those that are the account's own.
_CUSTOMERS = frozenset(
    "charge payment refund payment_refund refund_failure payment_failure_refund payment_reversal".split()
)
_OWN = {
    "payout": OwnMoveKind.PAYOUT, "payout_cancel": OwnMoveKind.PAYOUT_BACK, "payout_failure": OwnMoveKind.PAYOUT_BACK,
    "topup": OwnMoveKind.TOP_UP, "topup_reversal": OwnMoveKind.TOP_UP, "stripe_fee": OwnMoveKind.ACCOUNT_FEE,
    "stripe_fx_fee": OwnMoveKind.ACCOUNT_FEE, "tax_fee": OwnMoveKind.ACCOUNT_FEE,
}  # fmt: skip


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def answer_of(intent: Thing, returned_by: Thing | None = None) -> Answer:
    """`intent` with its latest charge and that one's balance transaction; `returned_by` is the dispute by which a
    bank took a debit back after its money had arrived."""
    charge = intent["latest_charge"] or {}
    entry = charge.get("balance_transaction") or {}
    outcome, reason = _outcome(intent, charge)
    fee_back = 0
    if returned_by is not None:
        outcome, reason = Outcome.RETURNED, returned_by["code"]
        fee_back = sum(move["fee"] for move in returned_by["balance_transactions"])
    return Answer(
        key=intent["metadata"].get("key", ""), ref=intent["id"], outcome=outcome, amount_minor=intent["amount"],
        reason=reason, fee_minor=entry.get("fee", 0), return_fee_minor=fee_back,
    )  # fmt: skip


def _outcome(intent: Thing, charge: Thing) -> tuple[Outcome, str]:
    match intent["status"]:
        case "succeeded":
            return Outcome.PAID, ""
        case "canceled":
            return Outcome.FAILED, "canceled"
        case "requires_action":
            return Outcome.NEEDS_OWNER, "authentication_required"
        case "requires_payment_method":
            return _failed(intent["last_payment_error"] or {}, charge)
        case _:
            return Outcome.PENDING, ""


def _failed(error: Thing, charge: Thing) -> tuple[Outcome, str]:
    told = charge.get("outcome") or {}
    is_bank = (charge.get("payment_method_details") or {}).get("type") == "us_bank_account"
    reason = (is_bank and told.get("network_decline_code")) or error.get("decline_code") or error.get("code")
    reason = str(reason or "unknown")[:60]
    return (Outcome.NEEDS_OWNER if reason == "authentication_required" else Outcome.FAILED), reason


def method_of(session: Thing) -> SavedMethod | None:
    """What an owner saved on a finished page, from its session with the SetupIntent and that one's method."""
    intent = session["setup_intent"] or {}
    method = intent.get("payment_method")
    if session["status"] != "complete" or not method or method["type"] not in KINDS:
        return None
    business = session["metadata"].get("business", "")
    return SavedMethod(
        business, session["customer"] or "", method["id"], KINDS[method["type"]], _label(method),
        moment(method["created"]),
    )  # fmt: skip


def _label(method: Thing) -> str:
    told = method[method["type"]]
    name = told.get("bank_name") or told.get("brand") or ""
    return f"{_BRANDS.get(name, name if 'bank_name' in told else name.title())} {told['last4']}"[:80]


def lost_method_of(method: Thing) -> LostMethod | None:
    """Whether it can't be charged any more: taken away, or shut by its bank after a return."""
    blocked = ((method.get("us_bank_account") or {}).get("status_details") or {}).get("blocked")
    if blocked:
        return LostMethod(method["id"], blocked["network_code"] or blocked["reason"])
    return LostMethod(method["id"], "removed") if method["customer"] is None else None


def refund_of(refund: Thing) -> RefundTold:
    states = {"succeeded": RefundState.SUCCEEDED, "failed": RefundState.FAILED, "canceled": RefundState.FAILED}
    return RefundTold(
        refund["metadata"].get("key", ""), refund["id"], refund["payment_intent"] or refund["charge"] or "",
        refund["amount"], states.get(refund["status"], RefundState.PENDING), moment(refund["created"]),
        refund.get("failure_reason") or "",
    )  # fmt: skip


def is_return(dispute: Thing) -> bool:
    """A bank's word is final and is told as a dispute that was lost from the start."""
    return bool((dispute.get("payment_method_details") or {}).get("type") == "us_bank_account")


def dispute_of(dispute: Thing) -> DisputeTold:
    moves: Sequence[Thing] = dispute["balance_transactions"]
    due = dispute["evidence_details"]["due_by"]
    return DisputeTold(
        dispute["id"], dispute["payment_intent"] or dispute["charge"], dispute["amount"],
        _DISPUTES.get(dispute["status"], DisputeState.UNDER_REVIEW), dispute["reason"], moment(dispute["created"]),
        is_inquiry=dispute["status"].startswith("warning_"), moved_minor=-sum(move["amount"] for move in moves),
        fee_minor=sum(move["fee"] for move in moves), answer_by=moment(due) if due else None,
    )  # fmt: skip


def move_of(entry: Thing) -> Move:
    return Move(
        entry["id"], entry["type"], entry["source"] or "", entry["amount"], entry["fee"], moment(entry["created"])
    )  # fmt: skip


def own_move_of(entry: Thing) -> OwnMove | None:
    """None for what comes of a customer, and for another currency than the one that we charge and compare."""
    type, source = entry["type"], entry["source"] or ""
    is_disputes = type == "adjustment" and source.startswith((*REFUNDS, *DISPUTES))
    if type in _CUSTOMERS or is_disputes or entry["currency"] != "usd":
        return None
    kind = _OWN.get(type, OwnMoveKind.OTHER)
    at, has_failed = moment(entry["created"]), type == "payout_failure"
    return OwnMove(entry["id"], kind, entry["amount"], entry["fee"], at, type[:40], has_failed)


def event_of(event: Thing) -> Event:
    return Event(event["id"][:200], event["type"][:120], event["data"]["object"]["id"][:200], moment(event["created"]))
