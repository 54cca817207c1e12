"""A sandbox of its own for each test, where time stands until it is moved, our adapter in front of its Stripe, and a
world on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mappop.billing.stripe import Stripe
from mappop.sandbox.server import settings
from tests.sandbox.paying import MONDAY, Desk
from tests.sandbox.running import World as Network
from tests.sandbox.running import start
from tests.world import World


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    running = start(tmp_path / "sandbox")
    found = Desk(Network(running.network, settings(running.network)))
    found.on(MONDAY)
    yield found
    running.stop()


@pytest.fixture
def stripe(desk: Desk) -> Stripe:
    told = desk.world.settings
    return Stripe(
        told["MAPPOP_STRIPE_SECRET_KEY"], told["MAPPOP_STRIPE_WEBHOOK_SECRET"],
        api_base=told["MAPPOP_STRIPE_API_BASE"], is_sandbox=True,
    )  # fmt: skip


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    made = World(database_url, tmp_path / "home")
    yield made
    made.close()
