"""The turns of hosts, shared by every process: a host sees one rate, however many workers ask.

They live in the database because Redis may be emptied at any moment, and a rate that is forgotten is a rate broken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.dialects import postgresql, sqlite

from mappop.clock import Clock
from mappop.db.tables.work import turns

_INSERTS: Mapping[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
PLACE_MAX = 300


class SharedTurns:
    """Fulfils `checkers.fetch.pace.Budget`; every statement is one short transaction of its own."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def take(self, place: str, spacing: float) -> float:
        place = place[:PLACE_MAX]
        with self._engine.begin() as connection:
            self._known(connection, place)
            now = self._clock.now()  # asked once the write lock is held: waiting for it must not shorten the spacing
            mine = (turns.c.place == place) & (turns.c.next_at <= now)
            taken = connection.execute(update(turns).where(mine).values(next_at=now + timedelta(seconds=spacing)))
            if taken.rowcount == 1:
                return 0.0
            turn: datetime = connection.execute(select(turns.c.next_at).where(turns.c.place == place)).scalar_one()
        return max((turn - now).total_seconds(), 0.001)

    def hold(self, place: str, seconds: float) -> None:
        until, place = self._clock.now() + timedelta(seconds=seconds), place[:PLACE_MAX]
        with self._engine.begin() as connection:
            self._known(connection, place)
            later = (turns.c.place == place) & (turns.c.next_at < until)
            connection.execute(update(turns).where(later).values(next_at=until))

    def _known(self, connection: Connection, place: str) -> None:
        insert = _INSERTS[connection.dialect.name](turns).values(place=place, next_at=_LONG_AGO)
        connection.execute(insert.on_conflict_do_nothing())
