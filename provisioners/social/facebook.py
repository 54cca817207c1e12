"""Facebook Page, by the Graph API with the page's token: find, read and update. No call creates a plain page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checkers.compare import Known
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
from provisioners.errors import Permanent, Retryable
from provisioners.forms.graph import READ_FIELDS, SPANS_A_DAY, nap_of, page
from provisioners.hand import correction_task, hand_plan
from provisioners.planning import push_plan
from provisioners.replies import rows_of, text_of
from provisioners.session import Session

QUERY_MAX = 200
_PAGE_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class Facebook:
    name = "facebook"
    title = "Facebook"
    kind = Kind.SOCIAL
    capabilities = frozenset({Capability.FIND, Capability.READ, Capability.UPDATE, Capability.HAND})
    evidence = Evidence.OWNER_VIEW
    # No figure for one page is published: a modest one of our own.
    limits = Limits(requests_per_minute=60, typical_days=(0, 3))
    settings = (
        Setting("MAPPOP_FACEBOOK_URL", "address of the Graph API", "https://graph.facebook.com", goes="url"),
        Setting("MAPPOP_FACEBOOK_TOKEN", "page token", is_secret=True, goes="param:access_token"),
    )

    def find(self, business: Business, session: Session, known: Known | None = None) -> list[Found]:
        """By phones, as a page whose name changed still has its number, then by name and city."""
        rows: list[Mapping[str, Any]] = []
        words = f"{business.name} {business.address.city}"[:QUERY_MAX] if business.name else ""
        for query in (*numbers_of(business, known), words):
            if query:
                reply = session.get("pages/search", params={"q": query, "fields": READ_FIELDS})
                rows += rows_of(reply.data, "data")
        return same_place(business, map(_found, rows), known)

    def read(self, ref: str, session: Session) -> Found:
        found = _found(session.get(_checked(ref), params={"fields": READ_FIELDS}).data)
        if found.ref != ref:
            raise Retryable("the publisher's reply makes no sense")
        return found

    def plan(self, desired: DesiredListing, found: Found | None) -> Plan:
        """By hand where there is no page yet, or where its name is wrong: the API changes everything but names."""
        if found is None:
            return hand_plan(desired, None)
        fitting = _fitting(desired)
        plan = push_plan(fitting, found, self.limits, payload=page, doubts=_doubts(desired, fitting))
        if any(change.field == "name" for change in plan.changes):
            return hand_plan(desired, found)
        return plan

    def apply(self, plan: Plan, session: Session) -> Outcome:
        if plan.action is Action.NOTHING:
            return Outcome.accepted(plan.ref)
        if plan.action is Action.HAND:
            return Outcome.needs_person(_task(plan), plan.ref)
        try:
            session.post(_checked(plan.ref), json=dict(plan.payload))
        except Permanent as refusal:
            if refusal.status != 403:
                raise
            return Outcome.needs_person(_access_task(), plan.ref)
        return Outcome.accepted(plan.ref)


def _fitting(desired: DesiredListing) -> DesiredListing:
    """As far as a page can say it: two spans a day."""
    hours = desired.business.hours
    week = {day: spans[:SPANS_A_DAY] for day, spans in hours.week.items()}
    return replace(desired, business=replace(desired.business, hours=replace(hours, week=week)))


def _doubts(desired: DesiredListing, fitting: DesiredListing) -> tuple[str, ...]:
    ours, theirs = desired.business.hours.week, fitting.business.hours.week
    days = ", ".join(day.title() for day in ours if ours[day] != theirs[day])
    return (f"Facebook takes {SPANS_A_DAY} spans a day; may the later ones be left out on {days}?",) if days else ()


def _found(data: Mapping[str, Any]) -> Found:
    return Found(
        text_of(data, "id"),
        nap_of(data),
        url=text_of(data, "link"),
        claim=Claim.NOBODY if data.get("is_unclaimed") is True else Claim.UNKNOWN,
        is_closed=data.get("is_permanently_closed") is True,
        is_shown=data.get("is_published") is not False,
    )


def _checked(ref: str) -> str:
    if not _PAGE_ID.fullmatch(ref):
        raise Permanent("this is not the id of a Facebook page")
    return ref


def _task(plan: Plan) -> HandTask:
    if plan.payload["page"]:
        return correction_task(plan, Facebook.title, "The page's address, and a picture of its About section.")
    rows = tuple(f"{label.title()}: {text}" for label, text in plan.payload["facts"].items())
    return HandTask(
        title="Create the business’s Facebook page",
        outcome="One Facebook page of this business with exactly these facts, of which the owner is an admin.",
        steps=(
            "Ask the owner whether there is a page already, and search for one by name and by phone.",
            "Create a page as the owner's helper, with the business’s own account, and fill in, letter for letter:",
            *rows,
            "Make the owner an admin, and add our app to the page.",
        ),
        proof="The page's address, and a picture that shows the owner as an admin.",
        url="https://www.facebook.com/pages/create",
    )


def _access_task() -> HandTask:
    return HandTask(
        title="Get access to the business’s Facebook page",
        outcome="The page's owner has given our app the right to edit the page's details.",
        steps=(
            "Ask the owner who manages the page.",
            "Have that person add our app under the page's settings, or claim the page as Facebook's help describes.",
        ),
        proof="A picture of the page's settings with our app in it.",
    )
