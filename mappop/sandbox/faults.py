"""Misbehaviour on demand, drift, and the log of writes: a layer around every publisher's application."""

from __future__ import annotations

import contextlib
import io
import json
import re
import socket
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from mappop.sandbox import clock
from mappop.sandbox.hours import is_week
from mappop.sandbox.network import Network

MODES = ("ok", "slow", "hang", "429", "500", "nonsense", "lost_reply")
LONGEST_SECONDS = 600.0
BODY_MAX = 1_000_000
VALUE_MAX = 300
DRIFTING = ("name", "street", "unit", "city", "region", "postal_code", "phone", "website", "hours", "is_closed")
_ID_KEYS = {"id", "requestid", "storecode", "listing_id", "listing id", "client id", "phone", "location phone", "title"}
_NONSENSE = b'\xff\xfe{"id": 12, "name": "\x00<html><b>Temporarily moved</html'

App = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


class Misbehaving:
    """A publisher as the network shows it: its own application, its faults, its log."""

    def __init__(self, build: Callable[[], App], network: Network, publisher: str) -> None:
        self.build, self.network, self.publisher = build, network, publisher

    @cached_property
    def app(self) -> App:
        """Built at its first request: fifteen applications at once are most of a start's time."""
        return self.build()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            request = _read_whole(environ)
        except RequestEntityTooLarge:
            return _error(413, "the body is over a megabyte")(environ, start_response)
        if request.path.startswith("/_sandbox/"):
            return self._control(request)(environ, start_response)
        log_id = self._log(request) if request.method not in ("GET", "HEAD", "OPTIONS") else 0
        return self._serve(environ, start_response, log_id)

    def _serve(self, environ: WSGIEnvironment, start_response: StartResponse, log_id: int) -> Iterable[bytes]:
        mode, seconds = self._take_fault()
        if mode == "slow":
            self.network.stopping.wait(seconds)
        if mode == "hang":
            self.network.stopping.wait(seconds)
            return _hang_up(environ)
        if mode in ("429", "500", "nonsense"):
            response = _broken(mode, seconds)
        else:
            response = Response.from_app(self.app, environ)
        self._note_status(log_id, response.status_code)
        return _hang_up(environ) if mode == "lost_reply" else response(environ, start_response)

    def _take_fault(self) -> tuple[str, float]:
        """The fault of this one request; a fault with a count ends by itself."""
        if not self.network.store.rows("SELECT 1 FROM fault WHERE publisher = ?", self.publisher):
            return "ok", 0.0
        with self.network.store.writing() as db:
            row = db.execute("SELECT * FROM fault WHERE publisher = ?", (self.publisher,)).fetchone()
            if row is None:
                return "ok", 0.0
            if row["remaining"] is not None:
                db.execute("UPDATE fault SET remaining = remaining - 1 WHERE publisher = ?", (self.publisher,))
                db.execute("DELETE FROM fault WHERE publisher = ? AND remaining <= 0", (self.publisher,))
            return row["mode"], row["seconds"]

    def _log(self, request: Request) -> int:
        ids = json.dumps(_ids(request))
        with self.network.store.writing() as db:
            cursor = db.execute(
                "INSERT INTO request (publisher, at, method, path, ids) VALUES (?, ?, ?, ?, ?)",
                (self.publisher, clock.now(), request.method, request.full_path.rstrip("?")[:2_000], ids),
            )
        return cursor.lastrowid or 0

    def _note_status(self, log_id: int, status: int) -> None:
        if log_id:
            with self.network.store.writing() as db:
                db.execute("UPDATE request SET status = ? WHERE id = ?", (status, log_id))

    def _control(self, request: Request) -> Response:
        handlers: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("POST", "/_sandbox/faults"): self._set_fault,
            ("POST", "/_sandbox/drift"): self._drift,
            ("GET", "/_sandbox/requests"): self._requests,
        }
        handler = handlers.get((request.method, request.path))
        return handler(request) if handler else _error(404, "no such control")

    def _set_fault(self, request: Request) -> Response:
        body = _json(request)
        mode, seconds, count = str(body.get("mode")), body.get("seconds", 1), body.get("count")
        if mode not in MODES:
            return _error(400, "mode is one of " + ", ".join(MODES))
        if not _is_number(seconds) or not 0 <= seconds <= LONGEST_SECONDS:
            return _error(400, f"seconds is a number up to {LONGEST_SECONDS:.0f}")
        if count is not None and (not _is_number(count) or count < 1):
            return _error(400, "count is a whole number of requests from 1, or absent")
        with self.network.store.writing() as db:
            db.execute("DELETE FROM fault WHERE publisher = ?", (self.publisher,))
            if mode != "ok":
                row = (self.publisher, mode, float(seconds), None if count is None else int(count))
                db.execute("INSERT INTO fault VALUES (?, ?, ?, ?)", row)
        return _reply({"mode": mode, "seconds": seconds, "count": count})

    def _drift(self, request: Request) -> Response:
        body = _json(request)
        field = str(body.get("field"))
        if field not in DRIFTING:
            return _error(400, "field is one of " + ", ".join(DRIFTING))
        if not _can_be(field, body.get("value")):
            return _error(400, f"that is no value for {field}")
        listings = self.network.listings(self.publisher)
        changed = listings.drift(str(body.get("phone", "")), field, body.get("value"))
        return _reply({"changed": changed}) if changed else _error(404, "no listing with that phone here")

    def _requests(self, request: Request) -> Response:
        rows = self.network.store.rows("SELECT * FROM request WHERE publisher = ? ORDER BY id", self.publisher)
        return _reply({"requests": [_shown(dict(row)) for row in rows]})


