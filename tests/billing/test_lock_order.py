"""Whoever locks more than one row of a customer's money locks the subscription first. On PostgreSQL two use cases that
lock the same two crosswise wait until one is ended, and its person reads that it can't be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.billing import shop
from tests.billing.cards import Cards
from tests.billing.memory import Memory, Rows

FIRST, OTHERS = "subscriptions", ("trials", "invoices", "payments", "corrections", "disputes", "dunnings")
LIVES = settings(
    max_examples=40, stateful_step_count=50, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)

pytestmark = pytest.mark.usefixtures("same_ids")


class _Watched(Rows):
    """`find` and `get` lock a row in a database; `first` and `where` don't."""

    def __init__(self, table: str, locked: list[str]) -> None:
        super().__init__()
        self._table, self._locked = table, locked

    def find(self, id: str) -> Any:
        self._note()
        return super().find(id)

    def get(self, id: str) -> Any:
        self._note()
        return super().get(id)

    def _note(self) -> None:
        if self._table in (FIRST, *OTHERS) and self._table not in self._locked:
            self._locked.append(self._table)


class _Tables(dict[str, Rows]):
    def __init__(self, locked: list[str]) -> None:
        super().__init__()
        self._locked = locked

    def __missing__(self, table: str) -> Rows:
        return self.setdefault(table, _Watched(table, self._locked))


class _FirstLock(Memory):
    """Tells when a transaction ends that it began with another lock."""

    def __init__(self, day_0: datetime) -> None:
        super().__init__(day_0)
        self.locked: list[str] = []
        self.rows = _Tables(self.locked)  # type: ignore[assignment]

    def __enter__(self) -> Memory:
        self.locked.clear()
        return self

    def __exit__(self, *_: object) -> None:
        assert len(self.locked) < 2 or self.locked[0] == FIRST, f"locked in this order: {self.locked}"
        self.locked.clear()


class _Watching(Cards):
    def open_world(self, zone: str, day_0: datetime) -> Memory:
        world = _FirstLock(day_0)
        shop.open_doors(world.deps, zone)
        return world


def test_whoever_locks_more_than_one_row_locks_the_subscription_first() -> None:
    run_state_machine_as_test(_Watching, settings=LIVES)
