"""Google Business Profile: Business Information v1 and Verifications v1, by the owner's OAuth token.

A new profile is taken at once and shown once it is verified, which is a person's work. Maps pages may not be read by
programs; the official read is the check.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checkers.compare import Known
from checkers.nap import Nap
from checkers.normalise import address
from mappop.domain.business import Business
from provisioners import google_tasks, google_verification
from provisioners.candidates import numbers_of, same_place
from provisioners.connector import (
    Action,
    Capability,
    Change,
    Claim,
    DesiredListing,
    Evidence,
    Found,
    Kind,
    Limits,
    Outcome,
    PinWay,
    Plan,
    Setting,
)
from provisioners.errors import Permanent
from provisioners.forms.google import READ_MASK, category, location, search_for, split
from provisioners.forms.google_profiles import LOCATION, as_seen, checked_location, ours, theirs
from provisioners.forms.us import business_nap
from provisioners.planning import push_plan
from provisioners.replies import rows_of
from provisioners.session import Session

INFORMATION = "https://mybusinessbusinessinformation.googleapis.com"
VERIFICATIONS = "https://mybusinessverifications.googleapis.com"
STORE_CODE_MAX = 59  # "under 60 characters", publisher's help
_ACCOUNT = re.compile(r"accounts/[A-Za-z0-9_-]{1,64}")
SEARCH_SIZE = 10  # 3 by default, 10 at most, discovery document


class Google:
    name = "google"
    title = "Google Business Profile"
    kind = Kind.MAP
    capabilities = frozenset({Capability.FIND, Capability.READ, Capability.CREATE, Capability.UPDATE, Capability.CLAIM})
    evidence = Evidence.OFFICIAL_READ
    # 300 requests a minute: its quota page. Names of about 100 letters and the days to verify: third parties.
    limits = Limits(requests_per_minute=300, changes_per_plan=6, name_max=100, typical_days=(5, 14))
    settings = (
        Setting("MAPPOP_GOOGLE_URL", "address of the Business Information API", INFORMATION, goes="url"),
        Setting("MAPPOP_GOOGLE_TOKEN", "OAuth 2 access token, scope business.manage", is_secret=True, goes="bearer"),
        Setting("MAPPOP_GOOGLE_ACCOUNT", "the account that holds the profiles, such as accounts/123"),
    )

    def find(self, business: Business, session: Session, known: Known | None = None) -> list[Found]:
        """Our own profile by its store code first, then what Google knows of this business."""
        own = self._by_store_code(_store_code(business.id), session) if business.id else None
        seen = {own.raw["place_id"]} - {""} if own else set()
        found = same_place(business, self._search(business, session, known), known)
        others = [row for row in found if row.raw["place_id"] not in seen]
        return ([self.read(own.ref, session)] if own else []) + others

    def read(self, ref: str, session: Session) -> Found:
        """As people see it on Maps and Search, which is never proven by what we sent ourselves."""
        path, mask = f"v1/{checked_location(ref)}", {"readMask": READ_MASK}
        own = ours(session.get(path, params=mask).data)
        return as_seen(own, session.get(f"{path}:getGoogleUpdated", params=mask).data)

    def plan(self, desired: DesiredListing, found: Found | None) -> Plan:
        """A profile that somebody else manages is asked for by hand; one that nobody manages is created as ours."""
        if found and found.claim is Claim.OTHER:
            return Plan(
                desired.listing_id, Action.HAND, desired.revision, found.ref, payload={"request_url": found.url}
            )
        if found and not LOCATION.fullmatch(found.ref):
            found = None
        trade = desired.business.trade
        extra = _category_change(trade, found)
        plan = push_plan(
            desired,
            found,
            self.limits,
            payload=lambda nap, fields: dict(
                zip(("location", "mask"), split(location(nap, trade, fields)), strict=True)
            ),
            extra=extra,
            doubts=_doubts(desired),
        )
        return _as_creation(plan, desired) if plan.action is Action.CREATE else plan

    def apply(self, plan: Plan, session: Session) -> Outcome:
        if plan.action is Action.HAND:
            return Outcome.needs_person(google_tasks.ownership(plan.payload.get("request_url", "")), plan.ref)
        if plan.action is Action.NOTHING:
            return Outcome.accepted(plan.ref)
        made = self._create(plan, session) if plan.action is Action.CREATE else self._update(plan, session)
        return self._standing(made, session)

    def pin_ways(self, ref: str, session: Session) -> tuple[PinWay, ...]:
        return google_verification.pin_ways(ref, _verifications(session))

    def send_pin(self, ref: str, way: PinWay, session: Session) -> Outcome:
        return google_verification.send_pin(ref, way, _verifications(session))

    def confirm_pin(self, ref: str, pin: str, session: Session) -> Outcome:
        """Complete the verification under way with the PIN that the owner received."""
        google_verification.complete(ref, pin, _verifications(session))
        return self._standing(self.read(ref, session), session)

    def _by_store_code(self, code: str, session: Session) -> Found | None:
        reply = session.get(
            f"v1/{_account(session)}/locations",
            params={"readMask": READ_MASK, "pageSize": "100", "filter": f'storeCode="{code}"'},
        )
        rows = [row for row in rows_of(reply.data, "locations") if row.get("storeCode") == code]
        return ours(rows[0]) if rows else None

    def _search(self, business: Business, session: Session, known: Known | None) -> list[Found]:
        """By all that it is, then by each number that it had."""
        ours = business_nap(business)
        before = (Nap(phone=number) for number in numbers_of(business, known) if number != ours.phone)
        rows: list[Mapping[str, Any]] = []
        for body in filter(None, map(search_for, (ours, *before))):
            reply = session.post("v1/googleLocations:search", json={**body, "pageSize": SEARCH_SIZE})
            rows += rows_of(reply.data, "googleLocations")
        return [theirs(row) for row in rows]

    def _create(self, plan: Plan, session: Session) -> Found:
        """Look for our store code first: a create whose answer was lost is found instead of repeated."""
        code = plan.payload["location"]["storeCode"]
        if made := self._by_store_code(code, session):
            return made
        reply = session.post(
            f"v1/{_account(session)}/locations",
            json=plan.payload["location"],
            params={"requestId": plan.listing_id[:50]},
        )
        return ours(reply.data)

    def _update(self, plan: Plan, session: Session) -> Found:
        path, mask = f"v1/{checked_location(plan.ref)}", plan.payload["mask"]
        return ours(session.patch(path, json=plan.payload["location"], params={"updateMask": mask}).data)

    def _standing(self, made: Found, session: Session) -> Outcome:
        return google_verification.standing(made.ref, made.url, _verifications(session))


def _doubts(desired: DesiredListing) -> tuple[str, ...]:
    """The discovery document: "PO boxes or mailboxes located at remote locations are not acceptable"."""
    street = desired.business.address.street
    if desired.business.address_hidden or not address.parse(street).po_box:
        return ()
    return (f"Google takes no PO box ({street}): where is the business, or does it go to its customers?",)


def _as_creation(plan: Plan, desired: DesiredListing) -> Plan:
    body = {"storeCode": _store_code(desired.business.id), "languageCode": desired.business.languages[0]}
    return replace(plan, payload={**plan.payload, "location": {**plan.payload["location"], **body}})


def _category_change(trade: str, found: Found | None) -> tuple[Change, ...]:
    """A category is set where the profile has none; a narrower one that the owner chose is left alone."""
    return (Change("category", "", trade),) if category(trade) and (found is None or not found.raw["category"]) else ()


def _payload(fields: Mapping[str, Any]) -> dict[str, Any]:
    body, mask = split(fields)
    return {"location": body, "mask": mask}


def _store_code(business_id: str) -> str:
    return business_id[:STORE_CODE_MAX]


def _account(session: Session) -> str:
    account = "accounts/" + session.values.get("MAPPOP_GOOGLE_ACCOUNT", "").removeprefix("accounts/")
    if not _ACCOUNT.fullmatch(account):
        raise Permanent("MAPPOP_GOOGLE_ACCOUNT is not the name of an account")
    return account


def _verifications(session: Session) -> Session:
    """The verifications API has a host of its own; anywhere but at Google both answer at one address."""
    return session.on(VERIFICATIONS) if session.base_url == INFORMATION else session
