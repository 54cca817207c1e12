"""Checkout Sessions in setup mode: the address of a page where the owner, and nobody else, types a card or a bank."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.stripe import methods, setups, shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, reading
from mappop.sandbox.stripe.events import tell
from mappop.sandbox.stripe.refusals import invalid, unexpected_state

SHORTEST, LONGEST = 30 * 60, 24 * 3600  # docs.stripe.com/api/checkout/sessions/create, expires_at
_NEW = (
    "cancel_url client_reference_id currency customer customer_creation customer_email"
    " expires_at locale metadata mode payment_method_types setup_intent_data success_url"
)
LOCALES = ("auto", "en", "es")


def create(ask: Ask) -> Thing:
    account, params = ask.account, ask.params
    if params.choice("mode", ("setup", "payment", "subscription")) != "setup":
        raise invalid("This sandbox plays sessions in setup mode alone.", param="mode")
    customer = params.text("customer")
    if customer:
        account.get("customer", customer, "customer")
    types = params.texts("payment_method_types") or list(methods.TYPES)
    data = params.part("setup_intent_data")
    data.refuse_others({"description", "metadata"})
    success = params.required("success_url")
    intent = setups.make(
        account, customer=customer, types=types, description=data.text("description"), metadata=data.metadata()
    )
    id = new_id("cs_test")
    thing = shapes.session(
        id=id, created=account.now(), expires_at=_expiry(ask), url=f"{account.url}/c/pay/{id}",
        cancel_url=params.text("cancel_url"), client_reference_id=params.text("client_reference_id", longest=200),
        currency=params.text("currency"), customer=customer, customer_email=params.text("customer_email"),
        customer_creation=params.choice("customer_creation", ("always", "if_required")),
        locale=params.choice("locale", LOCALES), metadata=params.metadata(), payment_method_types=types,
        setup_intent=intent["id"], success_url=success,
    )  # fmt: skip
    account.later(thing["expires_at"] - account.now(), "session_expires", session=id)
    return account.put(thing)


def expire(ask: Ask) -> Thing:
    thing = ask.account.get("checkout.session", ask.id)
    if thing["status"] != "open":
        raise unexpected_state("Only Checkout Sessions with a status of open can be expired.", "")
    return lapse(ask.account, ask.id)


def lapse(account: Account, session: str) -> Thing:
    thing = account.get("checkout.session", session)
    if thing["status"] == "open":
        thing = account.put({**thing, "status": "expired", "url": None})
        tell(account, "checkout.session.expired", thing)
    return thing


def pay_by(account: Account, thing: Thing, type: str, number: str, name: str) -> Thing:
    """What the owner typed is saved; the SetupIntent as it is then. Raises Refused where the number is no test's."""
    method = methods.make(account, type, methods.test_of(type, number))
    given = {"name": name or None, "email": thing["customer_email"]}
    method = account.put({**method, "billing_details": {**method["billing_details"], **given}})
    intent = account.get("setup_intent", thing["setup_intent"])
    back = f"{account.url}/c/pay/{thing['id']}"
    intent = setups.save(account, intent, method, is_mandated=True, return_url=back)
    complete(account, intent)
    return intent


def complete(account: Account, intent: Thing) -> Thing | None:
    """The session whose intent has succeeded, now complete; None where there is none."""
    found = [one for one in account.of("checkout.session", setup_intent=intent["id"]) if one["status"] == "open"]
    if not found or intent["status"] != "succeeded":
        return None
    thing = found[0]
    if thing["customer"] is None and thing["customer_creation"] == "always":
        thing["customer"] = _customer(account, thing, intent)
    details = {"address": None, "email": thing["customer_email"], "name": None, "phone": None, "tax_exempt": "none"}
    details |= {"tax_ids": [], "business_name": None, "individual_name": None}
    thing = account.put({**thing, "status": "complete", "url": None, "customer_details": details})
    tell(account, "checkout.session.completed", thing)
    return thing


def _customer(account: Account, thing: Thing, intent: Thing) -> str:
    made = account.put(shapes.customer(id=new_id("cus"), created=account.now(), email=thing["customer_email"]))
    tell(account, "customer.created", made)
    methods.attach_to(account, account.get("payment_method", intent["payment_method"]), made["id"])
    account.put({**intent, "customer": made["id"]})
    return str(made["id"])


def _expiry(ask: Ask) -> int:
    now = ask.account.now()
    at = ask.params.integer("expires_at", now + LONGEST) or 0
    if not now + SHORTEST <= at <= now + LONGEST:
        raise invalid("expires_at is from 30 minutes to 24 hours ahead.", param="expires_at")
    return at


ACTS: dict[str, Any] = {"session_expires": lapse}
ROUTES = (
    Route("POST", "/v1/checkout/sessions", create, _NEW),
    listing("checkout.session", "/v1/checkout/sessions", "customer status setup_intent"),
    Route("GET", "/v1/checkout/sessions/{id}", reading("checkout.session")),
    Route("POST", "/v1/checkout/sessions/{id}/expire", expire),
)
