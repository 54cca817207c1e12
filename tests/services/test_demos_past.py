"""The demo begins with months of billing behind it: each owner's story ends where it is meant to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mappop.bootstrap import App
from mappop.cli import demo
from mappop.clock import FixedClock
from mappop.db.upgrade import upgrade
from mappop.settings import load

NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)


@pytest.fixture
def app(tmp_path: Path) -> App:
    """With a processor and a tax engine in its settings: what is past asks neither."""
    given = {"MAPPOP_HOME": str(tmp_path), "MAPPOP_SECRET_KEY": "of-this-test-alone", "MAPPOP_TAX_ENGINE": "stripe",
             "MAPPOP_STRIPE_SECRET_KEY": "sk_" + "test_1", "MAPPOP_STRIPE_WEBHOOK_SECRET": "any"}  # fmt: skip
    made = App(load(given), FixedClock(NOW))
    upgrade(made.engine)
    demo.seed_people(made.deps())
    return made


def rows(app: App, table: str) -> list:
    with app.unit_of_work() as uow:
        return list(getattr(uow, table).where())


def test_each_story_ends_as_told_and_a_second_start_lives_none_again(app: App) -> None:
    demo.live_stories(app)
    subscriptions = {one.business_id: (one.state.value, one.periods) for one in rows(app, "subscriptions")}
    assert subscriptions == {
        "kowalski-electric-milwaukee": ("active", 3), "lakeview-family-dental-madison": ("active", 1),
        "nguyen-hale-accounting-houston": ("paused", 0), "harbor-light-coffee-portland": ("past_due", 1),
        "summit-ridge-roofing-longmont": ("canceled", 2),
    }  # fmt: skip
    bills = sorted(bill.number for bill in rows(app, "invoices"))
    assert bills == list(range(1, 8)) and sum(bill.state.value == "open" for bill in rows(app, "invoices")) == 1
    assert all(sum(entry.postings.values()) == 0 for entry in rows(app, "ledger_entries"))
    moved = [entry for entry in rows(app, "audit_entries") if entry.event == "charge_moved"]
    assert {entry.business_id for entry in moved} == {"lakeview-family-dental-madison"}
    demo.live_stories(app)
    assert len(rows(app, "subscriptions")) == 5
