"""Google's Verifications v1: how a profile stands with Google, and the PIN that proves its owner."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from provisioners import google_tasks
from provisioners.connector import HandTask, Outcome, PinWay
from provisioners.errors import Permanent
from provisioners.forms.google_profiles import checked_location
from provisioners.replies import rows_of, text_of
from provisioners.session import Session

LANGUAGE = "en"
_VERIFICATION = re.compile(r"locations/[A-Za-z0-9_-]{1,64}/verifications/[A-Za-z0-9_-]{1,128}")
_WAITS: Mapping[str, tuple[str, Callable[[str], HandTask] | None]] = {
    "complyWithGuidelines": ("reinstatement", google_tasks.reinstatement),
    "resolveOwnershipConflict": ("ownership_conflict", google_tasks.ownership),
    "waitForVoiceOfMerchant": ("google_review", None),
}
_TARGETS: Mapping[str, Callable[[str], dict[str, str]]] = {
    "PHONE_CALL": lambda to: {"phoneNumber": to},
    "SMS": lambda to: {"phoneNumber": to},
    "EMAIL": lambda to: {"emailAddress": to},
    "ADDRESS": lambda to: {"mailerContact": to},
}


def standing(ref: str, url: str, desk: Session) -> Outcome:
    """Accepted once Google lets our edits through to Maps, else pending on what it asks for."""
    state = desk.get(f"v1/{checked_location(ref)}/VoiceOfMerchantState").data
    if state.get("hasVoiceOfMerchant") is True:
        return Outcome.accepted(ref, url)
    for field, (waits_for, task) in _WAITS.items():
        if field in state:
            return Outcome.pending(ref, waits_for, url, task(url) if task else None)
    verify = state.get("verify")
    is_sent = isinstance(verify, Mapping) and verify.get("hasPendingVerification") is True
    return Outcome.pending(ref, "pin" if is_sent else "verification", url, google_tasks.verification(url))


def pin_ways(ref: str, desk: Session) -> tuple[PinWay, ...]:
    reply = desk.post(f"v1/{checked_location(ref)}:fetchVerificationOptions", json={"languageCode": LANGUAGE})
    ways = map(_way, rows_of(reply.data, "options"))
    return tuple(way for way in ways if way.method in _TARGETS)


def send_pin(ref: str, way: PinWay, desk: Session) -> Outcome:
    """Never twice while one is under way: a second PIN would make the first worthless."""
    if way.method not in _TARGETS:
        raise Permanent("this is not a way in which Google sends a PIN")
    if not _pending(ref, desk):
        body = {"method": way.method, "languageCode": LANGUAGE, **_TARGETS[way.method](way.to)}
        desk.post(f"v1/{checked_location(ref)}:verify", json=body)
    return Outcome.pending(ref, "pin")


def complete(ref: str, pin: str, desk: Session) -> None:
    """Raises Permanent with the code `wrong_pin` where Google does not take it."""
    pending = [name for name in _pending(ref, desk) if _VERIFICATION.fullmatch(name)]
    if not pending:
        raise Permanent("no verification is under way for this profile")
    try:
        desk.post(f"v1/{pending[0]}:complete", json={"pin": pin})
    except Permanent as refusal:
        if refusal.status == 400:
            raise Permanent("Google does not take this PIN", 400, refusal.detail, "wrong_pin") from None
        raise


def _pending(ref: str, desk: Session) -> list[str]:
    reply = desk.get(f"v1/{checked_location(ref)}/verifications").data
    return [text_of(row, "name") for row in rows_of(reply, "verifications") if row.get("state") == "PENDING"]


def _way(row: Mapping[str, Any]) -> PinWay:
    """Where the PIN would go; for a letter, the name it is addressed to."""
    user, domain = text_of(row, "emailData", "user"), text_of(row, "emailData", "domain")
    email = f"{user}@{domain}" if domain else ""
    to = text_of(row, "phoneNumber") or email or text_of(row, "addressData", "business")
    return PinWay(text_of(row, "verificationMethod"), to)
