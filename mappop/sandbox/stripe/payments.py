"""PaymentIntents: one amount that is to be paid once, by as many tries as it takes."""

from __future__ import annotations

import re
from typing import Any

from mappop.sandbox import clock
from mappop.sandbox.stripe import charges, methods, pretence, setups, shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, reading
from mappop.sandbox.stripe.disputes import open_dispute
from mappop.sandbox.stripe.events import tell
from mappop.sandbox.stripe.forms import Params
from mappop.sandbox.stripe.refusals import invalid, unexpected_state

LEAST = 50  # cents: docs.stripe.com/currencies, minimum of a charge in US dollars
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
TEXTS = ("description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix")
_CONFIRMING = "error_on_requires_action mandate mandate_data off_session payment_method return_url"
_COMMON = "amount customer metadata payment_method_types setup_future_usage " + " ".join(TEXTS)
_NEW = f"{_COMMON} {_CONFIRMING} currency automatic_payment_methods capture_method confirm"
DESCRIPTOR_MAX = 22


def create(ask: Ask) -> Thing:
    account, params = ask.account, ask.params
    if not params.flag("confirm"):
        for name in ("off_session", "mandate_data", "return_url"):
            if name in params:
                raise invalid(f"You can only set {name} together with confirm.", param=name)
    if params.choice("capture_method", ("automatic", "automatic_async", "manual"), "automatic") == "manual":
        raise invalid("This sandbox plays no separate capture.", param="capture_method")
    id = new_id("pi")
    thing = shapes.payment_intent(
        id=id, created=account.now(), client_secret=f"{id}_secret_{clock.token(24)}", amount=_amount(params),
        currency=_currency(params), payment_method_types=["card"],
    )  # fmt: skip
    _change(account, thing, params)
    account.put(thing)
    tell(account, "payment_intent.created", thing)
    return _confirmed(account, thing, params) if params.flag("confirm") else thing


def update(ask: Ask) -> Thing:
    thing = ask.account.get("payment_intent", ask.id)
    if thing["status"] not in OPEN and set(ask.params.values) - {"metadata", "description", "expand"}:
        raise _unexpected(thing, "update")
    if "amount" in ask.params:
        thing["amount"] = _amount(ask.params)
    _change(ask.account, thing, ask.params)
    return ask.account.put(thing)


def confirm(ask: Ask) -> Thing:
    return _confirmed(ask.account, ask.account.get("payment_intent", ask.id), ask.params)


def cancel(ask: Ask) -> Thing:
    thing = ask.account.get("payment_intent", ask.id)
    if thing["status"] not in OPEN:
        raise _unexpected(thing, "cancel")
    reason = ask.params.choice("cancellation_reason", ("duplicate", "fraudulent", "requested_by_customer", "abandoned"))
    thing |= {"status": "canceled", "canceled_at": ask.account.now(), "cancellation_reason": reason}
    thing = ask.account.put({**thing, "next_action": None})
    tell(ask.account, "payment_intent.canceled", thing)
    return thing


def attempt(
    account: Account, thing: Thing, method: Thing, *, off_session: bool = False, is_authenticated: bool = False,
    return_url: str | None = None,
) -> Thing:  # fmt: skip
    """One try by card: paid, waiting for 3-D Secure, or with the reason in `last_payment_error`."""
    way = pretence.way(account, method["id"])
    thing = {**thing, "payment_method": method["id"], "next_action": None, "last_payment_error": None}
    asks = way.get("asks") == "always" or (way.get("asks") == "unless_set_up" and not way.get("set_up"))
    if asks and not is_authenticated and not off_session:
        action = setups.next_action(account, thing["id"], return_url)
        thing = account.put({**thing, "status": "requires_action", "next_action": action})
        tell(account, "payment_intent.requires_action", thing)
        return thing
    why = "authentication_required" if asks and not is_authenticated else way.get("pay")
    if why:
        charge = charges.refused(account, thing, method, why)
        return fail(account, {**thing, "latest_charge": charge["id"]}, method, methods.decline(why, {}).error)
    charge = charges.paid(account, thing, method, is_authenticated=is_authenticated)
    thing = _paid(account, thing, charge)
    if way.get("dispute"):
        open_dispute(account, charge["id"], way["dispute"], is_inquiry=way.get("is_inquiry", False))
    return thing


