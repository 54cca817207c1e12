"""How an owner is reached in writing: a mobile for texts, an address for mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from checkers.normalise import phone as phones
from mappop.domain.errors import FieldError, Invalid

_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")  # a mailbox at a host with a dot; the rest only mail tells


def channel_faults(mobile: str, email: str) -> list[FieldError]:
    """What is wrong with either; an empty one is not wrong."""
    faults = []
    if mobile and not phones.e164(mobile):
        faults.append(
            FieldError("owner.mobile", f"“{mobile[:30]}” is no US phone number", "ten digits, area code first")
        )
    if email and not _EMAIL.fullmatch(email):
        faults.append(FieldError("owner.email", f"“{email[:60]}” is no e-mail address", "such as rosa@example.com"))
    return faults


def corrected(owner: Mapping[str, Any], mobile: str | None, email: str | None) -> dict[str, Any]:
    """The owner with the channels just given, the others kept; raises Invalid."""
    mobile, email = (mobile or "").strip(), (email or "").strip()
    if faults := channel_faults(mobile, email):
        raise Invalid(faults)
    changes = {"mobile": phones.e164(mobile) if mobile else "", "email": email}
    return {**owner, **{key: text for key, text in changes.items() if text}}
