"""What became of a mail or a text, as its carrier reports it."""

from __future__ import annotations

import json
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps
from mappop.services import messages
from mappop.webhooks import hooks
from mappop.webhooks.signature import is_valid

BODY_MAX = 16_384  # bytes
FIELDS = ("id", "event", "reason", "at")


@hooks.action("/mailbox")
def mailbox() -> ResponseReturnValue:
    return _take("mailbox")


@hooks.action("/sms")
def sms() -> ResponseReturnValue:
    return _take("sms")


def _take(source: str) -> ResponseReturnValue:
    """Verified, kept, answered; worked later. 204 also for what we know already: the carrier need not repeat it."""
    if (request.content_length or 0) > BODY_MAX:
        return {"error": "too_large"}, 413
    body, now = request.get_data(), deps().clock.now()
    header = request.headers.get("X-Mappop-Signature", "")
    if not is_valid(header, body, deps().settings.mailbox_secret, now=now.timestamp()):
        return {"error": "bad_signature"}, 403
    event = _event(body)
    if event is None:
        return {"error": "not_an_event"}, 400
    messages.keep_report(deps(), source, event)
    return "", 204


def _event(body: bytes) -> dict[str, Any] | None:
    """The fields that we read, as bounded texts; None for anything that is no event."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or not all(isinstance(raw.get(name), str) and raw[name] for name in ("id", "event")):
        return None
    return {name: str(raw[name])[:300] for name in FIELDS if raw.get(name) is not None}
