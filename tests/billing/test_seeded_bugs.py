"""Each of the seeded bugs is caught by the machines of years: a proof that cannot fail proves nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.billing import (
    seeded_cards,
    seeded_leaving,
    seeded_offers,
    seeded_owing,
    seeded_pausing,
    seeded_prices,
    seeded_renewing,
    seeded_taxes,
)
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
LATER = (
    seeded_cards, seeded_offers, seeded_leaving, seeded_pausing, seeded_renewing, seeded_taxes, seeded_prices,
    seeded_owing,
)  # fmt: skip
KINDS = (BUGS, *(module.BUGS for module in LATER))
ALL = {bug: patch for kind in KINDS for bug, patch in kind.items()}


def test_there_are_thirty_and_those_that_came_later_have_names_of_their_own() -> None:
    assert len(BUGS) == 30 and len(ALL) == sum(map(len, KINDS))


@pytest.mark.parametrize("bug", ALL)
def test_a_seeded_bug_is_caught(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ALL[bug](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Cards if bug in seeded_cards.BUGS else Billing, settings=HUNT)
