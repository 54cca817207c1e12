"""Google Business Profile: Business Information v1 and Verifications v1, by the owner's OAuth token.

A new profile is taken at once and shown once it is verified, which is a person's work. Maps pages may not be read by
programs; the official read is the check.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mappop.domain.business import Business
from provisioners.candidates import same_place
from provisioners.connector import (
    Action,
    Capability,
    Change,
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
from provisioners.forms.google import MASK, READ_MASK, category, location, nap_of
from provisioners.forms.us import business_nap
from provisioners.planning import push_plan
from provisioners.replies import rows_of, text_of
from provisioners.session import Session

INFORMATION = "https://mybusinessbusinessinformation.googleapis.com"
VERIFICATIONS = "https://mybusinessverifications.googleapis.com"
STORE_CODE_MAX = 59  # "under 60 characters", publisher's help
SEARCH_SIZE = 10  # 3 by default, 10 at most, discovery document
_LOCATION = re.compile(r"locations/[A-Za-z0-9_-]{1,64}")
_VERIFICATION = re.compile(r"locations/[A-Za-z0-9_-]{1,64}/verifications/[A-Za-z0-9_-]{1,128}")


class Google:
    name = "google"
    title = "Google Business Profile"
    kind = Kind.MAP
    capabilities = frozenset({Capability.FIND, Capability.READ, Capability.CREATE, Capability.UPDATE, Capability.CLAIM})
    evidence = Evidence.OFFICIAL_READ
    limits = Limits(requests_per_minute=300, changes_per_plan=6, name_max=100, typical_days=(5, 14))
    settings = (
        Setting("MAPPOP_GOOGLE_URL", "address of the Business Information API", INFORMATION, goes="url"),
        Setting("MAPPOP_GOOGLE_TOKEN", "OAuth 2 access token, scope business.manage", is_secret=True, goes="bearer"),
        Setting("MAPPOP_GOOGLE_ACCOUNT", "the account that holds the profiles, such as accounts/123"),
    )

    def find(self, business: Business, session: Session) -> list[Found]:
        """Our own profile by its store code first, then what Google knows of this business."""
        ours = self._by_store_code(_store_code(business.id), session)
        seen = {ours.raw.get("place_id")} - {""} if ours else set()
        others = [
            row for row in same_place(business, self._search(business, session)) if row.raw["place_id"] not in seen
        ]
        return ([ours] if ours else []) + others

    def read(self, ref: str, session: Session) -> Found:
        return _ours(session.get(f"v1/{_checked(_LOCATION, ref)}", params={"readMask": READ_MASK}).data)

    def plan(self, desired: DesiredListing, found: Found | None) -> Plan:
        """A profile that somebody else manages is asked for by hand; one that nobody manages is created as ours."""
        if found and found.claim is Claim.OTHER:
            return Plan(
                desired.listing_id, Action.HAND, desired.revision, found.ref, payload={"request_url": found.url}
            )
        if found and not _LOCATION.fullmatch(found.ref):
            found = None
        trade = desired.business.trade
        extra = _category_change(trade, found)
        plan = push_plan(
            desired,
            found,
            self.limits,
            payload=lambda nap, fields: {"location": location(nap, trade, fields), "fields": fields},
            extra=extra,
        )
        return _as_creation(plan, desired) if plan.action is Action.CREATE else plan

    def apply(self, plan: Plan, session: Session) -> Outcome:
        if plan.action is Action.HAND:
            return Outcome.needs_person(_ownership_task(plan), plan.ref)
        if plan.action is Action.NOTHING:
            return Outcome.accepted(plan.ref)
        made = self._create(plan, session) if plan.action is Action.CREATE else self._update(plan, session)
        return self._standing(made, session)

    def confirm_pin(self, ref: str, pin: str, session: Session) -> Outcome:
        """Complete the verification under way with the PIN that the owner received."""
        desk = _verifications(session)
        reply = desk.get(f"v1/{_checked(_LOCATION, ref)}/verifications").data
        pending = [text_of(row, "name") for row in rows_of(reply, "verifications") if row.get("state") == "PENDING"]
        if not pending:
            raise Permanent("no verification is under way for this profile")
        try:
            desk.post(f"v1/{_checked(_VERIFICATION, pending[0])}:complete", json={"pin": pin})
        except Permanent as refusal:
            if refusal.status == 400:
                raise Permanent("Google does not take this PIN", 400, refusal.detail, "wrong_pin") from None
            raise
        return self._standing(self.read(ref, session), session)

    def _by_store_code(self, code: str, session: Session) -> Found | None:
        reply = session.get(
            f"v1/{_account(session)}/locations",
            params={"readMask": READ_MASK, "pageSize": "100", "filter": f'storeCode="{code}"'},
        )
        rows = [row for row in rows_of(reply.data, "locations") if row.get("storeCode") == code]
        return _ours(rows[0]) if rows else None

    def _search(self, business: Business, session: Session) -> list[Found]:
        wanted = location(business_nap(business), business.trade, ("name", "address", "phone"))
        reply = session.post("v1/googleLocations:search", json={"location": wanted, "pageSize": SEARCH_SIZE})
        return [_theirs(row) for row in rows_of(reply.data, "googleLocations")]

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
        return _ours(reply.data)

    def _update(self, plan: Plan, session: Session) -> Found:
        mask = ",".join(MASK[field] for field in plan.payload["fields"])
        path = f"v1/{_checked(_LOCATION, plan.ref)}"
        return _ours(session.patch(path, json=plan.payload["location"], params={"updateMask": mask}).data)

    def _standing(self, made: Found, session: Session) -> Outcome:
        """Accepted once Google lets our edits through to Maps, else pending on what it asks for."""
        state = _verifications(session).get(f"v1/{_checked(_LOCATION, made.ref)}/VoiceOfMerchantState").data
        if state.get("hasVoiceOfMerchant") is True:
            return Outcome.accepted(made.ref, made.url)
        for field, waits_for in _WAITS.items():
            if field in state:
                return Outcome.pending(made.ref, waits_for, made.url)
        return Outcome.pending(made.ref, "verification", made.url)


_WAITS = {
    "complyWithGuidelines": "reinstatement",
    "resolveOwnershipConflict": "ownership_conflict",
    "waitForVoiceOfMerchant": "google_review",
}


def _as_creation(plan: Plan, desired: DesiredListing) -> Plan:
    body = {"storeCode": _store_code(desired.business.id), "languageCode": desired.business.languages[0]}
    payload = {**plan.payload, "location": {**plan.payload["location"], **body}}
    return Plan(plan.listing_id, plan.action, plan.revision, changes=plan.changes, payload=payload)


def _category_change(trade: str, found: Found | None) -> tuple[Change, ...]:
    """A category is set where the profile has none; a narrower one that the owner chose is left alone."""
    return (Change("category", "", trade),) if category(trade) and (found is None or not found.raw["category"]) else ()


def _ours(data: Mapping[str, Any]) -> Found:
    ref = text_of(data, "name")
    if not _LOCATION.fullmatch(ref):
        raise Retryable("the publisher's reply makes no sense")
    return _found(ref, data, Claim.US, text_of(data, "metadata", "mapsUri"))


def _theirs(row: Mapping[str, Any]) -> Found:
    """A claimed profile carries an address at which its ownership can be asked for."""
    request_url, data = text_of(row, "requestAdminRightsUri"), row.get("location")
    claim = Claim.OTHER if request_url else Claim.NOBODY
    place = data if isinstance(data, Mapping) else {}
    return _found(text_of(row, "name"), place, claim, request_url or text_of(place, "metadata", "mapsUri"))


def _found(ref: str, data: Mapping[str, Any], claim: Claim, url: str) -> Found:
    raw = {
        "category": text_of(data, "categories", "primaryCategory", "name"),
        "place_id": text_of(data, "metadata", "placeId"),
        "duplicate_of": text_of(data, "metadata", "duplicateLocation"),
    }
    is_closed = text_of(data, "openInfo", "status") == "CLOSED_PERMANENTLY"
    return Found(ref, nap_of(data), url=url, claim=claim, is_closed=is_closed, raw=raw)


def _store_code(business_id: str) -> str:
    return business_id[:STORE_CODE_MAX]


def _account(session: Session) -> str:
    account = session.values.get("MAPPOP_GOOGLE_ACCOUNT", "")
    return _checked(re.compile(r"accounts/[A-Za-z0-9_-]{1,64}"), f"accounts/{account.removeprefix('accounts/')}")


def _verifications(session: Session) -> Session:
    """The verifications API has a host of its own; anywhere but at Google both answer at one address."""
    return session.on(VERIFICATIONS) if session.base_url == INFORMATION else session


def _checked(pattern: re.Pattern[str], name: str) -> str:
    if not pattern.fullmatch(name):
        raise Permanent("this is not the name of a Google profile")
    return name


def _ownership_task(plan: Plan) -> HandTask:
    return HandTask(
        title="Ask for the ownership of a Google Business Profile",
        outcome="The profile's present manager, or Google, has given the owner's account access.",
        steps=(
            "Open the request page while signed in with the owner's account.",
            "Ask for ownership and pass on what Google answers.",
            "Google lets the present manager answer within days; note the date on which it may be asked again.",
        ),
        proof="Picture of Google's confirmation, and the date it names.",
        url=plan.payload.get("request_url", ""),
    )