def _read_whole(environ: WSGIEnvironment) -> Request:
    """The request with its body read once and put back, as both the log and the application read it."""
    request = Request(environ)
    request.max_content_length = BODY_MAX
    body = request.get_data(cache=True, parse_form_data=False)
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return request


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    keys = ("method", "path", "status")
    return {**{key: row[key] for key in keys}, "ids": json.loads(row["ids"]), "at": clock.stamp(row["at"])}


def _ids(request: Request) -> dict[str, str]:
    """What tells one effect from another: request ids, our own ids, and whom a message goes to."""
    found = {key: value[:200] for key, value in request.args.items() if key.lower() in _ID_KEYS}
    found |= {
        name: request.headers[name][:200] for name in ("Idempotency-Key", "X-Request-Id") if name in request.headers
    }
    body = _json(request) or _form(request)
    for part in (body, *_submissions(body)):
        if isinstance(part, dict):
            found |= {k: str(v)[:200] for k, v in part.items() if k.lower() in _ID_KEYS}
    return found


def _submissions(body: dict[str, Any]) -> list[Any]:
    parts = body.get("submissions")
    return parts[:100] if isinstance(parts, list) else []


def _json(request: Request) -> dict[str, Any]:
    if "form" in (request.content_type or ""):
        return {}
    with contextlib.suppress(ValueError, RecursionError):
        body = json.loads(request.get_data(cache=True) or b"{}")
        return body if isinstance(body, dict) else {}
    return {}


def _form(request: Request) -> dict[str, Any]:
    if request.mimetype != "application/x-www-form-urlencoded":
        return {}
    return dict(parse_qsl(request.get_data().decode("utf-8", "replace")))


def _can_be(field: str, value: object) -> bool:
    if field == "hours":
        return is_week(value)
    return isinstance(value, bool if field == "is_closed" else str) and len(str(value)) <= VALUE_MAX


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _reply(body: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")


def _error(status: int, message: str) -> Response:
    return _reply({"error": re.sub(r"\s+", " ", message)}, status)


def _broken(mode: str, seconds: float) -> Response:
    if mode == "429":
        return Response("Too many requests.\n", 429, {"Retry-After": str(max(1, round(seconds)))})
    if mode == "500":
        return Response("<h1>Internal Server Error</h1>", 500, content_type="text/html")
    return Response(_NONSENSE, 200, content_type="application/json")


def _hang_up(environ: WSGIEnvironment) -> Iterable[bytes]:
    """Ends the connection without an answer, as a dead peer would."""
    connection = environ.get("werkzeug.socket")
    if connection is not None:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError("the sandbox hung up on purpose")
