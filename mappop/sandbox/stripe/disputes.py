"""Disputes: a card's can be answered with evidence, a bank's is final and ends the mandate."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.stripe import methods, money, pretence, shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, reading
from mappop.sandbox.stripe.events import tell
from mappop.sandbox.stripe.refusals import invalid, unexpected_state

WAITING = ("needs_response", "warning_needs_response")
CARD_REASONS = {
    "fraudulent": "10.4", "product_not_received": "13.1", "credit_not_processed": "13.6", "duplicate": "12.6.1",
    "general": "10.4", "product_unacceptable": "13.3", "subscription_canceled": "13.2", "unrecognized": "10.4",
}  # fmt: skip
# Typed into `uncategorized_text`, these decide a test dispute at once (docs.stripe.com/testing, "Disputes").
VERDICTS = {"winning_evidence": True, "losing_evidence": False}


def open_dispute(account: Account, charge_id: str, reason: str, *, is_inquiry: bool = False) -> Thing:
    """By the holder of a card: the amount and a fee are taken until it is decided; an inquiry takes nothing."""
    charge = account.get("charge", charge_id, "charge")
    pace = pretence.table()["pace"]
    seconds = pace["evidence_days"] * 86_400
    case = {"brand": charge["payment_method_details"]["card"]["brand"], "network": "visa"}
    case |= {"case_type": "inquiry" if is_inquiry else "chargeback", "network_reason_code": CARD_REASONS[reason]}
    status = "warning_needs_response" if is_inquiry else "needs_response"
    thing = _new(account, charge, reason, status, {"type": "card", "card": case}, account.now() + seconds)
    thing["is_charge_refundable"] = is_inquiry
    account.put(thing)
    tell(account, "charge.dispute.created", thing)
    if not is_inquiry:
        thing = _withdraw(account, thing, charge)
    account.later(seconds, "evidence_due", dispute=thing["id"])
    return thing


def take_back(account: Account, charge: str, code: str) -> Thing:
    """By the bank, after the money had arrived: lost at once; without authority the mandate ends with it."""
    taken, told = account.get("charge", charge, "charge"), pretence.table()["return"][code]
    details = {"type": "us_bank_account", "us_bank_account": {}}
    thing = account.put(_new(account, taken, told["dispute"], "lost", details, None))
    tell(account, "charge.dispute.created", thing)
    thing = _withdraw(account, thing, taken)
    tell(account, "charge.dispute.closed", thing)
    mandate = taken["payment_method_details"]["us_bank_account"]["mandate"]
    if told["dispute"] == "debit_not_authorized" and mandate:
        ended = account.put({**account.get("mandate", mandate), "status": "inactive"})
        tell(account, "mandate.updated", ended, status="active")
    if "blocked" in told:
        methods.block(account, taken["payment_method"], code, told["blocked"])
    return thing


def answer(ask: Ask) -> Thing:
    """Evidence is kept, and sent to the bank unless `submit` is false."""
    account, thing = ask.account, ask.account.get("dispute", ask.id)
    thing["metadata"] = ask.params.metadata(thing["metadata"])
    given = ask.params.part("evidence")
    given.refuse_others(set(shapes.EVIDENCE))
    if given.values and thing["status"] not in WAITING:
        raise unexpected_state("This dispute is closed or under review: its evidence can't be changed.", "")
    thing["evidence"] = {**thing["evidence"], **{name: given.text(name, longest=150_000) for name in given.values}}
    thing["evidence_details"]["has_evidence"] = any(thing["evidence"][name] for name in shapes.EVIDENCE)
    account.put(thing)
    if not given.values or not ask.params.flag("submit", True):
        tell(account, "charge.dispute.updated", thing)
        return thing
    return _submit(account, thing)


def close(ask: Ask) -> Thing:
    thing = ask.account.get("dispute", ask.id)
    if thing["status"] not in WAITING:
        raise unexpected_state("This dispute is already closed.", "")
    return decide(ask.account, ask.id, is_won=False)


def decide(account: Account, dispute: str, is_won: bool = False) -> Thing:
    """The bank's verdict; one that was given stays."""
    thing = account.get("dispute", dispute, "dispute")
    if thing["status"] in ("won", "lost", "warning_closed"):
        return thing
    is_inquiry = thing["status"].startswith("warning_")
    thing["status"] = "warning_closed" if is_inquiry else "won" if is_won else "lost"
    if is_won and not is_inquiry:
        entry = money.book(account, thing, "adjustment", thing["amount"], category="dispute_reversal")
        thing["balance_transactions"] = [*thing["balance_transactions"], entry]
        tell(account, "charge.dispute.funds_reinstated", account.put(thing))
    account.put(thing)
    tell(account, "charge.dispute.closed", thing)
    return thing


def lapse(account: Account, dispute: str) -> None:
    """Nobody answered in time."""
    thing = account.get("dispute", dispute)
    if thing["status"] in WAITING:
        thing["evidence_details"]["past_due"] = True
        account.put(thing)
        decide(account, dispute)


def _submit(account: Account, thing: Thing) -> Thing:
    is_inquiry = thing["status"].startswith("warning_")
    thing["status"] = "warning_under_review" if is_inquiry else "under_review"
    thing["evidence_details"]["submission_count"] += 1
    account.put(thing)
    tell(account, "charge.dispute.updated", thing)
    verdict = VERDICTS.get(thing["evidence"]["uncategorized_text"] or "")
    if verdict is not None:
        return decide(account, thing["id"], is_won=verdict)
    account.later(pretence.table()["pace"]["decision_days"] * 86_400, "decision", dispute=thing["id"])
    return thing


def _new(account: Account, charge: Thing, reason: str, status: str, details: Thing, due_by: int | None) -> Thing:
    if charge["status"] != "succeeded" or charge["disputed"]:
        raise invalid("That charge can't be disputed: it did not succeed, or is disputed already.")
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise invalid("That charge can't be disputed: all of it was refunded.")
    account.put({**charge, "disputed": True})
    return shapes.dispute(
        id=new_id("du"), amount=left, charge=charge["id"], created=account.now(), currency=charge["currency"],
        due_by=due_by, payment_intent=charge["payment_intent"], payment_method_details=details, reason=reason,
        status=status,
    )  # fmt: skip


def _withdraw(account: Account, thing: Thing, charge: Thing) -> Thing:
    fee, what = pretence.table()["fee"]["dispute"], f"Chargeback withdrawal for {charge['id']}"
    entry = money.book(account, thing, "adjustment", -thing["amount"], fee=fee, category="dispute", what=what)
    thing = account.put({**thing, "balance_transactions": [entry]})
    tell(account, "charge.dispute.funds_withdrawn", thing)
    return thing


ACTS: dict[str, Any] = {"dispute": take_back, "evidence_due": lapse, "decision": decide}
ROUTES = (
    listing("dispute", "/v1/disputes", "charge payment_intent"),
    Route("GET", "/v1/disputes/{id}", reading("dispute")),
    Route("POST", "/v1/disputes/{id}", answer, "evidence metadata submit"),
    Route("POST", "/v1/disputes/{id}/close", close),
)
