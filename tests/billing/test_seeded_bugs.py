"""Each of the seeded bugs is caught by the machines of years: a proof that cannot fail proves nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.billing import seeded_cards, seeded_leaving, seeded_offers, seeded_pausing, seeded_renewing
from tests.billing.cards import Cards
from tests.billing.machine import Billing
from tests.billing.seeded import BUGS

pytestmark = pytest.mark.usefixtures("same_ids")
# Two thousand lives missed one of them in one process of several (2026-11-26): Hypothesis also draws constants of the
# modules that are loaded, which differ with what ran before. A caught one ends its hunt, so that more cost little.
HUNT = settings(
    max_examples=10_000, stateful_step_count=40, deadline=None, database=None, derandomize=True,
    phases=(Phase.generate,), suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
)  # fmt: skip


def test_there_are_thirty() -> None:
    assert len(BUGS) == 30


@pytest.mark.parametrize("bug", BUGS)
def test_a_seeded_bug_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[bug](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Billing, settings=HUNT)


@pytest.mark.parametrize("bug", seeded_cards.BUGS)
def test_a_seeded_bug_of_cards_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seeded_cards.BUGS[bug](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Cards, settings=HUNT)


@pytest.mark.parametrize("bug", seeded_offers.BUGS)
def test_a_seeded_bug_of_plans_and_coupons_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seeded_offers.BUGS[bug](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Billing, settings=HUNT)


@pytest.mark.parametrize("bug", seeded_leaving.BUGS)
def test_a_seeded_bug_of_leaving_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seeded_leaving.BUGS[bug](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Billing, settings=HUNT)


@pytest.mark.parametrize("bug", seeded_pausing.BUGS)
def test_a_seeded_bug_of_pausing_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seeded_pausing.BUGS[bug](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Billing, settings=HUNT)


@pytest.mark.parametrize("bug", seeded_renewing.BUGS)
def test_a_seeded_bug_of_years_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seeded_renewing.BUGS[bug](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Billing, settings=HUNT)
