"""SetupIntents: a way to pay is saved for later, with 3-D Secure where the card wants it, a mandate for a bank."""

from __future__ import annotations

from typing import Any

from mappop.sandbox import clock
from mappop.sandbox.stripe import methods, pretence, shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, reading
from mappop.sandbox.stripe.events import tell
from mappop.sandbox.stripe.forms import Params
from mappop.sandbox.stripe.refusals import declined, invalid, unexpected_state

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
_NEW = "confirm customer description mandate_data metadata payment_method payment_method_types return_url usage"


def create(ask: Ask) -> Thing:
    account, params = ask.account, ask.params
    thing = make(
        account, customer=_customer(account, params), types=params.texts("payment_method_types") or ["card"],
        description=params.text("description"), metadata=params.metadata(),
        usage=params.choice("usage", ("off_session", "on_session"), "off_session"),
    )  # fmt: skip
    if method := params.text("payment_method"):
        thing |= {"payment_method": methods.resolve(account, method)["id"], "status": "requires_confirmation"}
        account.put(thing)
    return _confirmed(account, thing, params) if params.flag("confirm") else thing


def make(account: Account, *, customer: str | None, types: list[str], **given: Any) -> Thing:
    for type in types:
        if type not in methods.TYPES:
            raise invalid(f"The payment method type {type} is invalid here.", param="payment_method_types")
    id = new_id("seti")
    thing = shapes.setup_intent(
        id=id, created=account.now(), client_secret=f"{id}_secret_{clock.token(24)}",
        customer=customer, payment_method_types=types, **given,
    )  # fmt: skip
    account.put(thing)
    tell(account, "setup_intent.created", thing)
    return thing


def confirm(ask: Ask) -> Thing:
    return _confirmed(ask.account, ask.account.get("setup_intent", ask.id), ask.params)


def cancel(ask: Ask) -> Thing:
    thing = ask.account.get("setup_intent", ask.id)
    if thing["status"] not in OPEN:
        raise _unexpected(thing, "cancel")
    thing |= {"status": "canceled", "cancellation_reason": ask.params.text("cancellation_reason"), "next_action": None}
    ask.account.put(thing)
    tell(ask.account, "setup_intent.canceled", thing)
    return thing


def update(ask: Ask) -> Thing:
    thing = ask.account.get("setup_intent", ask.id)
    thing["metadata"] = ask.params.metadata(thing["metadata"])
    if "description" in ask.params:
        thing["description"] = ask.params.text("description")
    return ask.account.put(thing)


def save(
    account: Account, thing: Thing, method: Thing, *, is_mandated: bool, return_url: str | None = None,
    is_authenticated: bool = False,
) -> Thing:  # fmt: skip
    """The intent after the try: succeeded, waiting for 3-D Secure, or with the reason in `last_setup_error`."""
    way = pretence.way(account, method["id"])
    thing = {**thing, "payment_method": method["id"], "next_action": None}
    if way.get("save"):
        return fail(account, thing, method, methods.decline(way["save"], {}).error)
    if way.get("asks") and not is_authenticated:
        action = next_action(account, thing["id"], return_url)
        thing = account.put({**thing, "status": "requires_action", "next_action": action})
        tell(account, "setup_intent.requires_action", thing)
        return thing
    if thing["customer"]:
        method = methods.attach_to(account, method, thing["customer"])
    pretence.keep_way(account, method["id"], set_up=True)
    if method["type"] == "us_bank_account" and is_mandated:
        thing["mandate"] = make_mandate(account, method)["id"]
    _attempt(account, thing, method, "succeeded")
    thing = account.put({**thing, "status": "succeeded", "last_setup_error": None})
    tell(account, "setup_intent.succeeded", thing)
    return thing


def fail(account: Account, thing: Thing, method: Thing, error: Thing) -> Thing:
    told = {**error, "payment_method": method}
    _attempt(account, thing, method, "failed", error)
    thing = {**thing, "status": "requires_payment_method", "payment_method": None, "last_setup_error": told}
    thing = account.put({**thing, "next_action": None})
    tell(account, "setup_intent.setup_failed", thing)
    return thing


