"""The machine's shop on a real database, which is emptied for each new life."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from mappop.db.tables import metadata
from tests.billing import shop
from tests.world import World


class Kept:
    def __init__(self, world: World, timezone: str, day_0: datetime) -> None:
        self.clock, self.deps = world.clock, world.deps
        self.clock.at = day_0
        with world.app.engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(text(f"DELETE FROM {table.name}"))
        shop.open_doors(self.deps, timezone)
