"""A run that is killed at any of its commits, before or after it, and started again ends as if it had not been."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mappop.services import billing, messages
from tests.world import DELGADO, World

SHOPS = ("Delgado Plumbing", "Kepler Drains", "Roe Roofing")


class Killed(Exception): ...


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """Three shops on the evening before their first charge, told in time."""
    made = World(database_url, tmp_path / "home").on("2027-03-01")
    for n, name in enumerate(SHOPS):
        record = {**DELGADO, "name": name, "phones": [{"number": f"(512) 555-01{34 + n}"}]}
        trial = made.sell(record, {"name": "Owner", "email": f"owner{n}@shops.example"})
        made.confirm(trial)
        billing.choose_invoice(made.deps, trial.business_id, actor="owner")
    made.work()
    made.on("2027-03-24")
    billing.run(made.deps)
    made.work()
    now = made.clock.now().isoformat()
    for letter in [m for m in made.rows("messages") if m.kind == "charge_reminder"]:
        messages.take_report(made.deps, {"id": letter.provider_id, "event": "delivered", "received_at": now})
    made.on("2027-03-31", "18:00")
    yield made
    made.close()


def killed_at(deps: Any, n: int, *, after: bool) -> Any:
    """Deps whose n-th commit is the last thing that the process does, or nearly does."""
    left = [n]

    def unit_of_work() -> Any:
        uow = deps.unit_of_work()
        commit = uow.commit

        def dying() -> None:
            left[0] -= 1
            if left[0] < 0 and not after:
                raise Killed
            commit()
            if left[0] < 0:
                raise Killed

        uow.commit = dying
        return uow

    return replace(deps, unit_of_work=unit_of_work)


def state(world: World) -> dict[str, Any]:
    invoices = sorted(world.rows("invoices"), key=lambda i: i.number)
    return {
        "numbers": [i.number for i in invoices],
        "businesses": sorted(i.business_id for i in invoices),
        "entries": sorted(e.cause.partition(":")[0] for e in world.rows("ledger_entries")),
        "letters": sorted((m.kind, m.to) for m in world.rows("messages")),
        "gates": sorted(a.is_open for a in world.rows("gate_answers")),
        "subscriptions": sorted((s.business_id, s.state.value, s.periods) for s in world.rows("subscriptions")),
    }


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("n", range(len(SHOPS)))
def test_killed_at_a_commit_and_started_again(world: World, n: int, after: bool) -> None:
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
