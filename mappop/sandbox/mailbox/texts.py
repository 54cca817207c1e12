"""Text gateway in Twilio's shape (POST /2010-04-01/Accounts/{sid}/Messages.json, basic auth of sid and token)."""

from __future__ import annotations

import hmac
from typing import Any

from flask import Blueprint, Response, jsonify, request

from mappop.sandbox import clock, messages
from mappop.sandbox.network import Network

BODY_MAX = 1_600  # Twilio error 21617
_DENIED = {"code": 20003, "message": "Authenticate", "status": 401}


def blueprint(network: Network) -> Blueprint:
    bp = Blueprint("texts", __name__)

    @bp.post("/2010-04-01/Accounts/<sid>/Messages.json")
    def send(sid: str) -> Response | tuple[Response, int]:
        if fault := _fault(network, sid):
            return jsonify(fault), fault["status"]
        form = request.form
        message = messages.arrive(
            network,
            messages.TEXT,
            id="SM" + clock.token(32),
            to=form["To"],
            sender=form.get("From", ""),
            text=form["Body"],
            report_to=form.get("StatusCallback", ""),
        )
        return jsonify(sid=message.id, status="queued", to=message.recipient, body=message.text), 201

    @bp.get("/2010-04-01/Accounts/<sid>/Messages.json")
    def sent(sid: str) -> Response | tuple[Response, int]:
        """The account's own texts to a number, newest first, as Twilio lists them."""
        if not _is_account(network, sid):
            return jsonify(_DENIED), 401
        found = messages.to_whom(network, request.args.get("To", ""), kinds=(messages.TEXT,))
        rows = [{"sid": m.id, "to": m.recipient, "body": m.text, "status": m.status} for m in reversed(found)]
        return jsonify(messages=rows[: request.args.get("PageSize", 50, int)], next_page_uri=None)

    return bp


def _is_account(network: Network, sid: str) -> bool:
    auth = request.authorization
    given = (auth.username or "", auth.password or "") if auth and auth.type == "basic" else ("", "")
    known = (network.keys["sms_account"], network.keys["sms_token"])
    fits = [hmac.compare_digest(a.encode(), b.encode()) for a, b in zip(given, known, strict=True)]
    return sid == known[0] and all(fits)


def _fault(network: Network, sid: str) -> dict[str, Any] | None:
    if not _is_account(network, sid):
        return _DENIED
    if not request.form.get("To"):
        return {"code": 21604, "message": "A 'To' phone number is required.", "status": 400}
    if not request.form.get("Body"):
        return {"code": 21602, "message": "Message body is required.", "status": 400}
    if len(request.form["Body"]) > BODY_MAX:
        return {"code": 21617, "message": f"The message body exceeds {BODY_MAX} characters.", "status": 400}
    return None
