"""The outbox as a queue of record: leases by compare-and-set, fenced by a token, swept when a worker dies.

Every statement here is one short transaction of its own; `state` and `token` in the WHERE decide who wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, func, or_, select, update

from mappop.db.tables.work import outbox
from mappop.db.unit_of_work import Fence
from mappop.domain.outbox import LEASE, WorkState

RING_AGAIN_AFTER = timedelta(seconds=30)  # a ring that a killed worker swallowed is repeated after this long
ERROR_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Lease:
    row_id: int
    token: int
    job: str
    args: Mapping[str, Any]
    attempt: int
    max_attempts: int

    @property
    def fence(self) -> Fence:
        return Fence(self.row_id, self.token)


@dataclass(frozen=True, slots=True)
class Ring:
    """A row to be rung: its RQ id is made of row and attempt."""

    row_id: int
    attempt: int
    job: str
    lane: str


class Outbox:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, row_id: int, *, owner: str, now: datetime) -> Lease | None:
        """Take the row if it is due or its lease ran out; None when somebody else has it."""
        ready = or_(
            and_(outbox.c.state == WorkState.DUE, outbox.c.due_at <= now),
            and_(outbox.c.state == WorkState.RUNNING, outbox.c.lease_until < now),
        )
        taken = (
            update(outbox)
            .where(outbox.c.id == row_id, ready)
            .values(
                state=WorkState.RUNNING, lease_owner=owner, lease_until=now + LEASE,
                token=outbox.c.token + 1, attempt=outbox.c.attempt + 1,
            )
            .returning(outbox.c.token, outbox.c.job, outbox.c.args, outbox.c.attempt, outbox.c.max_attempts)
        )  # fmt: skip
        with self._engine.begin() as connection:
            row = connection.execute(taken).first()
        return Lease(row_id, row.token, row.job, row.args, row.attempt, row.max_attempts) if row else None

    def renew(self, lease: Lease, *, now: datetime) -> bool:
        return self._write(lease, lease_until=now + LEASE)

    def finish(self, lease: Lease, *, now: datetime) -> bool:
        return self._write(lease, state=WorkState.DONE, done_at=now, lease_until=None, last_error="")

    def retry(self, lease: Lease, *, due_at: datetime, error: str) -> bool:
        return self._write(
            lease, state=WorkState.DUE, due_at=due_at, rung_at=None, lease_until=None, last_error=error[:ERROR_MAX]
        )

    def park(self, lease: Lease, *, error: str) -> bool:
        return self._write(lease, state=WorkState.PARKED, lease_until=None, last_error=error[:ERROR_MAX])

    def _write(self, lease: Lease, **values: Any) -> bool:
        mine = (outbox.c.id == lease.row_id) & (outbox.c.token == lease.token) & (outbox.c.state == WorkState.RUNNING)
        with self._engine.begin() as connection:
            return connection.execute(update(outbox).where(mine).values(**values)).rowcount == 1

    def to_ring(self, *, now: datetime, limit: int = 500) -> Sequence[Ring]:
        """Rows that are due and were not rung lately, oldest first."""
        quiet = or_(outbox.c.rung_at.is_(None), outbox.c.rung_at < now - RING_AGAIN_AFTER)
        ready = select(outbox.c.id, outbox.c.attempt, outbox.c.job, outbox.c.lane).where(
            outbox.c.state == WorkState.DUE, outbox.c.due_at <= now, quiet
        )
        with self._engine.connect() as connection:
            rows = connection.execute(ready.order_by(outbox.c.due_at, outbox.c.id).limit(limit)).all()
        return [Ring(*row) for row in rows]

    def rung(self, rings: Mapping[int, tuple[str, int]], *, now: datetime) -> None:
        """Note the ring; `rings` gives lane and most attempts of each row, from the job's declaration."""
        with self._engine.begin() as connection:
            for row_id, (lane, attempts) in rings.items():
                values = {"rung_at": now, "lane": lane, "max_attempts": attempts}
                connection.execute(update(outbox).where(outbox.c.id == row_id).values(**values))

    def sweep(self, *, now: datetime) -> int:
        """Rows whose worker died go back to due, or are parked when their tries are used up; how many."""
        dead = (outbox.c.state == WorkState.RUNNING) & (outbox.c.lease_until < now)
        used_up = outbox.c.attempt >= outbox.c.max_attempts
        lost = "its worker died on the last try; "
        with self._engine.begin() as connection:
            if not connection.execute(select(outbox.c.id).where(dead).limit(1)).first():
                return 0
            parked = update(outbox).where(dead, used_up)
            parked = parked.values(state=WorkState.PARKED, last_error=lost + outbox.c.last_error, lease_until=None)
            back = update(outbox).where(dead)
            back = back.values(state=WorkState.DUE, due_at=now, rung_at=None, lease_until=None)
            return connection.execute(parked).rowcount + connection.execute(back).rowcount

    def forget_rings(self) -> None:
        """The doorbell was emptied: whatever waits in it must be rung anew."""
        with self._engine.begin() as connection:
            connection.execute(update(outbox).where(outbox.c.state == WorkState.DUE).values(rung_at=None))

    def run_again(self, row_id: int, *, now: datetime) -> bool:
        """A parked row gets a new set of tries."""
        parked = (outbox.c.id == row_id) & (outbox.c.state == WorkState.PARKED)
        values = {"state": WorkState.DUE, "due_at": now, "attempt": 0, "rung_at": None}
        with self._engine.begin() as connection:
            return connection.execute(update(outbox).where(parked).values(**values)).rowcount == 1

    def open_count(self, *, now: datetime) -> int:
        """How much is due or running at that moment."""
        still = select(func.count()).where(
            outbox.c.state.in_((WorkState.DUE, WorkState.RUNNING)), outbox.c.due_at <= now
        )
        with self._engine.connect() as connection:
            return connection.execute(still).scalar_one()
