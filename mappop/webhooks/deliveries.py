"""What became of a mail or a text, as its carrier reports it."""

from __future__ import annotations

import json
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps
from mappop.services import messages
from mappop.webhooks import hooks
from mappop.webhooks.signature import is_valid

BODY_MAX = 16_384  # bytes


@hooks.action("/mailbox")
def mailbox() -> ResponseReturnValue:
    return _take()


@hooks.action("/sms")
def sms() -> ResponseReturnValue:
    return _take()


def _take() -> ResponseReturnValue:
    """204 for every event that is truly the carrier's, known or not: it must not send it for ever."""
    if (request.content_length or 0) > BODY_MAX:
        return {"error": "too_large"}, 413
    body, now = request.get_data(), deps().clock.now()
    header = request.headers.get("X-Mappop-Signature", "")
    if not is_valid(header, body, deps().settings.mailbox_secret, now=now.timestamp()):
        return {"error": "bad_signature"}, 403
    try:
        event = json.loads(body)
        provider_id, kind = str(event["id"]), str(event["event"])
        reason, at = str(event.get("reason") or ""), _moment(event.get("at"), now)
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"error": "not_an_event"}, 400
    messages.delivery_reported(deps(), provider_id=provider_id[:200], event=kind, reason=reason, at=at)
    return "", 204


def _moment(value: object, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return now
    return moment if moment.tzinfo is not None else now
