"""Charges: one try to take the money, at once by card, days later by bank."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.stripe import money, pretence, shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, reading
from mappop.sandbox.stripe.events import tell

_COPIED = "amount currency customer description metadata receipt_email statement_descriptor statement_descriptor_suffix"


def paid(account: Account, intent: Thing, method: Thing, *, is_authenticated: bool) -> Thing:
    charge = _new(account, intent, method, {"card": shapes.charged_card(method["card"], is_authenticated)})
    return succeed(account, charge)


def refused(account: Account, intent: Thing, method: Thing, why: str) -> Thing:
    told = pretence.table()["decline"][why]
    is_blocked = why == "fraudulent"
    network = "not_sent_to_network" if is_blocked else "declined_by_network"
    outcome = shapes.outcome(
        "blocked" if is_blocked else "issuer_declined", network_status=network,
        reason="highest_risk_level" if is_blocked else why,
    )  # fmt: skip
    charge = _new(account, intent, method, {"card": shapes.charged_card(method["card"], False)})
    charge |= {"status": "failed", "failure_code": told["code"], "failure_message": told["message"], "outcome": outcome}
    account.put(charge)
    tell(account, "charge.failed", charge)
    return charge


def pending(account: Account, intent: Thing, method: Thing, mandate: str) -> Thing:
    """A bank debit on its way; `settle` in the agenda ends it."""
    details = {"us_bank_account": shapes.charged_bank(method["us_bank_account"], mandate)}
    charge = account.put({**_new(account, intent, method, details), "status": "pending"})
    tell(account, "charge.pending", charge)
    return charge


def succeed(account: Account, charge: Thing) -> Thing:
    entry = money.take_in(account, charge)
    charge |= {
        "status": "succeeded", "paid": True, "captured": True, "amount_captured": charge["amount"],
        "balance_transaction": entry["id"],
        "outcome": shapes.outcome("authorized", network_status="approved_by_network"),
    }  # fmt: skip
    account.put(charge)
    tell(account, "charge.succeeded", charge)
    return charge


def returned(account: Account, charge: Thing, code: str) -> Thing:
    """A debit that came back before its money arrived; `code` is the network's."""
    told = pretence.table()["return"][code]
    outcome = shapes.outcome(
        "issuer_declined", network_status="declined_by_network", network_decline_code=code, reason=told["failure"]
    )
    message = "The customer's bank returned the debit: " + told["failure"].replace("_", " ") + "."
    charge |= {"status": "failed", "failure_code": told["failure"], "failure_message": message, "outcome": outcome}
    account.put(charge)
    tell(account, "charge.failed", charge)
    return charge


def update(ask: Ask) -> Thing:
    thing = ask.account.get("charge", ask.id)
    thing["metadata"] = ask.params.metadata(thing["metadata"])
    if "description" in ask.params:
        thing["description"] = ask.params.text("description")
    ask.account.put(thing)
    tell(ask.account, "charge.updated", thing)
    return thing


def _new(account: Account, intent: Thing, method: Thing, details: dict[str, Any]) -> Thing:
    prefix = "ch" if method["type"] == "card" else "py"
    return shapes.charge(
        id=new_id(prefix), created=account.now(), payment_intent=intent["id"], payment_method=method["id"],
        billing_details=method["billing_details"], status="pending", outcome=None,
        payment_method_details={"type": method["type"], **details},
        **{name: intent[name] for name in _COPIED.split()},
    )  # fmt: skip


ROUTES = (
    listing("charge", "/v1/charges", "customer payment_intent"),
    Route("GET", "/v1/charges/{id}", reading("charge")),
    Route("POST", "/v1/charges/{id}", update, "description metadata"),
)
