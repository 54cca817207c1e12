"""Signatures of events: `t=<unix>,v1=<hex hmac-sha256 of "t.body">`, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import re

TOLERANCE = 300  # seconds; a replay that is older is refused
_FORM = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def is_valid(header: str, body: bytes, secret: str, *, now: float) -> bool:
    """`now` is Unix time in seconds."""
    found = _FORM.fullmatch(header.strip())
    if not secret or found is None or abs(now - int(found[1])) > TOLERANCE:
        return False
    wanted = hmac.new(secret.encode(), found[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, found[2])
