"""The mailbox as its owner would see it: letters, mail, calls and texts, newest first; `/messages.json` for tests."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, datetime

from flask import Flask, Response, abort, jsonify, render_template, request, send_from_directory
from markupsafe import Markup, escape

from mappop.sandbox import clock, messages, printing
from mappop.sandbox.mailbox import phones, texts
from mappop.sandbox.network import Network

LIST_MAX = 200
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
# Mail is a stranger's HTML: its frame may open links in new tabs and do nothing else.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: http://127.0.0.1:* http://*.localhost:*;"
    " frame-src 'self'; form-action 'self'; base-uri *"
)
LIST_POLICY = f"{POLICY}; script-src 'self'; connect-src 'self'"  # it shows no mail, and looks for new ones


def application(network: Network) -> Flask:
    app = Flask("sandbox.mailbox", template_folder=str(printing.TEMPLATES))
    app.jinja_env.filters.update(printing.FILTERS)
    app.jinja_env.filters.update(linked=linked, ago=_ago, moment=_moment, framed=framed)
    app.register_blueprint(texts.blueprint(network))
    app.register_blueprint(phones.blueprint(network))

    @app.get("/")
    def inbox() -> str:
        to = request.args.get("to", "")[:200]
        return render_template("mailbox/list.html", messages=_newest(network, to), to=to, chosen=None)

    @app.get("/list.js")
    def list_js() -> Response:
        return send_from_directory(f"{printing.TEMPLATES}/mailbox", "list.js")

    @app.get("/m/<int:seq>")
    def show(seq: int) -> str:
        message = _one_or_404(network, seq)
        return render_template("mailbox/message.html", messages=_newest(network), to="", chosen=message)

    @app.get("/messages.json")
    def as_json() -> Response | tuple[Response, int]:
        since = request.args.get("since", "0")
        if not since.isdigit() or len(since) > 15:
            return jsonify(error="since is a message's seq"), 400
        found = messages.to_whom(network, request.args.get("to", ""), since=int(since))
        copies = messages.copies(network)
        return jsonify(messages=[{**_as_json(message), "copies": copies.get(message.seq, 1)} for message in found])

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = LIST_POLICY if request.endpoint == "inbox" else POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


def linked(text: str) -> Markup:
    """The text with its addresses clickable, everything escaped."""
    parts, end = [], 0
    for found in _LINK.finditer(text):
        url = escape(found.group())
        parts += [escape(text[end : found.start()]), Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(url)]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def framed(html: str) -> str:
    """A mail's HTML for the frame: its links open beside the mailbox, not in it."""
    return '<base target="_blank">' + html


def _one_or_404(network: Network, seq: int) -> messages.Message:
    try:
        return messages.one(network, seq)
    except (KeyError, OverflowError):
        abort(404)


def _newest(network: Network, to: str = "") -> list[messages.Message]:
    return messages.to_people(network, to)[: -LIST_MAX - 1 : -1]


def _as_json(message: messages.Message) -> dict[str, object]:
    values = asdict(message)
    values["from"], values["to"] = values.pop("sender"), values.pop("recipient")
    return {**values, "at": clock.stamp(message.at)}


def _ago(at: float) -> str:
    seconds = max(0, clock.now() - at)
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min ago"
    return f"{seconds // 3600:.0f} h ago" if seconds < 86_400 else f"{datetime.fromtimestamp(at, UTC):%a %d %b}"


def _moment(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%a %d %b %Y, %H:%M:%S} UTC"
