"""Idempotency keys: the first answer under a key is the answer, for a day, and for the same parameters only.

As docs.stripe.com/api/idempotent_requests says: errors of a begun request are replayed too, 500s among them; a
request that never began (wrong parameters, another under way, too many) leaves its key free.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from mappop.sandbox.store import as_json
from mappop.sandbox.stripe.account import Account
from mappop.sandbox.stripe.refusals import invalid, key_in_use, other_parameters

LONGEST = 255
LIFE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: dict[str, Any]
    original_request: str = ""  # of the first request, where this answer is a replay


def claim(account: Account, key: str, asked: str, request_id: str) -> Answer | None:
    """The stored answer, or None where the key is now this request's. Raises Refused: 400, or 409 while in use."""
    if len(key) > LONGEST:
        raise invalid(f"Idempotency keys may be at most {LONGEST} letters.")
    digest, now = hashlib.sha256(asked.encode()).hexdigest(), account.now()
    with account.store.writing() as db:
        db.execute("DELETE FROM stripe_key WHERE at <= ? AND status IS NOT NULL", (now - LIFE_SECONDS,))
        row = db.execute("SELECT * FROM stripe_key WHERE key = ?", (key,)).fetchone()
        if row is None:
            sql = "INSERT INTO stripe_key (key, asked, at, request) VALUES (?, ?, ?, ?)"
            db.execute(sql, (key, digest, now, request_id))
            return None
    if row["asked"] != digest:
        raise other_parameters(key)
    if row["status"] is None:
        raise key_in_use(key)
    return Answer(row["status"], json.loads(row["body"]), row["request"])


def store(account: Account, key: str, answer: Answer) -> None:
    """Inside the transaction of the work, so that a kill leaves both or neither."""
    with account.store.writing() as db:
        sql = "UPDATE stripe_key SET status = ?, body = ? WHERE key = ?"
        db.execute(sql, (answer.status, as_json(answer.body), key))


def free(account: Account, key: str) -> None:
    with account.store.writing() as db:
        db.execute("DELETE FROM stripe_key WHERE key = ? AND status IS NULL", (key,))


def free_all(account: Account) -> None:
    """At a start nothing is under way: what a kill left claimed had no effect."""
    with account.store.writing() as db:
        db.execute("DELETE FROM stripe_key WHERE status IS NULL")
