"""Stripe's events: verified by its library, bounded, kept once, answered; worked later."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from mappop.consoles.current import deps
from mappop.services import processor_events
from mappop.webhooks import hooks

BODY_MAX = 512 * 1024  # bytes; an event holds one object, and none that we follow comes near


@hooks.action("/stripe")
def stripe() -> ResponseReturnValue:
    """204 also for what we know already or do not follow: Stripe need not tell it again."""
    request.max_content_length = BODY_MAX  # of a body that does not say its length too
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        return {"error": "too_large"}, 413
    event = deps().processor.verified(body, request.headers.get("Stripe-Signature", ""))
    if event is None:
        return {"error": "bad_signature"}, 403
    processor_events.keep(deps(), event)
    return "", 204
