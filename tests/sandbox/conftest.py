"""A running sandbox for each test, with a home of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mappop.sandbox.server import settings

from .paying import MONDAY, Desk
from .running import World, start


@pytest.fixture(scope="package")
def still_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests that change nothing in it."""
    running = start(tmp_path_factory.mktemp("still"))
    yield World(running.network, settings(running.network))
    running.stop()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    running = start(tmp_path / "sandbox")
    yield World(running.network, settings(running.network))
    running.stop()


@pytest.fixture
def desk(world: World) -> Desk:
    """Stripe's library on a sandbox of its own, on a Monday in 2027; time stands until it is moved."""
    found = Desk(world)
    found.on(MONDAY)
    return found


@pytest.fixture(scope="package")
def still_desk(still_world: World) -> Desk:
    """One for all tests whose objects don't meet, and that leave clock and faults alone."""
    return Desk(still_world)
