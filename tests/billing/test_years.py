"""Years of billing in simulated time against the oracle: a sample each time, two million steps in the long run.

Most steps in memory; the same machines on SQLite and on PostgreSQL for fewer. Cards and banks are played by a fake,
and by Stripe's library on the sandbox's Stripe.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from mappop.web import make_app
from tests.billing.by_stripe import CardsByStripe
from tests.billing.cards import Cards
from tests.billing.kept import Kept
from tests.billing.machine import Billing
from tests.conftest import IS_LONG
from tests.world import World

STEPS = 50  # in each life
LIVES, LIVES_BY_STRIPE, LIVES_KEPT = (40_000, 4_000, 400) if IS_LONG else (400, 20, 10)

pytestmark = pytest.mark.usefixtures("same_ids")
YEARS = settings(max_examples=LIVES, stateful_step_count=STEPS, suppress_health_check=list(HealthCheck))


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    made = World(database_url, tmp_path / "home")
    yield made
    made.close()


def test_whatever_happens_nobody_is_charged_wrongly_and_no_period_is_left_out() -> None:
    run_state_machine_as_test(Billing, settings=YEARS)


def test_the_same_with_cards_and_banks() -> None:
    run_state_machine_as_test(Cards, settings=YEARS)


def test_the_same_through_the_official_library_and_the_sandboxs_stripe() -> None:
    run_state_machine_as_test(CardsByStripe, settings=settings(YEARS, max_examples=LIVES_BY_STRIPE))


@pytest.mark.parametrize("kind", [Billing, Cards, CardsByStripe])
def test_the_same_on_a_real_database(world: World, kind: type[Billing]) -> None:
    door = make_app(world.app).test_client()

    def on_database() -> Billing:
        machine = kind()
        machine.open_world = lambda zone, day_0: Kept(world, zone, day_0, door)  # type: ignore[method-assign]
        return machine

    lives = LIVES_KEPT if kind is Billing or IS_LONG else LIVES_KEPT // 5
    run_state_machine_as_test(on_database, settings=settings(YEARS, max_examples=lives))