def make_mandate(account: Account, method: Thing) -> Thing:
    """The owner's word that the account may be debited; kept with the way to pay for later debits."""
    accepted = {"accepted_at": account.now(), "type": "online", "online": {"ip_address": None, "user_agent": None}}
    thing = shapes.mandate(
        id=new_id("mandate"), customer_acceptance=accepted, payment_method=method["id"],
        payment_method_details={"type": "us_bank_account", "us_bank_account": {}},
    )  # fmt: skip
    pretence.keep_way(account, method["id"], mandate=thing["id"])
    return account.put(thing)


def next_action(account: Account, id: str, return_url: str | None) -> Thing:
    """Where the owner shows that it is them; without an address to come back to, Stripe's script would do it."""
    if return_url is None:
        return {"type": "use_stripe_sdk", "use_stripe_sdk": {"stripe_js": f"{account.url}/authenticate/{id}"}}
    redirect = {"return_url": return_url, "url": f"{account.url}/authenticate/{id}"}
    return {"type": "redirect_to_url", "redirect_to_url": redirect}


def is_mandated(params: Params) -> bool:
    """Whether `mandate_data` says how the owner agreed."""
    if "mandate_data" not in params:
        return False
    accepted = params.part("mandate_data").part("customer_acceptance")
    if accepted.choice("type", ("online", "offline")) is None:
        raise accepted.lacking("type")
    return True


def _confirmed(account: Account, thing: Thing, params: Params) -> Thing:
    if thing["status"] not in OPEN:
        raise _unexpected(thing, "confirm")
    id = params.text("payment_method") or thing["payment_method"]
    if id is None:
        raise unexpected_state(
            "You cannot confirm this SetupIntent because it's missing a payment method.",
            "setup_intent_unexpected_state",
        )
    method = methods.resolve(account, id)
    if method["type"] not in thing["payment_method_types"]:
        raise invalid(f"The payment method type {method['type']} is not among those of this intent.")
    mandated = is_mandated(params)
    if method["type"] == "us_bank_account" and not mandated:
        raise params.lacking("mandate_data")
    thing = save(account, thing, method, is_mandated=mandated, return_url=params.text("return_url"))
    if thing["status"] == "requires_payment_method":
        raise refused(thing, "last_setup_error", "setup_intent")
    return thing


def refused(thing: Thing, where: str, name: str) -> Exception:
    error = dict(thing[where])
    return declined(error.pop("code"), error.pop("message"), {**error, name: thing})


def _attempt(account: Account, thing: Thing, method: Thing, status: str, error: Thing | None = None) -> None:
    details = {"type": method["type"], method["type"]: {}}
    if method["type"] == "card":
        details["card"] = shapes.charged_card(method["card"], False)
    attempt = shapes.setup_attempt(
        id=new_id("setatt"), created=account.now(), customer=thing["customer"], payment_method=method["id"],
        payment_method_details=details, setup_intent=thing["id"], status=status, setup_error=error,
        usage=thing["usage"],
    )  # fmt: skip
    thing["latest_attempt"] = account.put(attempt)["id"]


def _customer(account: Account, params: Params) -> str | None:
    id = params.text("customer")
    return str(account.get("customer", id, "customer")["id"]) if id else None


def _unexpected(thing: Thing, verb: str) -> Exception:
    message = f"You cannot {verb} this SetupIntent because it has a status of {thing['status']}."
    return unexpected_state(message, "setup_intent_unexpected_state")


ROUTES = (
    Route("POST", "/v1/setup_intents", create, _NEW),
    listing("setup_intent", "/v1/setup_intents", "customer payment_method"),
    Route("GET", "/v1/setup_intents/{id}", reading("setup_intent"), "client_secret"),
    Route("POST", "/v1/setup_intents/{id}", update, "description metadata"),
    Route("POST", "/v1/setup_intents/{id}/confirm", confirm, "mandate_data payment_method return_url"),
    Route("POST", "/v1/setup_intents/{id}/cancel", cancel, "cancellation_reason"),
    listing("setup_attempt", "/v1/setup_attempts", "setup_intent"),
)