def debit(account: Account, thing: Thing, method: Thing, mandate: Thing) -> Thing:
    """One try by bank: processing, until the agenda settles it."""
    if mandate["status"] != "active":
        raise unexpected_state("The mandate of this payment method is not active.", "payment_intent_mandate_invalid")
    if method["us_bank_account"]["status_details"].get("blocked"):
        message = "This bank account can't be debited: a debit of it came back."
        raise unexpected_state(message, "payment_method_bank_account_blocked")
    charge = charges.pending(account, thing, method, mandate["id"])
    thing = {**thing, "payment_method": method["id"], "latest_charge": charge["id"], "status": "processing"}
    thing = account.put({**thing, "next_action": None, "last_payment_error": None})
    tell(account, "payment_intent.processing", thing)
    if not pretence.way(account, method["id"]).get("is_forever"):
        days = pretence.table()["pace"]["bank_days"]
        account.later(pretence.business_days(account.now(), days), "settle", charge=charge["id"])
    return thing


def settle(account: Account, charge: str) -> None:
    """The bank answers: the money is there, or the debit came back."""
    taken = account.get("charge", charge)
    if taken["status"] != "pending":
        return
    way = pretence.way(account, taken["payment_method"])
    if way.get("fails"):
        come_back(account, taken, pretence.return_code(way["fails"]))
        return
    taken = charges.succeed(account, taken)
    _paid(account, account.get("payment_intent", taken["payment_intent"]), taken)
    if way.get("dispute"):
        days = pretence.table()["pace"]["bank_dispute_days"]
        account.later(pretence.business_days(account.now(), days), "dispute", charge=charge, code="R10")


def come_back(account: Account, charge: Thing, code: str) -> None:
    """A pending debit is returned by the network's code."""
    charge = charges.returned(account, charge, code)
    told = pretence.table()["return"][code]
    if "blocked" in told:
        methods.block(account, charge["payment_method"], code, told["blocked"])
    method = account.get("payment_method", charge["payment_method"])
    error = {"type": "card_error", "code": charge["failure_code"], "message": charge["failure_message"]}
    fail(account, account.get("payment_intent", charge["payment_intent"]), method, error)


def fail(account: Account, thing: Thing, method: Thing, error: Thing) -> Thing:
    told = {**error, "charge": thing["latest_charge"], "payment_method": method}
    thing = {**thing, "status": "requires_payment_method", "payment_method": None, "last_payment_error": told}
    thing = account.put({**thing, "next_action": None})
    tell(account, "payment_intent.payment_failed", thing)
    return thing


def _confirmed(account: Account, thing: Thing, params: Params) -> Thing:
    if thing["status"] not in OPEN:
        raise _unexpected(thing, "confirm")
    id = params.text("payment_method") or thing["payment_method"]
    if id is None:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise unexpected_state(message, "payment_intent_unexpected_state")
    method = _usable(account, thing, id)
    if method["type"] == "us_bank_account":
        return debit(account, thing, method, _mandate(account, params, method))
    off_session = params.flag("off_session") or params.flag("error_on_requires_action")
    thing = attempt(account, thing, method, off_session=off_session, return_url=params.text("return_url"))
    if thing["status"] == "requires_payment_method":
        raise setups.refused(thing, "last_payment_error", "payment_intent")
    return thing


