"""Rows that are written together at the commit: a statement a table instead of one a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from mappop.db import counters
from mappop.db.tables.base import metadata
from mappop.db.tables.work import outbox


class Gathered:
    """In the order in which tables refer to each other, so that what is named is there before what names it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._items: dict[type, list[object]] = defaultdict(list)
        self._work: list[Mapping[str, Any]] = []

    def add(self, item: object) -> None:
        self._items[type(item)].append(item)

    def enqueue(self, values: Mapping[str, Any]) -> None:
        self._work.append(values)

    def write(self) -> None:
        by_table: dict[str, list[object]] = {
            inspect(kind).local_table.name: items for kind, items in self._items.items()
        }
        self._items.clear()
        for table in metadata.sorted_tables:
            if items := by_table.get(table.name):
                names = [column.key for column in table.columns]
                # Past the mapper's attributes, which ask for what was never loaded: these rows are as they were made.
                self._session.execute(
                    insert(table), [{name: row.get(name) for name in names} for row in map(vars, items)]
                )
        if self._work:
            once = counters.INSERTS[self._session.get_bind().dialect.name](outbox).on_conflict_do_nothing()
            self._session.execute(once, self._work)
            self._work = []
