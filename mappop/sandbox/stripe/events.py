"""What happened, as Stripe's events, and their way to the endpoints: signed, tried again for three days."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import threading
from typing import Any

from mappop.sandbox import clock
from mappop.sandbox.stripe import shapes
from mappop.sandbox.stripe.account import Account, Thing, new_id

MODES = ("ok", "late", "twice", "reversed", "lost", "held")
# Seconds to the next try after each one that was not taken: docs.stripe.com/webhooks says "up to three days with an
# exponential back off"; the steps are ours.
RETRY_AFTER = (300, 1_800, 7_200, 18_000, 36_000, 43_200, 43_200, 43_200, 43_200)
_delivering = threading.Lock()


def tell(account: Account, type: str, thing: Thing, **previous: Any) -> None:
    """Keeps the event and puts it on its way; `previous` are the attributes that an update changed."""
    endpoints = [point for point in account.of("webhook_endpoint") if _wants(point, type)]
    data = {"object": thing} | ({"previous_attributes": previous} if previous else {})
    event = shapes.event(
        id=new_id("evt"), type=type, created=account.now(), data=data,
        pending_webhooks=len(endpoints), request=account.cause,
    )  # fmt: skip
    account.put(event)
    for point in endpoints:
        _dispatch(account, event["id"], point["id"])


def misbehave(account: Account, mode: str, seconds: int, count: int | None) -> None:
    """How the next events travel. Those of `reversed` wait for the last of their count, then go last first."""
    account.store.keep("stripe", "webhooks", {"mode": mode, "seconds": seconds, "remaining": count})
    if mode == "ok":
        with account.store.writing() as db:
            db.execute("UPDATE stripe_delivery SET state = 'due', rank = -id WHERE state = 'turning'")


def deliver(account: Account, events: list[str] | None = None) -> list[Thing]:
    """Everything that is due now, or the named events in the order given, however often they have travelled.

    The answer: event, type, endpoint, attempt and the status that the endpoint gave (None where nobody answered).
    """
    with _delivering:
        return [_try(account, row) for row in _rows(account, events)]


def signature(secret: str, moment: int, body: bytes) -> str:
    """`Stripe-Signature`: HMAC-SHA256 of "moment.body" (docs.stripe.com/webhooks, "Verify manually")."""
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.'.encode() + body, hashlib.sha256).hexdigest()}"


def _wants(endpoint: Thing, type: str) -> bool:
    return endpoint["status"] == "enabled" and any(name in ("*", type) for name in endpoint["enabled_events"])


def _dispatch(account: Account, event: str, endpoint: str) -> None:
    mode, seconds, is_last = _take_fault(account)
    state = {"lost": "lost", "held": "held", "reversed": "turning"}.get(mode, "due")
    at = account.now() + (seconds if mode == "late" else 0)
    with account.store.writing() as db:
        for _ in range(2 if mode == "twice" else 1):
            sql = "INSERT INTO stripe_delivery (event, endpoint, at, state) VALUES (?, ?, ?, ?)"
            db.execute(sql, (event, endpoint, at, state))
        if mode == "reversed" and is_last:
            db.execute("UPDATE stripe_delivery SET state = 'due', rank = -id WHERE state = 'turning'")


def _take_fault(account: Account) -> tuple[str, int, bool]:
    fault = account.store.document("stripe", "webhooks") or {"mode": "ok", "seconds": 0, "remaining": None}
    if fault["remaining"] is None:
        return fault["mode"], fault["seconds"], False
    left = fault["remaining"] - 1
    following = {**fault, "remaining": left} if left else {"mode": "ok", "seconds": 0, "remaining": None}
    account.store.keep("stripe", "webhooks", following)
    return fault["mode"], fault["seconds"], left == 0


def _rows(account: Account, events: list[str] | None) -> list[sqlite3.Row]:
    if events is None:
        sql = "SELECT * FROM stripe_delivery WHERE state = 'due' AND at <= ? ORDER BY at, rank, id"
        return account.store.rows(sql, account.now())
    found = []
    for event in events:
        found += account.store.rows("SELECT * FROM stripe_delivery WHERE event = ? GROUP BY endpoint", event)
    return found


def _try(account: Account, row: sqlite3.Row) -> Thing:
    event, endpoint = account.find(row["event"]), account.find(row["endpoint"])
    assert event is not None
    if endpoint is None or endpoint.get("deleted"):
        _note(account, row, "dropped", None)
        return {"event": event["id"], "type": event["type"], "endpoint": row["endpoint"], "status": None}
    status = _send(account, event, endpoint)
    is_taken = status is not None and 200 <= status < 300
    _note(account, row, "taken" if is_taken else "due", status)
    if is_taken and row["state"] != "taken":
        fresh = account.find(event["id"]) or event
        account.put({**fresh, "pending_webhooks": max(0, fresh["pending_webhooks"] - 1)})
    told = {"event": event["id"], "type": event["type"], "endpoint": endpoint["id"]}
    return {**told, "attempt": row["attempt"] + 1, "status": status}


def _send(account: Account, event: Thing, endpoint: Thing) -> int | None:
    body = json.dumps(event, indent=2).encode()
    secret = (account.store.document("stripe_secret", endpoint["id"]) or {})["secret"]
    # The moment in the signature is the machine's: the library compares it with the machine's clock, not with ours.
    headers = {"Stripe-Signature": signature(secret, int(clock.now()), body)}
    headers |= {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0"}
    return account.post(endpoint["url"], body, headers)


def _note(account: Account, row: sqlite3.Row, state: str, status: int | None) -> None:
    tried = row["attempt"]
    if state == "due" and tried >= len(RETRY_AFTER):
        state = "given_up"
    at = account.now() + RETRY_AFTER[min(tried, len(RETRY_AFTER) - 1)] if state == "due" else row["at"]
    sql = "UPDATE stripe_delivery SET state = ?, status = ?, at = ?, attempt = attempt + 1 WHERE id = ?"
    with account.store.writing() as db:
        db.execute(sql, (state, status, at, row["id"]))
