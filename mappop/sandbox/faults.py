"""Misbehaviour and the log of writes: a layer around every publisher's application."""

from __future__ import annotations

import contextlib
import io
import json
import socket
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from mappop.sandbox import clock, controls
from mappop.sandbox.network import Network
from mappop.sandbox.replies import error, json_of

BODY_MAX = 1_000_000
_ID_KEYS = {"id", "requestid", "storecode", "listing_id", "listing id", "client id", "phone", "location phone", "title"}
_NONSENSE = b'\xff\xfe{"id": 12, "name": "\x00<html><b>Temporarily moved</html'

App = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


class Misbehaving:
    """A publisher as the network shows it: its own application, its faults, its log."""

    def __init__(
        self,
        build: Callable[[], App],
        network: Network,
        publisher: str,
        own_controls: Callable[[Request], Response | None] = lambda _: None,
    ) -> None:
        self.build, self.network, self.publisher, self.own_controls = build, network, publisher, own_controls

    @cached_property
    def app(self) -> App:
        """Built at its first request: fifteen applications at once are most of a start's time."""
        return self.build()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            request = _read_whole(environ)
        except RequestEntityTooLarge:
            return error(413, "the body is over a megabyte")(environ, start_response)
        if request.path.startswith("/_sandbox/"):
            answer = self.own_controls(request) or controls.answer(self.network, self.publisher, request)
            return answer(environ, start_response)
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


def _read_whole(environ: WSGIEnvironment) -> Request:
    """The request with its body read once and put back, as both the log and the application read it."""
    request = Request(environ)
    request.max_content_length = BODY_MAX
    body = request.get_data(cache=True, parse_form_data=False)
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return request


def _ids(request: Request) -> dict[str, str]:
    """What tells one effect from another: request ids, our own ids, and whom a message goes to."""
    found = {key: value[:200] for key, value in request.args.items() if key.lower() in _ID_KEYS}
    found |= {
        name: request.headers[name][:200] for name in ("Idempotency-Key", "X-Request-Id") if name in request.headers
    }
    body = json_of(request) or _form(request)
    for part in (body, *_submissions(body)):
        if isinstance(part, dict):
            found |= {k: str(v)[:200] for k, v in part.items() if k.lower() in _ID_KEYS}
    return found


def _submissions(body: dict[str, Any]) -> list[Any]:
    parts = body.get("submissions")
    return parts[:100] if isinstance(parts, list) else []


def _form(request: Request) -> dict[str, Any]:
    if request.mimetype != "application/x-www-form-urlencoded":
        return {}
    return dict(parse_qsl(request.get_data().decode("utf-8", "replace")))


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
