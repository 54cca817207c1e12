"""Webhook endpoints, and the events that were told."""

from __future__ import annotations

from mappop.sandbox import clock
from mappop.sandbox.stripe import shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id
from mappop.sandbox.stripe.asking import Ask, Route, listing, page, reading
from mappop.sandbox.stripe.refusals import invalid
from mappop.sandbox.ticker import is_loopback

_TAKES = "description enabled_events metadata url"


def create(ask: Ask) -> Thing:
    events, url = ask.params.texts("enabled_events"), ask.params.required("url")
    if not events:
        raise ask.params.lacking("enabled_events")
    thing = make(
        ask.account, url, events, "whsec_" + clock.token(32),
        description=ask.params.text("description"), metadata=ask.params.metadata(),
        api_version=ask.params.text("api_version"),
    )  # fmt: skip
    secret = (ask.account.store.document("stripe_secret", thing["id"]) or {})["secret"]
    return {**thing, "secret": secret}


def make(account: Account, url: str, events: list[str], secret: str, **given: object) -> Thing:
    """The secret is told once, by the answer to its creation."""
    if not is_loopback(url):
        raise invalid("Invalid URL: the sandbox delivers on this machine alone.", param="url", code="url_invalid")
    thing = shapes.webhook_endpoint(id=new_id("we"), created=account.now(), url=url, enabled_events=events, **given)
    account.store.keep("stripe_secret", thing["id"], {"secret": secret})
    return account.put(thing)


def update(ask: Ask) -> Thing:
    thing, params = ask.account.get("webhook_endpoint", ask.id), ask.params
    thing["metadata"] = params.metadata(thing["metadata"])
    if "description" in params:
        thing["description"] = params.text("description")
    if "enabled_events" in params:
        thing["enabled_events"] = params.texts("enabled_events")
    if "disabled" in params:
        thing["status"] = "disabled" if params.flag("disabled") else "enabled"
    if url := params.text("url"):
        if not is_loopback(url):
            raise invalid("Invalid URL: the sandbox delivers on this machine alone.", param="url", code="url_invalid")
        thing["url"] = url
    return ask.account.put(thing)


def delete(ask: Ask) -> Thing:
    ask.account.put({**ask.account.get("webhook_endpoint", ask.id), "deleted": True})
    return {"id": ask.id, "object": "webhook_endpoint", "deleted": True}


def _events(ask: Ask) -> Thing:
    types = ask.params.texts("types")
    return page(ask, "event", "/v1/events", ["type"], **({"types": types} if types else {}))


ROUTES = (
    Route("POST", "/v1/webhook_endpoints", create, f"{_TAKES} api_version"),
    listing("webhook_endpoint", "/v1/webhook_endpoints"),
    Route("GET", "/v1/webhook_endpoints/{id}", reading("webhook_endpoint")),
    Route("POST", "/v1/webhook_endpoints/{id}", update, f"{_TAKES} disabled"),
    Route("DELETE", "/v1/webhook_endpoints/{id}", delete),
    Route("GET", "/v1/events", _events, "limit starting_after ending_before created type types"),
    Route("GET", "/v1/events/{id}", reading("event")),
)
