"""Saved ways to pay: test cards and test bank accounts, by the published tokens or by their numbers."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.stripe import pretence, shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, page, reading
from mappop.sandbox.stripe.customers import make_default
from mappop.sandbox.stripe.events import tell
from mappop.sandbox.stripe.forms import Params
from mappop.sandbox.stripe.refusals import Refused, declined, invalid, unexpected_state

TYPES = ("card", "us_bank_account")


def create(ask: Ask) -> Thing:
    params = ask.params
    type = params.choice("type", TYPES)
    if type is None:
        raise params.lacking("type")
    details = params.part(type)
    details.refuse_others(
        set("number exp_month exp_year cvc account_number routing_number account_holder_type".split())
    )
    number = details.required("number" if type == "card" else "account_number")
    thing = make(ask.account, type, test_of(type, number), metadata=params.metadata())
    thing["billing_details"] = _billing(params)
    return ask.account.put(thing)


def test_of(type: str, number: str) -> Thing:
    """The published test account of that number. Raises Refused: nobody's real number is taken here."""
    test = pretence.by_number(type, number)
    if test is None:
        message = "Your request was in test mode, but used a number that is no published test number."
        raise declined("card_declined", message, {"decline_code": "test_mode_live_card"})
    return test


def make(account: Account, type: str, test: Thing, **given: Any) -> Thing:
    face = {"card": shapes.card, "us_bank_account": shapes.us_bank_account}[type](test)
    thing = shapes.payment_method(id=new_id("pm"), type=type, created=account.now(), **{type: face}, **given)
    hidden = {name: test[name] for name in test.keys() - {"number", "fingerprint", "routing"}}
    pretence.keep_way(account, thing["id"], **hidden)
    return account.put(thing)


def resolve(account: Account, id: str) -> Thing:
    """A payment method by its id; a published token becomes one of its own."""
    known = pretence.by_token(id)
    return make(account, *known) if known else account.get("payment_method", id, "payment_method")


def attach(ask: Ask) -> Thing:
    customer = ask.account.get("customer", ask.params.required("customer"), "customer")
    thing = resolve(ask.account, ask.id)
    way = pretence.way(ask.account, thing["id"])
    if way.get("save"):
        raise decline(way["save"], {})
    return attach_to(ask.account, thing, customer["id"])


def attach_to(account: Account, thing: Thing, customer_id: str) -> Thing:
    if thing["customer"] == customer_id:
        return thing
    if thing["customer"] is not None:
        raise unexpected_state("The payment method you provided has already been attached to a customer.", "")
    if pretence.way(account, thing["id"]).get("is_spent"):
        raise unexpected_state("This PaymentMethod was detached from its Customer. It may not be used again.", "")
    thing = account.put({**thing, "customer": customer_id})
    tell(account, "payment_method.attached", thing)
    return thing


def detach(ask: Ask) -> Thing:
    """Once detached it can't be attached again."""
    account, thing = ask.account, ask.account.get("payment_method", ask.id)
    if thing["customer"] is None:
        raise unexpected_state("The payment method you provided is not attached to a customer.", "")
    customer = account.get("customer", thing["customer"], "customer")
    if customer["invoice_settings"]["default_payment_method"] == ask.id:
        make_default(account, customer["id"], None)
    pretence.keep_way(account, ask.id, is_spent=True)
    thing = account.put({**thing, "customer": None})
    tell(account, "payment_method.detached", thing, customer=customer["id"])
    return thing


def update(ask: Ask) -> Thing:
    thing = ask.account.get("payment_method", ask.id)
    if thing["customer"] is None:
        raise unexpected_state("You must save this PaymentMethod to a customer before you can update it.", "")
    thing["metadata"] = ask.params.metadata(thing["metadata"])
    if "billing_details" in ask.params:
        thing["billing_details"] = _billing(ask.params)
    ask.account.put(thing)
    tell(ask.account, "payment_method.updated", thing)
    return thing


def decline(why: str, more: Thing) -> Refused:
    told = pretence.table()["decline"][why]
    return declined(told["code"], told["message"], {"decline_code": why, **more})


def block(account: Account, id: str, code: str, reason: str) -> None:
    """A returned debit makes the account unusable: its `status_details` say by which of the network's codes."""
    thing = account.find(id)
    if thing is not None:
        details = {"blocked": {"network_code": code, "reason": reason}}
        account.put({**thing, "us_bank_account": {**thing["us_bank_account"], "status_details": details}})


def _billing(params: Params) -> Thing:
    given = params.part("billing_details")
    given.refuse_others({"address", "email", "name", "phone"})
    texts = {name: given.text(name) for name in ("email", "name", "phone")}
    return shapes.billing_details(**texts, address=shapes.address(given.part("address").values))


def _of_customer(ask: Ask) -> Thing:
    ask.account.get("customer", ask.id)
    url = f"/v1/customers/{ask.id}/payment_methods"
    return page(ask, "payment_method", url, ["type"], customer=ask.id)


def _listed(ask: Ask) -> Thing:
    if ask.params.text("customer") is None:
        raise invalid("Missing required param: customer.", param="customer", code="parameter_missing")
    return page(ask, "payment_method", "/v1/payment_methods", ["customer", "type"])


_PAGED = "limit starting_after ending_before created"
ROUTES = (
    Route("POST", "/v1/payment_methods", create, "type card us_bank_account billing_details metadata"),
    Route("GET", "/v1/payment_methods", _listed, f"{_PAGED} customer type"),
    Route("GET", "/v1/payment_methods/{id}", reading("payment_method")),
    Route("POST", "/v1/payment_methods/{id}", update, "billing_details metadata"),
    Route("POST", "/v1/payment_methods/{id}/attach", attach, "customer"),
    Route("POST", "/v1/payment_methods/{id}/detach", detach),
    Route("GET", "/v1/customers/{id}/payment_methods", _of_customer, f"{_PAGED} type"),
    Route("GET", "/v1/mandates/{id}", reading("mandate")),
)
