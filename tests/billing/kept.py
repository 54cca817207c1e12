"""The machine's shop on a real database, which is emptied for each new life."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, text

from jobs.base import work_row
from mappop.db.outbox import Outbox
from mappop.db.tables import metadata
from mappop.domain.tax_table import FlatTaxes
from tests.billing import shop
from tests.billing.killing import Killed, killed_at
from tests.billing.logged import LoggedProcessor
from tests.billing.memory import JOBS, OF_MONEY
from tests.world import World

WORKED = (*OF_MONEY, "jobs.messages.send")


class Kept:
    def __init__(self, world: World, timezone: str, day_0: datetime, door: FlaskClient | None = None) -> None:
        self.clock, self._world, self._door = world.clock, world, door
        self.clock.at = day_0
        self.pays_by(LoggedProcessor())
        self.taxed_by(FlatTaxes())
        with world.app.engine.begin() as connection:
            _empty(connection)
        shop.open_doors(self.deps, timezone)

    def pays_by(self, processor: Any) -> None:
        self.processor = self._world.processor = processor
        self.deps = self._world.deps

    def taxed_by(self, taxes: FlatTaxes) -> None:
        self._world.taxes = taxes
        self.deps = self._world.deps

    def hear(self, body: bytes, signature: str) -> int:
        """At the service's own door for events; the status."""
        assert self._door is not None
        return self._door.post("/hooks/stripe", data=body, headers={"Stripe-Signature": signature}).status_code

    @contextmanager
    def dying(self, n: int, *, after: bool) -> Iterator[None]:
        """Of what the schedule does; workers live on."""
        whole, self.deps = self.deps, killed_at(self.deps, n, after=after)
        with suppress(Killed):
            yield
        self.deps = whole

    def work(self) -> None:
        """As the workers would, of money and letters: the rest has no place in this small world."""
        outbox = Outbox(self._world.app.engine)
        while rings := [r for r in outbox.to_ring(now=self.clock.now()) if r.job.startswith(WORKED)]:
            noted = {r.row_id: (JOBS[r.job].lane, 1 + len(JOBS[r.job].attempts)) for r in rings}
            outbox.rung(noted, now=self.clock.now())
            for ring in rings:
                work_row(self._world.app, ring.row_id)


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
