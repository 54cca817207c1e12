"""Localista: US directory with a JSON API. A new listing waits for a PIN that is read out by phone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checkers.compare import Known
from checkers.nap import Nap
from checkers.normalise import phone
from mappop.domain.business import Business
from provisioners.candidates import numbers_of, same_place
from provisioners.connector import (
    Action,
    Capability,
    Claim,
    DesiredListing,
    Evidence,
    Found,
    HandTask,
    Kind,
    Limits,
    Outcome,
    Plan,
    Setting,
)
from provisioners.errors import Permanent
from provisioners.forms.weeks import week_in
from provisioners.planning import push_plan
from provisioners.replies import Reply, rows_of, text_of
from provisioners.session import Session

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TEXTS = ("name", "street", "unit", "city", "region", "postal_code", "phone", "website")


class Localista:
    name = "localista"
    title = "Localista"
    kind = Kind.DIRECTORY
    capabilities = frozenset({Capability.FIND, Capability.READ, Capability.CREATE, Capability.UPDATE, Capability.CLAIM})
    evidence = Evidence.PAGE
    # No figure is published: a modest one of our own.
    limits = Limits(requests_per_minute=60, typical_days=(1, 3))
    settings = (
        Setting("MAPPOP_LOCALISTA_URL", "address of Localista", goes="url"),
        Setting("MAPPOP_LOCALISTA_TOKEN", "access token", is_secret=True, goes="bearer"),
    )

    def find(self, business: Business, session: Session, known: Known | None = None) -> list[Found]:
        """By phones, which is all that its API searches; its public search also takes names."""
        rows: list[Mapping[str, Any]] = []
        for number in filter(phone.e164, numbers_of(business, known)):
            rows += rows_of(session.get("v2/search", params={"phone": number}).data, "results")
        return same_place(business, map(_found, rows), known)

    def read(self, ref: str, session: Session) -> Found:
        return _found(session.get(f"v2/listings/{_checked(ref)}").data)

    def plan(self, desired: DesiredListing, found: Found | None) -> Plan:
        """A listing is sent whole, under its id there or else our own; what has our own id is ours."""
        if found and found.ref == desired.listing_id:
            found = replace(found, claim=Claim.US)
        return push_plan(desired, found, self.limits, payload=lambda nap, _: _body(nap))

    def apply(self, plan: Plan, session: Session) -> Outcome:
        """PUT under one id: running twice updates, it never makes a duplicate."""
        if plan.action is Action.NOTHING:
            return Outcome.accepted(plan.ref)
        try:
            reply = session.put(f"v2/listings/{_checked(plan.ref or plan.listing_id)}", json=dict(plan.payload))
        except Permanent as refusal:
            if refusal.status != 409:
                raise
            return Outcome.needs_person(_ownership_task(), plan.ref)
        return _outcome(reply)

    def confirm_pin(self, ref: str, pin: str, session: Session) -> Outcome:
        return _outcome(session.post(f"v2/listings/{_checked(ref)}/pin", json={"pin": pin}))


def _outcome(reply: Reply) -> Outcome:
    ref, url = text_of(reply.data, "id"), text_of(reply.data, "url")
    if reply.data.get("status") == "pin_sent":
        return Outcome.pending(ref, "phone_pin", url, _pin_task(url))
    return Outcome.accepted(ref, url)


def _body(nap: Nap) -> dict[str, Any]:
    week = {day: [list(span) for span in spans] for day, spans in (nap.hours or {}).items()}
    return {**{name: getattr(nap, name) for name in _TEXTS}, "hours": week}


def _found(data: Mapping[str, Any]) -> Found:
    texts = {name: text_of(data, name) for name in _TEXTS}
    nap = Nap(**{**texts, "phone": phone.e164_or_raw(texts["phone"])}, country="US", hours=week_in(data.get("hours")))
    is_shown = data.get("status") != "pin_sent"
    return Found(text_of(data, "id"), nap, url=text_of(data, "url"), is_shown=is_shown)


def _checked(ref: str) -> str:
    if not _ID.fullmatch(ref):
        raise Permanent("this is not the id of a listing")
    return ref


def _pin_task(url: str) -> HandTask:
    return HandTask(
        title="Pass on the PIN that Localista reads out",
        outcome="Localista says that the listing is published.",
        steps=(
            "Call the owner: Localista rings the business’s own number and reads out a PIN.",
            "Take the PIN from the owner and pass it on.",
        ),
        proof="The listing's state after the PIN: published.",
        url=url,
    )


def _ownership_task() -> HandTask:
    return HandTask(
        title="Take over the listing on Localista",
        outcome="The listing is managed by our account, or Localista has said in writing who manages it.",
        steps=(
            "Ask the owner whether somebody was hired to keep this listing before.",
            "Write to Localista's support with the owner's proof of the business, and note the case's number.",
        ),
        proof="Localista's answer.",
    )
