"""What happens later in this world: feeds arrive, reviews end, listings drift back, deliveries are reported."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import sqlite3
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from mappop.sandbox import clock
from mappop.sandbox.network import Network

TICK_SECONDS = 0.05
REPORT_TIMEOUT = 5
RETRY_AFTER = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600)  # seconds; then given up, as real gateways do
EVERY_NTH_TWICE = 5


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could lead off the machine."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)

Handler = Callable[[dict[str, Any]], None]


class Ticker(threading.Thread):
    """Takes due events in order; each and its effect are one transaction: a kill neither loses nor doubles it."""

    def __init__(self, network: Network, handlers: dict[str, Handler]) -> None:
        super().__init__(name="ticker", daemon=True)
        self.network, self.handlers = network, handlers

    def run(self) -> None:
        while not self.network.stopping.wait(TICK_SECONDS):
            self.catch_up()

    def catch_up(self) -> None:
        marks = ", ".join("?" for _ in self.handlers)
        sql = f"SELECT * FROM due WHERE kind IN ({marks}) AND at <= ? ORDER BY at LIMIT 100"
        for row in self.network.store.rows(sql, *self.handlers, clock.now()):
            try:
                with self.network.store.writing() as db:
                    db.execute("DELETE FROM due WHERE id = ?", (row["id"],))
                    self.handlers[row["kind"]](json.loads(row["body"]))
            except Exception as error:  # the thread's outermost boundary: one bad event may not stop the world
                self._drop(row, error)

    def _drop(self, row: sqlite3.Row, error: Exception) -> None:
        sys.stderr.write(f"sandbox: a {row['kind']} event was dropped: {error!r}\n")
        with self.network.store.writing() as db:
            db.execute("DELETE FROM due WHERE id = ?", (row["id"],))


class Courier(threading.Thread):
    """Reports deliveries to the service; apart from the ticker, as the service may be slow or away."""

    def __init__(self, network: Network) -> None:
        super().__init__(name="courier", daemon=True)
        self.network = network

    def run(self) -> None:
        while not self.network.stopping.wait(TICK_SECONDS):
            sql = "SELECT * FROM due WHERE kind = 'report' AND at <= ? ORDER BY at LIMIT 20"
            for row in self.network.store.rows(sql, clock.now()):
                if not self.network.stopping.is_set():
                    self._report(row)

    def _report(self, row: sqlite3.Row) -> None:
        body = json.loads(row["body"])
        is_taken = post_report(self.network, body)
        if is_taken and _is_reported_twice(body["id"]):
            post_report(self.network, body)
        with self.network.store.writing() as db:
            if is_taken or row["attempt"] >= len(RETRY_AFTER):
                db.execute("DELETE FROM due WHERE id = ?", (row["id"],))
            else:
                later = clock.now() + RETRY_AFTER[row["attempt"]]
                db.execute("UPDATE due SET at = ?, attempt = attempt + 1 WHERE id = ?", (later, row["id"]))


def post_report(network: Network, report: dict[str, Any]) -> bool:
    """One signed POST; False where the service did not take it."""
    url = report.get("url") or f"{network.base_url.rstrip('/')}/hooks/{report['hook']}"
    if not is_loopback(url):
        return True  # nothing leaves the machine; a report that can't be made is not tried again
    moment = clock.now()
    said = report.get("said") or {key: report[key] for key in ("id", "event", "reason")}
    body = json.dumps({**said, "at": clock.stamp(moment)}).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Mappop-Signature": signature(network.keys["mailbox_secret"], int(moment), body),
    }
    status = post(url, body, headers)
    return status is not None and 200 <= status < 300


def post(url: str, body: bytes, headers: dict[str, str]) -> int | None:
    """The status that was answered, None where there was no answer; nothing is sent off the machine."""
    if not is_loopback(url):
        return None
    try:
        with _OPENER.open(urllib.request.Request(url, body, headers), timeout=REPORT_TIMEOUT) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError, http.client.HTTPException):
        return None


def signature(secret: str, moment: int, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def is_loopback(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return parts.scheme == "http" and (host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        return False


def _is_reported_twice(message_id: str) -> bool:
    return int(hashlib.sha256(message_id.encode()).hexdigest(), 16) % EVERY_NTH_TWICE == 0
