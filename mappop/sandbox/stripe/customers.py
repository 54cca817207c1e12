"""Customers."""

from __future__ import annotations

from mappop.sandbox.stripe import shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, reading
from mappop.sandbox.stripe.events import tell
from mappop.sandbox.stripe.forms import Params
from mappop.sandbox.stripe.refusals import invalid

TEXTS = ("description", "email", "name", "phone")
TAKES = "address description email invoice_settings metadata name phone preferred_locales"


def create(ask: Ask) -> Thing:
    account = ask.account
    thing = shapes.customer(id=new_id("cus"), created=account.now())
    _change(account, thing, ask.params)
    account.put(thing)
    tell(account, "customer.created", thing)
    return thing


def update(ask: Ask) -> Thing:
    thing = ask.account.get("customer", ask.id)
    before = {**thing}
    _change(ask.account, thing, ask.params)
    changed = {name: before[name] for name in thing if thing[name] != before[name]}
    if changed:
        ask.account.put(thing)
        tell(ask.account, "customer.updated", thing, **changed)
    return thing


def delete(ask: Ask) -> Thing:
    """What it paid stays; what it saved is detached."""
    account, thing = ask.account, ask.account.get("customer", ask.id)
    for method in account.of("payment_method", customer=ask.id):
        account.put({**method, "customer": None})
    account.put({**thing, "deleted": True})
    tell(account, "customer.deleted", thing)
    return {"id": ask.id, "object": "customer", "deleted": True}


def make_default(account: Account, customer_id: str, method_id: str | None) -> None:
    thing = account.get("customer", customer_id)
    settings = {**thing["invoice_settings"], "default_payment_method": method_id}
    account.put({**thing, "invoice_settings": settings})


def _change(account: Account, thing: Thing, params: Params) -> None:
    thing |= {name: params.text(name) for name in TEXTS if name in params}
    if thing["email"] and "@" not in thing["email"]:
        raise invalid(f"Invalid email address: {thing['email'][:100]}", param="email", code="email_invalid")
    thing["metadata"] = params.metadata(thing["metadata"])
    if "address" in params:
        thing["address"] = shapes.address(params.part("address").values)
    if "preferred_locales" in params:
        thing["preferred_locales"] = params.texts("preferred_locales")
    settings = params.part("invoice_settings")
    settings.refuse_others({"default_payment_method"})
    if "default_payment_method" in settings:
        chosen = settings.text("default_payment_method")
        if chosen and account.get("payment_method", chosen, "invoice_settings")["customer"] != thing["id"]:
            raise invalid("The customer does not have that payment method.", param="invoice_settings")
        thing["invoice_settings"] = {**thing["invoice_settings"], "default_payment_method": chosen}


ROUTES = (
    Route("POST", "/v1/customers", create, TAKES),
    listing("customer", "/v1/customers", "email"),
    Route("GET", "/v1/customers/{id}", reading("customer")),
    Route("POST", "/v1/customers/{id}", update, TAKES),
    Route("DELETE", "/v1/customers/{id}", delete),
)
