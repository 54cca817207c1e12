"""One account in test mode: the objects in it, a time of its own, and what it has still to do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mappop.sandbox import clock
from mappop.sandbox.network import Network
from mappop.sandbox.store import as_json
from mappop.sandbox.stripe.refusals import missing
from mappop.sandbox.ticker import post

Post = Callable[[str, bytes, dict[str, str]], int | None]  # to an address; the status, None where nobody answers
Thing = dict[str, Any]  # one of Stripe's objects, as its JSON

TABLES = """
CREATE TABLE IF NOT EXISTS stripe_object (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, object TEXT, body TEXT);
CREATE INDEX IF NOT EXISTS stripe_object_kind ON stripe_object (object, seq);
CREATE INDEX IF NOT EXISTS stripe_object_customer ON stripe_object (object, json_extract(body, '$.customer'), seq);
CREATE INDEX IF NOT EXISTS stripe_object_intent ON stripe_object (object, json_extract(body, '$.payment_intent'), seq);
CREATE INDEX IF NOT EXISTS stripe_object_charge ON stripe_object (object, json_extract(body, '$.charge'), seq);
CREATE TABLE IF NOT EXISTS stripe_due (id INTEGER PRIMARY KEY, at INTEGER, kind TEXT, body TEXT);
CREATE INDEX IF NOT EXISTS stripe_due_at ON stripe_due (at, id);
CREATE TABLE IF NOT EXISTS stripe_key (
  key TEXT PRIMARY KEY, asked TEXT, at INTEGER, request TEXT, status INTEGER, body TEXT);
CREATE TABLE IF NOT EXISTS stripe_delivery (
  id INTEGER PRIMARY KEY, event TEXT, endpoint TEXT, at INTEGER, rank INTEGER DEFAULT 0, state TEXT, attempt INTEGER
  DEFAULT 0, status INTEGER);
CREATE INDEX IF NOT EXISTS stripe_delivery_due ON stripe_delivery (state, at, rank, id);
"""
LISTED = ("customer", "payment_method", "payment_intent", "charge", "setup_intent", "type", "source", "email", "status")


class Account:
    """All reads and writes of the pretended Stripe; a caller's transaction is `store.writing()`."""

    def __init__(self, network: Network, post: Post = post) -> None:
        self.network, self.store, self.post = network, network.store, post
        self.store.prepare(TABLES)
        self._here = threading.local()

    @property
    def url(self) -> str:
        return self.network.urls["stripe"]

    def now(self) -> int:
        """Unix seconds by the account's own clock; inside an act of the agenda, the moment it was due."""
        moment = getattr(self._here, "moment", None)
        return int(moment if moment is not None else read_clock(self))

    @property
    def cause(self) -> Thing:
        """The request that is being answered, as events name it."""
        found: Thing = getattr(self._here, "cause", {"id": None, "idempotency_key": None})
        return found

    @contextmanager
    def because(self, request_id: str, key: str | None) -> Iterator[None]:
        self._here.cause = {"id": request_id, "idempotency_key": key}
        try:
            yield
        finally:
            del self._here.cause

    @contextmanager
    def at(self, moment: int) -> Iterator[None]:
        self._here.moment = moment
        try:
            yield
        finally:
            self._here.moment = None

    def find(self, id: str) -> Thing | None:
        rows = self.store.rows("SELECT body FROM stripe_object WHERE id = ?", id)
        return json.loads(rows[0]["body"]) if rows else None

    def get(self, kind: str, id: str, param: str = "id") -> Thing:
        """Raises Refused: 404 where the address names it, 400 where a parameter does."""
        found = self.find(id)
        if found is None or found["object"] != kind or found.get("deleted"):
            raise missing(kind, id, param, 404 if param == "id" else 400)
        return found

    def put(self, thing: Thing) -> Thing:
        with self.store.writing() as db:
            sql = "INSERT INTO stripe_object (id, object, body) VALUES (?, ?, ?)"
            values = (thing["id"], thing["object"], as_json(thing))
            db.execute(sql + " ON CONFLICT (id) DO UPDATE SET body = excluded.body", values)
        return thing

    def newest(self, kind: str, limit: int, *, before: int | None, after: int | None, **wanted: Any) -> list[Thing]:
        """Newest first, or, where `after` a place is asked for, the nearest newer ones, newest first still."""
        clauses, values = ["object = ?", "json_extract(body, '$.deleted') IS NULL"], list[Any]([kind])
        for name, value in wanted.items():
            clause, given = _clause(name, value)
            clauses.append(clause)
            values.extend(given)
        clauses += ["seq < ?"] if before is not None else []
        clauses += ["seq > ?"] if after is not None else []
        values += [place for place in (before, after) if place is not None]
        order = "ASC" if after is not None else "DESC"
        sql = f"SELECT body FROM stripe_object WHERE {' AND '.join(clauses)} ORDER BY seq {order} LIMIT ?"
        found = [json.loads(row["body"]) for row in self.store.rows(sql, *values, limit)]
        return found if after is None else found[::-1]

    def of(self, kind: str, **wanted: Any) -> list[Thing]:
        """All of a kind, newest first."""
        return self.newest(kind, -1, before=None, after=None, **wanted)

    def place(self, id: str) -> int | None:
        rows = self.store.rows("SELECT seq FROM stripe_object WHERE id = ?", id)
        return int(rows[0]["seq"]) if rows else None

    def later(self, seconds: int, kind: str, **body: Any) -> None:
        with self.store.writing() as db:
            sql = "INSERT INTO stripe_due (at, kind, body) VALUES (?, ?, ?)"
            db.execute(sql, (self.now() + seconds, kind, as_json(body)))

    def catch_up(self, acts: dict[str, Callable[..., None]]) -> None:
        """Does what is due, in order, each at its own moment and in one transaction with its effect."""
        until = self.now()
        while self.store.rows("SELECT 1 FROM stripe_due WHERE at <= ? LIMIT 1", until):
            with self.store.writing() as db:
                sql = "SELECT * FROM stripe_due WHERE at <= ? ORDER BY at, id LIMIT 1"
                row = db.execute(sql, (until,)).fetchone()
                if row is None:
                    return
                db.execute("DELETE FROM stripe_due WHERE id = ?", (row["id"],))
                with self.at(row["at"]):
                    acts[row["kind"]](self, **json.loads(row["body"]))


def _clause(name: str, value: Any) -> tuple[str, list[Any]]:
    if name in ("created_gt", "created_gte", "created_lt", "created_lte"):
        sign = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}[name.removeprefix("created_")]
        return f"json_extract(body, '$.created') {sign} ?", [value]
    if name == "types":
        return f"json_extract(body, '$.type') IN ({', '.join('?' for _ in value)})", list(value)
    assert name in LISTED, name
    return f"json_extract(body, '$.{name}') = ?", [value]


def read_clock(account: Account) -> float:
    """The real time moved by an offset, or the moment at which the clock was made to stand."""
    kept = account.store.document("stripe", "clock") or {}
    stands_at = kept.get("stands_at")
    return float(stands_at) if stands_at is not None else account.network.now() + kept.get("offset", 0.0)


def new_id(prefix: str) -> str:
    return f"{prefix}_{clock.token(24)}"
