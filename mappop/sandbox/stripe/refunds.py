"""Refunds: at once to a card, days later to a bank; never more than was taken."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.stripe import money, pretence, shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, reading
from mappop.sandbox.stripe.events import tell
from mappop.sandbox.stripe.refusals import invalid, unexpected_state

REASONS = ("duplicate", "fraudulent", "requested_by_customer")


def create(ask: Ask) -> Thing:
    account, params = ask.account, ask.params
    charge = _charge(ask)
    left = charge["amount_captured"] - charge["amount_refunded"]
    amount = params.amount() if "amount" in params else left
    _refuse(charge, amount, left)
    is_card = charge["payment_method_details"]["type"] == "card"
    thing = shapes.refund(
        id=new_id("re"), amount=amount, charge=charge["id"], created=account.now(), currency=charge["currency"],
        payment_intent=charge["payment_intent"], payment_method=charge["payment_method"], customer=charge["customer"],
        reason=params.choice("reason", REASONS), metadata=params.metadata(), destination_details=_destination(is_card),
        status="succeeded" if is_card else "pending",
    )  # fmt: skip
    entry = money.book(account, thing, money.refund_type(charge), -amount, category="refund", what="REFUND FOR PAYMENT")
    thing = account.put({**thing, "balance_transaction": entry["id"]})
    _note(account, charge, amount, thing)
    tell(account, "refund.created", thing)
    _schedule(account, thing, is_card)
    return thing


def update(ask: Ask) -> Thing:
    thing = ask.account.get("refund", ask.id)
    thing["metadata"] = ask.params.metadata(thing["metadata"])
    ask.account.put(thing)
    tell(ask.account, "refund.updated", thing)
    return thing


def arrive(account: Account, refund: str) -> None:
    thing = account.put({**account.get("refund", refund), "status": "succeeded"})
    tell(account, "refund.updated", thing, status="pending")


def fail(account: Account, refund: str) -> None:
    """The bank sends it back: the money returns to the balance and the charge is owed again."""
    thing = account.get("refund", refund)
    entry = money.book(account, thing, "refund_failure", thing["amount"], what="REFUND FAILURE")
    failed = {"failure_balance_transaction": entry["id"], "failure_reason": "expired_or_canceled_card"}
    thing = account.put({**thing, "status": "failed", **failed})
    _note(account, account.get("charge", thing["charge"]), -thing["amount"], thing)
    tell(account, "refund.failed", thing)


def _charge(ask: Ask) -> Thing:
    account, params = ask.account, ask.params
    if id := params.text("charge"):
        return account.get("charge", id, "charge")
    if id := params.text("payment_intent"):
        intent = account.get("payment_intent", id, "payment_intent")
        if intent["latest_charge"]:
            return account.get("charge", intent["latest_charge"], "payment_intent")
        raise unexpected_state("This PaymentIntent does not have a successful charge to refund.", "")
    raise invalid("One of the following params should be provided: charge, payment_intent.", code="parameter_missing")


def _refuse(charge: Thing, amount: int, left: int) -> None:
    if charge["status"] != "succeeded":
        raise unexpected_state("This charge did not succeed and can't be refunded.", "charge_not_refundable")
    if charge["refunded"]:
        raise unexpected_state(f"Charge {charge['id']} has already been refunded.", "charge_already_refunded")
    if charge["disputed"]:
        raise unexpected_state(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.", "charge_disputed"
        )
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise invalid(message, param="amount", is_stored=True)


def _note(account: Account, charge: Thing, amount: int, refund: Thing) -> None:
    """What is left of the charge; its own list of refunds tells the newest first."""
    sum = charge["amount_refunded"] + amount
    others = [known for known in charge["refunds"]["data"] if known["id"] != refund["id"]]
    refunds = {**charge["refunds"], "data": [refund, *others]}
    is_whole = sum == charge["amount_captured"]
    charge = account.put({**charge, "amount_refunded": sum, "refunded": is_whole, "refunds": refunds})
    if amount > 0:
        tell(account, "charge.refunded", charge)


def _destination(is_card: bool) -> Thing:
    if is_card:
        return {"type": "card", "card": {"type": "refund"}}
    return {"type": "us_bank_transfer", "us_bank_transfer": {"reference": None, "reference_status": None}}


def _schedule(account: Account, refund: Thing, is_card: bool) -> None:
    pace, fails = pretence.table()["pace"], pretence.way(account, refund["payment_method"]).get("refund") == "fails"
    if is_card and not fails:
        return
    days = pace["refund_fails_days"] if fails else pace["bank_refund_days"]
    kind = "refund_fails" if fails else "refund_arrives"
    account.later(pretence.business_days(account.now(), days), kind, refund=refund["id"])


ACTS: dict[str, Any] = {"refund_arrives": arrive, "refund_fails": fail}
ROUTES = (
    Route("POST", "/v1/refunds", create, "amount charge metadata payment_intent reason"),
    listing("refund", "/v1/refunds", "charge payment_intent"),
    Route("GET", "/v1/refunds/{id}", reading("refund")),
    Route("POST", "/v1/refunds/{id}", update, "metadata"),
)
