"""`mappop simulate` lives months in minutes, the same ones for the same seed, and tells a breach by its exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, make_url, text

from mappop.cli.main import cli
from mappop.domain.risk import Level, RiskAlarm
from mappop.services import risk
from mappop.simulator import life
from mappop.simulator.chance import Chance
from tests.billing.seeded import BUGS

LIFE = ("simulate", "--businesses", "6", "--months", "3", "--seed", "3", "--chaos", "--json")


def lived(*arguments: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    return done.exit_code, json.loads(done.output.splitlines()[-1])


def test_three_months_with_chaos_keep_every_rule_and_are_the_same_again(tmp_path: Path) -> None:
    code, said = lived(*LIFE, "--out", str(tmp_path / "life"))
    assert code == 0 and said["breaches"] == 0 and said["invoices"]
    assert all(count["checks"] > 0 for count in said["invariants"].values())
    assert json.loads((tmp_path / "life" / "summary.json").read_text()) == said
    code, again = lived(*LIFE)
    assert code == 0 and {**again, "took": 0} == {**said, "took": 0}


@pytest.fixture
def without_tables(postgresql: str) -> Iterator[str]:
    """A database of its own beside the one that other tests share."""
    engine = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE lived"))
        yield make_url(postgresql).set(database="lived").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE lived WITH (FORCE)"))
    engine.dispose()


def test_a_life_on_postgresql_is_the_same_as_on_sqlite(without_tables: str) -> None:
    short = ("simulate", "--businesses", "4", "--months", "2", "--seed", "6", "--json")
    said = [lived(*short, *more)[1] for more in ((), ("--database", without_tables))]
    assert {**said[0], "took": 0} == {**said[1], "took": 0} and said[0]["checks"] > 100


def test_each_seeded_bug_is_a_breach_of_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    for bug in ("a month of thirty days", "the way to pay taken for granted", "numbers with gaps"):
        BUGS[bug](monkeypatch)
    code, said = lived("simulate", "--businesses", "6", "--months", "3", "--seed", "2", "--json")
    breached = {name for name, count in said["invariants"].items() if count["breaches"]}
    assert code == 1 and breached >= {"B1_due_dates", "B3_charge_gate", "B12_numbers"}


def test_what_happens_while_a_dead_worker_is_waited_for_is_seen_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six hours for each death, and deaths more often than not: the clock went back behind the last look by them, and
    the watch took for missing what was booked in between."""
    happens = Chance.happens
    often = {"stops": 0.6}
    monkeypatch.setattr(life, "LEASE", timedelta(hours=6))
    monkeypatch.setattr(Chance, "happens", lambda self, p, *what: happens(self, often.get(what[-1], p), *what))
    code, said = lived("simulate", "--businesses", "12", "--months", "3", "--seed", "1", "--chaos", "--json")
    assert code == 0 and said["breaches"] == 0 and said["invoices"]


def test_a_centre_past_a_limit_sells_on_after_a_managers_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(risk, "watch", lambda _: 0)  # it would see that nothing is over yet, and end the alarm
    few = life.Life(tmp_path, businesses=3, months=2, seed=4, has_chaos=False)
    with few.app.unit_of_work() as uow:
        uow.risk_alarms.add(
            RiskAlarm("risk_1", "manila", "house", Level.OVER, 4, 9, life.BEGIN, open_key="manila:house")
        )
        uow.commit()
    few.live(lambda _: None)
    said = few.summary()
    assert said["sold"] == 3 and said["reviews"] in (1, 2) and said["breaches"] == 0  # a look holds for thirty days


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = CliRunner().invoke(cli, ["simulate", "--out", str(tmp_path)])
    assert done.exit_code == 2 and "not empty" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_draw_depends_on_seed_and_name_alone() -> None:
    assert Chance(1).share("a", 2) == Chance(1).share("a", 2) != Chance(2).share("a", 2)
    drawn = [Chance(1).whole(1, 6, n) for n in range(600)]
    assert set(drawn) == {1, 2, 3, 4, 5, 6} and all(60 < drawn.count(n) < 140 for n in range(1, 7))
