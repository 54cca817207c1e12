"""Hosts that fail again and again, known to every process: the first worker's five failures are the last ones' too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from checkers.fetch.breaker import PROBE_MAX, rest_after, resting
from mappop.clock import Clock
from mappop.db.tables.work import host_failures as table
from mappop.db.turns import PLACE_MAX

_INSERTS: Mapping[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class SharedBreaker:
    """Fulfils `checkers.fetch.breaker.Breaker`. Hosts that answer cost no write: their row is looked for first."""

    def __init__(self, engine: Engine, reader: Engine, clock: Clock, *, failures: int) -> None:
        self._engine, self._reader, self._clock, self._allowed = engine, reader, clock, failures

    def enter(self, place: str) -> None:
        now, found = self._clock.now(), self._found(place)
        if found is None or found[0] < self._allowed:
            return
        if (left := (found[1] - now).total_seconds()) > 0:
            raise resting(left)
        with self._engine.begin() as connection:
            free = (table.c.place == place[:PLACE_MAX]) & (table.c.closed_until <= now)
            probe_ends = now + timedelta(seconds=PROBE_MAX)
            taken = connection.execute(update(table).where(free).values(closed_until=probe_ends))
        if taken.rowcount != 1 and self._found(place) is not None:
            raise resting(PROBE_MAX)

    def failed(self, place: str) -> int:
        place, now = place[:PLACE_MAX], self._clock.now()
        with self._engine.begin() as connection:
            insert = _INSERTS[connection.dialect.name](table).values(place=place, failures=1, closed_until=now)
            one_more = {"failures": table.c.failures + 1}
            counted = insert.on_conflict_do_update(index_elements=["place"], set_=one_more).returning(table.c.failures)
            failures = int(connection.execute(counted).scalar_one())
            until = now + timedelta(seconds=rest_after(failures, self._allowed))
            connection.execute(update(table).where(table.c.place == place).values(closed_until=until))
        return failures

    def answered(self, place: str) -> None:
        if self._found(place) is not None:
            with self._engine.begin() as connection:
                connection.execute(delete(table).where(table.c.place == place[:PLACE_MAX]))

    def _found(self, place: str) -> tuple[int, datetime] | None:
        with self._reader.connect() as connection:
            mine = select(table.c.failures, table.c.closed_until).where(table.c.place == place[:PLACE_MAX])
            row = connection.execute(mine).first()
        return (row.failures, row.closed_until) if row else None
