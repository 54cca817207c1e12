"""The machine's shop on a real database, which is emptied for each new life."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from mappop.db.tables import metadata
from tests.billing import shop
from tests.world import World


class Kept:
    def __init__(self, world: World, timezone: str, day_0: datetime) -> None:
        self.clock, self.deps = world.clock, world.deps
        self.clock.at = day_0
        with world.app.engine.begin() as connection:
            _empty(connection)
        shop.open_doors(self.deps, timezone)


def _empty(connection: Connection) -> None:
    """Without the guards of what is never deleted, which are put back."""
    is_sqlite = connection.dialect.name == "sqlite"
    guards = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")) if is_sqlite else ()
    kept = [tuple(guard) for guard in guards]
    if not is_sqlite:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    for name, _ in kept:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for table in reversed(metadata.sorted_tables):
        connection.exec_driver_sql(f"DELETE FROM {table.name}")
    for _, sql in kept:
        connection.exec_driver_sql(sql)
