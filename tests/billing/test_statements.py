"""A batch of the bill run asks the database as often for many subscriptions as for few, whatever it does for them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event

from mappop.db.tables import metadata
from mappop.services import billing
from tests.billing.test_killed import deliver, sell
from tests.world import World

FEW, MANY = 2, 9
DAYS = {
    "2027-03-24": "reminded",
    "2027-03-28": "reminded",  # a second time
    "2027-03-31": "charged",  # the first time
    "2027-04-30": "charged",  # renewed
}


def shops(home: Path, count: int) -> World:
    """As many, sold on the same day, in a database of their own."""
    url = f"sqlite:///{home / f'{count}.sqlite'}"
    engine = create_engine(url)
    metadata.create_all(engine)
    engine.dispose()
    world = World(url, home / f"home{count}").on("2027-03-01")
    sell(world, [f"Shop {n}" for n in range(count)])
    return world


def asked(world: World) -> tuple[list[str], dict[str, int]]:
    """The statements of one bill run, and what it did."""
    said: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(world.app.engine, "before_cursor_execute", keep)
    done = billing.run(world.deps)
    event.remove(world.app.engine, "before_cursor_execute", keep)
    return said, asdict(done)


def lived(world: World) -> dict[str, tuple[list[str], dict[str, int]]]:
    """Every day of billing, with the reminders delivered on theirs."""
    found = {}
    for day in DAYS:
        world.on(day, "18:00")
        found[day] = asked(world)
        world.work()
        deliver(world)
    world.close()
    return found


def test_as_many_statements_for_many_subscriptions_as_for_few(tmp_path: Path) -> None:
    few, many = lived(shops(tmp_path, FEW)), lived(shops(tmp_path, MANY))
    for day, what in DAYS.items():
        assert (few[day][1][what], many[day][1][what]) == (FEW, MANY), day
        assert shapes(many[day][0]) == shapes(few[day][0]), day


def shapes(statements: list[str]) -> list[str]:
    """What each statement begins with and names first: a list of values is longer for many."""
    return [" ".join(statement.split()[:3]) for statement in statements]
