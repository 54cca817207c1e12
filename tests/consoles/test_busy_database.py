"""A database that somebody else holds: a clear page, a time to come back, nothing half done, well again by itself."""

from __future__ import annotations

import sqlite3

import pytest

from mappop.db import engine
from tests.consoles.conftest import Visitor
from tests.world import World


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute of patience is right for people and too long for a test."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)


def test_a_locked_database_answers_503_and_recovers_alone(visitor: Visitor, world: World) -> None:
    holder = sqlite3.connect(world.app.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    answer = visitor.sign_in(world.agent.email)
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "5"
    assert "Traceback" not in answer.get_data(as_text=True)
    holder.execute("ROLLBACK")
    holder.close()
    assert world.rows("user_sessions") == []
    assert visitor.sign_in(world.agent.email).status_code == 302
