"""A phone as its owner would see it: texts and calls, and a line to write back."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from mappop.sandbox import messages
from mappop.sandbox.network import Network

SHOWN_MAX = 200
REPLY_MAX = 1_600  # letters, as a gateway passes on


def blueprint(network: Network) -> Blueprint:
    bp = Blueprint("phones", __name__)

    @bp.get("/phone/<number>")
    def phone(number: str) -> str:
        thread = messages.conversation(network, number)[-SHOWN_MAX:]
        newest = messages.to_people(network)[: -SHOWN_MAX - 1 : -1]
        return render_template("mailbox/phone.html", messages=newest, number=number[:40], thread=thread)

    @bp.post("/phone/<number>/reply")
    def reply(number: str) -> Response:
        if text := request.form.get("text", "").strip()[:REPLY_MAX]:
            messages.answer_by_text(network, number[:40], text)
        return redirect(f"/phone/{quote(number[:40])}#end", 303)

    return bp
