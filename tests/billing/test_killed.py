"""A run that is killed at any instant, inside a batch too, and started again ends as if it had not been.

An instant is before or after a statement, or at a commit. Every tenth of them here, each with MAPPOP_SOAK set.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from mappop.services import billing, messages
from tests.billing.killing import Killed, killed_at
from tests.databases import new_sqlite
from tests.world import DELGADO, World

SHOPS = ("Delgado Plumbing", "Kepler Drains", "Roe Roofing")


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """Three shops on the evening before their first charge, told in time."""
    made = World(database_url, tmp_path / "home").on("2027-03-01")
    sell(made, SHOPS)
    made.on("2027-03-24")
    billing.run(made.deps)
    made.work()
    deliver(made)
    made.on("2027-03-31", "18:00")
    yield made
    made.close()


def sell(world: World, names: Sequence[str]) -> None:
    for n, name in enumerate(names):
        record = {**DELGADO, "name": name, "phones": [{"number": f"(512) 555-01{34 + n}"}]}
        trial = world.sell(record, {"name": "Owner", "email": f"owner@shop{n}.example"})
        world.confirm(trial)
        billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    world.work()


def deliver(world: World) -> None:
    now = world.clock.now().isoformat()
    for letter in [m for m in world.rows("messages") if m.kind == "charge_reminder"]:
        messages.take_report(world.deps, {"id": letter.provider_id, "event": "delivered", "received_at": now})


def state(world: World) -> dict[str, Any]:
    invoices = sorted(world.rows("invoices"), key=lambda i: i.number)
    return {
        "numbers": [i.number for i in invoices],
        "businesses": sorted(i.business_id for i in invoices),
        "entries": sorted(e.cause.partition(":")[0] for e in world.rows("ledger_entries")),
        "letters": sorted((m.kind, m.to) for m in world.rows("messages")),
        "work": sorted(f"{work.job} {work.state}" for work in world.rows("work")),
        "audit": sorted((e.business_id, e.seq, e.event) for e in world.rows("audit_entries")),
        "gates": sorted(a.is_open for a in world.rows("gate_answers")),
        "subscriptions": sorted((s.business_id, s.state.value, s.periods) for s in world.rows("subscriptions")),
    }


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("n", range(len(SHOPS)))
def test_killed_at_a_commit_and_started_again(
    world: World, n: int, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(billing, "BATCH", 1)
    with suppress(Killed):
        billing.run(killed_at(world.deps, n, after=after))
    assert len(world.rows("invoices")) == n + after
    billing.run(world.deps)
    ended = state(world)
    assert ended["numbers"] == [1, 2, 3] and len(set(ended["businesses"])) == 3
    assert ended["entries"] == ["invoiced"] * 3 and ended["gates"] == [True] * 3
    assert [kind for kind, _ in ended["letters"]].count("invoice") == 3
    billing.run(world.deps)
    assert state(world) == ended


class Snapshot:
    """The world's SQLite database, put back as often as asked."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.path = Path(str(world.app.engine.url.database))
        world.close()
        self.bytes = self.path.read_bytes()

    def put_back(self) -> World:
        self.world.close()
        for left in self.path.parent.glob(f"{self.path.name}-*"):
            left.unlink()
        self.path.write_bytes(self.bytes)
        return self.world


def run_and_die(world: World, instant: int) -> int:
    """A process of its own bills until that instant, and kills itself there; how many instants came by without one."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, str(_bill_until(world, instant)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) == (instant > 0)
        return int(told.read() or 0)


def _bill_until(world: World, instant: int) -> int:
    seen = 0

    def tick(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == instant:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(world.app.engine, moment, tick)
    billing.run(world.deps)
    return seen


DAYS = {
    "reminders": "2027-03-24",
    "second reminders": "2027-03-28",
    "charges": "2027-03-31",
    "a long stop": "2027-07-05",
}
EVERY = 1 if os.environ.get("MAPPOP_SOAK") else 10


@pytest.fixture
def sold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Seven shops in batches of two, and nothing billed yet."""
    monkeypatch.setattr(billing, "BATCH", 2)
    monkeypatch.setattr(billing, "LOOK", 4)
    made = World(new_sqlite(tmp_path / "billing.sqlite"), tmp_path / "home").on("2027-03-01")
    sell(made, [f"Shop {n}" for n in range(7)])
    yield made
    made.close()


def live_until(world: World, day: str) -> World:
    """The days of billing before this one, with every reminder delivered on its day."""
    for before in DAYS.values():
        world.on(before, "18:00")
        if before == day:
            break
        billing.run(world.deps)
        world.work()
        deliver(world)
    return world


@pytest.mark.faults
@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_killed_at_any_instant_of_a_batch_and_started_again(sold: World, day: str) -> None:
    snapshot = Snapshot(live_until(sold, day))
    instants = run_and_die(snapshot.put_back(), 0)
    undisturbed = state(sold)
    assert instants > 100  # statements and commits of four batches; 600 over the four days
    for instant in range(1, instants + 1, EVERY):
        run_and_die(snapshot.put_back(), instant)
        billing.run(sold.deps)
        assert state(sold) == undisturbed, f"killed at instant {instant} of {instants}"


def test_one_shop_that_cannot_be_read_keeps_nobody_else_from_the_day(world: World) -> None:
    with world.app.unit_of_work() as uow:
        trial = uow.trials.first(business_id="kepler-drains-austin")
        subscription = uow.subscriptions.first(trial_id=trial.id)
        subscription.timezone = "Nowhere/At all"
        uow.commit()
    with pytest.raises(Exception, match="Nowhere"):
        billing.run(world.deps)
    assert sorted(i.business_id for i in world.rows("invoices")) == ["delgado-plumbing-austin", "roe-roofing-austin"]
