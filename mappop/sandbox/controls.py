"""What tests and the demo may ask of any publisher under /_sandbox/: faults, drift, and the log of writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request, Response

from mappop.sandbox import clock
from mappop.sandbox.hours import is_week
from mappop.sandbox.network import Network
from mappop.sandbox.replies import error, json_of, reply

MODES = ("ok", "slow", "hang", "429", "500", "nonsense", "lost_reply")
LONGEST_SECONDS = 600.0
MOST_REQUESTS = 1_000_000
VALUE_MAX = 300
DRIFTING = ("name", "street", "unit", "city", "region", "postal_code", "phone", "website", "hours", "is_closed")


def answer(network: Network, publisher: str, request: Request) -> Response:
    handlers: dict[tuple[str, str], Callable[[Network, str, Request], Response]] = {
        ("POST", "/_sandbox/faults"): _set_fault,
        ("POST", "/_sandbox/drift"): _drift,
        ("GET", "/_sandbox/requests"): _requests,
    }
    handler = handlers.get((request.method, request.path))
    return handler(network, publisher, request) if handler else error(404, "no such control")


def _set_fault(network: Network, publisher: str, request: Request) -> Response:
    body = json_of(request)
    mode, seconds, count = str(body.get("mode")), body.get("seconds", 1), body.get("count")
    if mode not in MODES:
        return error(400, "mode is one of " + ", ".join(MODES))
    if not _is_number(seconds) or not 0 <= seconds <= LONGEST_SECONDS:
        return error(400, f"seconds is a number up to {LONGEST_SECONDS:.0f}")
    if count is not None and not (isinstance(count, int) and 1 <= count <= MOST_REQUESTS):
        return error(400, f"count is a whole number of requests from 1 to {MOST_REQUESTS}, or absent")
    with network.store.writing() as db:
        db.execute("DELETE FROM fault WHERE publisher = ?", (publisher,))
        if mode != "ok":
            row = (publisher, mode, float(seconds), count)
            db.execute("INSERT INTO fault VALUES (?, ?, ?, ?)", row)
    return reply({"mode": mode, "seconds": seconds, "count": count})


def _drift(network: Network, publisher: str, request: Request) -> Response:
    body = json_of(request)
    field = str(body.get("field"))
    if field not in DRIFTING:
        return error(400, "field is one of " + ", ".join(DRIFTING))
    if not _can_be(field, body.get("value")):
        return error(400, f"that is no value for {field}")
    listings = network.listings(publisher)
    changed = listings.drift(str(body.get("phone", "")), field, body.get("value"))
    return reply({"changed": changed}) if changed else error(404, "no listing with that phone here")


def _requests(network: Network, publisher: str, request: Request) -> Response:
    rows = network.store.rows("SELECT * FROM request WHERE publisher = ? ORDER BY id", publisher)
    return reply({"requests": [_shown(dict(row)) for row in rows]})


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    keys = ("method", "path", "status")
    return {**{key: row[key] for key in keys}, "ids": json.loads(row["ids"]), "at": clock.stamp(row["at"])}


def _can_be(field: str, value: object) -> bool:
    if field == "hours":
        return is_week(value)
    return isinstance(value, bool if field == "is_closed" else str) and len(str(value)) <= VALUE_MAX


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
