"""Years of billing in simulated time against the oracle: a sample each time, two million steps in the long run."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.billing.machine import Billing

STEPS = 50
EXAMPLES = 40_000 if os.environ.get("MAPPOP_SOAK") else 400  # times fifty steps

YEARS = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_whatever_happens_nobody_is_charged_wrongly_and_no_period_is_left_out() -> None:
    run_state_machine_as_test(Billing, settings=YEARS)
