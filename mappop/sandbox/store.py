"""What the pretend world remembers: one SQLite file in the sandbox's home, safe against a kill at any instant."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS listing (
  publisher TEXT, ref TEXT, slug TEXT, business_id TEXT, facts TEXT, status TEXT, claimed_by TEXT, extra TEXT,
  updated_at REAL, PRIMARY KEY (publisher, ref), UNIQUE (publisher, slug));
CREATE TABLE IF NOT EXISTS document (kind TEXT, ref TEXT, body TEXT, PRIMARY KEY (kind, ref));
CREATE TABLE IF NOT EXISTS due (id INTEGER PRIMARY KEY, at REAL, kind TEXT, body TEXT, attempt INTEGER DEFAULT 0);
CREATE INDEX IF NOT EXISTS due_at ON due (at);
CREATE TABLE IF NOT EXISTS fault (publisher TEXT PRIMARY KEY, mode TEXT, seconds REAL, remaining INTEGER);
CREATE TABLE IF NOT EXISTS request (
  id INTEGER PRIMARY KEY, publisher TEXT, at REAL, method TEXT, path TEXT, ids TEXT, status INTEGER);
CREATE TABLE IF NOT EXISTS message (
  seq INTEGER PRIMARY KEY, id TEXT, kind TEXT, sender TEXT, recipient TEXT, subject TEXT, text TEXT, html TEXT,
  at REAL, status TEXT, reason TEXT);
CREATE INDEX IF NOT EXISTS message_recipient ON message (recipient);
"""


def storable(text: str) -> str:
    """Without lone surrogates, which broken mail and JSON can hold and no encoding can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def as_json(value: object) -> str:
    return storable(json.dumps(value, ensure_ascii=False))


class Store:
    """One connection behind one lock: a handful of people use this world, and simple is safe."""

    def __init__(self, home: Path | None) -> None:
        """None: in memory, and gone with the process."""
        if home is not None:
            home.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(
            home / "world.sqlite3" if home else ":memory:", check_same_thread=False, isolation_level=None
        )
        self._db.row_factory = sqlite3.Row
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + TABLES)
        self._depth = 0

    def prepare(self, tables: str) -> None:
        """Makes the tables that a part of the world has of its own, where they are not there yet."""
        with self._lock:
            self._db.executescript(tables)

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; inside another it joins that one."""
        with self._lock:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield self._db
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("COMMIT")

    def document(self, kind: str, ref: str) -> dict[str, Any] | None:
        found = self.rows("SELECT body FROM document WHERE kind = ? AND ref = ?", kind, ref)
        return json.loads(found[0]["body"]) if found else None

    def documents(self, kind: str) -> list[dict[str, Any]]:
        return [
            json.loads(r["body"]) for r in self.rows("SELECT body FROM document WHERE kind = ? ORDER BY rowid", kind)
        ]

    def keep(self, kind: str, ref: str, body: dict[str, Any]) -> None:
        with self.writing() as db:
            db.execute(
                "INSERT INTO document VALUES (?, ?, ?) ON CONFLICT (kind, ref) DO UPDATE SET body = excluded.body",
                (kind, ref, as_json(body)),
            )

    def forget(self, kind: str, ref: str) -> None:
        with self.writing() as db:
            db.execute("DELETE FROM document WHERE kind = ? AND ref = ?", (kind, ref))

    def schedule(self, kind: str, at: float, body: dict[str, Any]) -> None:
        with self.writing() as db:
            db.execute("INSERT INTO due (at, kind, body) VALUES (?, ?, ?)", (at, kind, as_json(body)))

    def close(self) -> None:
        with self._lock:
            self._db.close()