def _usable(account: Account, thing: Thing, id: str) -> Thing:
    method = methods.resolve(account, id)
    if method["customer"] != thing["customer"] and method["customer"] is not None:
        message = f"The PaymentMethod {id} does not belong to the Customer of this PaymentIntent."
        raise invalid(message, param="payment_method", code="payment_intent_incompatible_payment_method")
    if method["type"] not in thing["payment_method_types"]:
        raise invalid(f"The payment method type {method['type']} is not among those of this PaymentIntent.",
                      param="payment_method")  # fmt: skip
    if pretence.way(account, method["id"]).get("is_spent"):
        raise unexpected_state("This PaymentMethod was detached from its Customer. It may not be used again.", "")
    return method


def _mandate(account: Account, params: Params, method: Thing) -> Thing:
    kept = params.text("mandate") or pretence.way(account, method["id"]).get("mandate")
    if setups.is_mandated(params):
        return setups.make_mandate(account, method)
    if kept is None:
        raise params.lacking("mandate_data")
    return account.get("mandate", kept, "mandate")


def _paid(account: Account, thing: Thing, charge: Thing) -> Thing:
    if thing["setup_future_usage"] and thing["customer"]:
        methods.attach_to(account, account.get("payment_method", charge["payment_method"]), thing["customer"])
    thing = {**thing, "status": "succeeded", "latest_charge": charge["id"], "amount_received": charge["amount"]}
    account.put(thing)
    tell(account, "payment_intent.succeeded", thing)
    return thing


def _change(account: Account, thing: Thing, params: Params) -> None:
    thing |= {name: params.text(name) for name in TEXTS if name in params}
    for name in ("statement_descriptor", "statement_descriptor_suffix"):
        if len(thing[name] or "") > DESCRIPTOR_MAX:
            raise invalid(f"The {name} must be at most {DESCRIPTOR_MAX} letters.", param=name)
    thing["metadata"] = params.metadata(thing["metadata"])
    thing["payment_method_types"] = _types(params) or thing["payment_method_types"]
    if "setup_future_usage" in params:
        thing["setup_future_usage"] = params.choice("setup_future_usage", ("off_session", "on_session"))
    if id := params.text("customer"):
        thing["customer"] = account.get("customer", id, "customer")["id"]
    if (id := params.text("payment_method")) and not params.flag("confirm"):
        thing |= {"payment_method": _usable(account, thing, id)["id"], "status": "requires_confirmation"}


def _types(params: Params) -> list[str]:
    types = params.texts("payment_method_types")
    if wrong := [type for type in types if type not in methods.TYPES]:
        raise invalid(f"The payment method type {wrong[0]} is invalid here.", param="payment_method_types")
    is_automatic = params.part("automatic_payment_methods").flag("enabled")
    return list(methods.TYPES) if is_automatic else types


def _amount(params: Params) -> int:
    amount = params.amount()
    if amount < LEAST:
        raise invalid(f"Amount must be at least {LEAST} cents.", param="amount", code="amount_too_small")
    return amount


def _currency(params: Params) -> str:
    currency = params.required("currency").lower()
    if not re.fullmatch("[a-z]{3}", currency):
        raise invalid(f"Invalid currency: {currency[:20]}", param="currency")
    return currency


def _unexpected(thing: Thing, verb: str) -> Exception:
    message = f"You cannot {verb} this PaymentIntent because it has a status of {thing['status']}."
    return unexpected_state(message, "payment_intent_unexpected_state")


ACTS: dict[str, Any] = {"settle": settle}
ROUTES = (
    Route("POST", "/v1/payment_intents", create, _NEW),
    listing("payment_intent", "/v1/payment_intents", "customer"),
    Route("GET", "/v1/payment_intents/{id}", reading("payment_intent"), "client_secret"),
    Route("POST", "/v1/payment_intents/{id}", update, f"{_COMMON} payment_method"),
    Route("POST", "/v1/payment_intents/{id}/confirm", confirm, _CONFIRMING),
    Route("POST", "/v1/payment_intents/{id}/cancel", cancel, "cancellation_reason"),
)
