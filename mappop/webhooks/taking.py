"""One event in JSON, signed by the carrier: verified, kept, answered; worked later."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps
from mappop.webhooks.signature import is_valid

BODY_MAX = 16_384  # bytes


def take(
    keep: Callable[[dict[str, Any]], None], *, needs: Sequence[str], limits: Mapping[str, int]
) -> ResponseReturnValue:
    """`limits` names the fields that are read, in letters. 204 also for what we know already."""
    if (request.content_length or 0) > BODY_MAX:
        return {"error": "too_large"}, 413
    body, now = request.get_data(), deps().clock.now()
    header = request.headers.get("X-Mappop-Signature", "")
    if not is_valid(header, body, deps().settings.mailbox_secret, now=now.timestamp()):
        return {"error": "bad_signature"}, 403
    event = _event(body, needs, limits)
    if event is None:
        return {"error": "not_an_event"}, 400
    keep(event)
    return "", 204


def _event(body: bytes, needs: Sequence[str], limits: Mapping[str, int]) -> dict[str, Any] | None:
    """The fields that we read, as bounded texts; None for anything that is no event."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or not all(isinstance(raw.get(name), str) and raw[name] for name in needs):
        return None
    return {name: str(raw[name])[:most] for name, most in limits.items() if raw.get(name) is not None}
