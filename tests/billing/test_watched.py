"""Each invariant of `mappop simulate` can fail: a life goes well, then one row is changed, and that one is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, event, insert, select, update
from sqlalchemy.orm import Session

from jobs.base import Job
from mappop.db.tables.billing import invoices, payments, subscriptions
from mappop.db.tables.dunnings import dunnings
from mappop.db.tables.listings import sites
from mappop.db.tables.sales import trials
from mappop.db.tables.work import messages
from mappop.domain.entitlement import Service
from mappop.domain.invoice import InvoiceState
from mappop.domain.payment import PaymentState
from mappop.domain.processor import Outcome
from mappop.domain.subscription import SubscriptionState
from mappop.domain.trial import TrialState
from mappop.simulator import daily
from mappop.simulator.counting import month_after
from mappop.simulator.invariants import Tally
from mappop.simulator.life import Life

SHOPS, MONTHS = 10, 4


@dataclass
class World:
    """`db` is open on what was lived; whatever a test writes there is taken back."""

    life: Life
    db: Session
    statements: list[int]

    @property
    def now(self) -> Any:
        return self.life.ran_at

    def row(self, table: Table, **criteria: Any) -> Any:
        return self.db.execute(select(table).filter_by(**criteria).order_by(table.c.id.desc())).first()

    def change(self, table: Table, column: str, name: str, **values: Any) -> None:
        self.db.execute(update(table).where(table.c[column] == name).values(**values))

    def add(self, table: Table, row: Any, **values: Any) -> None:
        self.db.execute(insert(table).values({**row._mapping, **values}))

    def breached(self) -> set[str]:
        """By a look as the one at the end of a step, and a day's."""
        watch, tally = deepcopy(self.life.watch), Tally()
        watch.tally = tally
        watch.look(self.db, self.now)
        daily.Daily(watch, self.life.app.bank).look(self.db, self.now, calm_since=self.life.down_until)
        return {name for name, count in tally.counts.items() if count.breaches}

    def paying(self) -> Any:
        """The subscription of one who pays, by card or bank, a month at a time."""
        active = self.db.execute(select(subscriptions).filter_by(state=SubscriptionState.ACTIVE, resumed_on=None)).all()
        return next(row for row in active if self.life.watch.seen[row.id].periods and row.pay_by.value != "invoice")

    def next_bill(self, **values: Any) -> Any:
        """The next period's invoice of who pays, as it would be made at noon of its first day."""
        row = self.paying()
        last = self.row(invoices, subscription_id=row.id)
        seen = self.life.watch.seen[row.id]
        bill = {
            "id": "inv_next", "number": self.life.watch.last_number + 1, "period_start": seen.ends,
            "period_end": month_after(seen.ends, seen.anchor.day), "issued_at": self.now + timedelta(days=40),
            "state": InvoiceState.PAID,
        }  # fmt: skip
        self.add(invoices, last, **{**bill, **values})
        self.change(subscriptions, "id", row.id, charge_on=bill["period_end"])
        return row


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Life, list[int]]]:
    life = Life(tmp_path_factory.mktemp("life"), businesses=SHOPS, months=MONTHS, seed=4, has_chaos=False)
    statements: list[int] = []
    _count_statements(life, statements)
    life.live(lambda month: None)
    yield life, statements
    life.app.close()


def _count_statements(life: Life, statements: list[int]) -> None:
    """Of each day's look."""
    look, count = life.daily.look, [0]

    def counted(*args: Any, **named: Any) -> None:
        before = count[0]
        look(*args, **named)
        statements.append(count[0] - before)

    life.daily.look = counted  # type: ignore[method-assign]
    event.listen(life.app.reader, "before_cursor_execute", lambda *_: count.__setitem__(0, count[0] + 1))


@pytest.fixture
def world(lived: tuple[Life, list[int]]) -> Iterator[World]:
    life, statements = lived
    kept = dict(life.app.bank.made)
    with Session(life.app.engine) as db:
        yield World(life, db, statements)
        db.rollback()
    life.app.bank.made = kept


def test_a_life_without_a_fault_breaches_nothing_and_each_invariant_was_checked(world: World) -> None:
    assert world.life.tally.breaches == 0, world.life.tally.said
    assert world.breached() == set()
    unchecked = {name for name, count in world.life.tally.counts.items() if not count.checks}
    assert unchecked == {"B4_again_changes_nothing"}  # nothing is repeated without chaos


def test_a_days_look_takes_as_many_statements_for_ten_shops_as_for_the_first(world: World) -> None:
    first_days, last = world.statements[5], world.statements[-1]
    assert first_days == last <= 14


def _next_charge_moves(world: World) -> None:
    row = world.paying()
    world.change(subscriptions, "id", row.id, charge_on=row.charge_on + timedelta(days=1))


def _period_is_cut(world: World) -> None:
    world.change(invoices, "subscription_id", world.paying().id, period_end=world.now.date() - timedelta(days=1))


def _bill_before_noon(world: World) -> None:
    seen = world.life.watch.seen[world.paying().id]
    morning = (world.now + (seen.ends - world.now.date())).replace(hour=13)  # o'clock UTC: morning in every state
    world.next_bill(issued_at=morning)


def _captured_twice(world: World) -> None:
    made = _settled_this_week(world)
    again = replace(made, order=replace(made.order, key="again"))
    world.life.app.bank.made["again"] = again
    world.add(payments, world.row(payments, key=made.order.key), id="pay_again", key="again")


def _news_were_not_taken(world: World) -> None:
    made = _settled_this_week(world)
    world.change(payments, "key", made.order.key, state=PaymentState.FAILED)


def _settled_this_week(world: World) -> Any:
    """A payment whose news are long here."""
    bank = world.life.app.bank
    made = next(one for one in bank.made.values() if one.answer.outcome is Outcome.PAID)
    bank.made[made.order.key] = replace(made, changed_at=world.now - timedelta(days=5))
    return bank.made[made.order.key]


def _site_ends_early(world: World) -> None:
    world.change(sites, "business_id", world.paying().business_id, ended_at=world.now)


def _two_trials(world: World) -> None:
    row = world.row(trials, id=world.paying().trial_id)
    world.add(trials, row, id="trial_again", token_hash=None, state=TrialState.LAPSED)


def _a_cent_is_settled(world: World) -> None:
    row = world.row(invoices, state=InvoiceState.OPEN)
    world.change(invoices, "id", row.id, settled_minor=row.settled_minor + 1)


def _bill_is_a_cent_dearer(world: World) -> None:
    world.next_bill(amount_minor=world.row(invoices, subscription_id=world.paying().id).amount_minor + 1)


def _number_is_left_out(world: World) -> None:
    world.next_bill(number=world.life.watch.last_number + 2)


def _one_try_more(world: World) -> None:
    row = world.row(invoices)
    values = {
        "id": "dunning_long", "subscription_id": row.subscription_id, "business_id": row.business_id,
        "invoice_id": row.id, "timezone": "America/Chicago", "amount_minor": 3995, "cause": "later",
        "first_cause": "later", "says": "", "code": "", "began_at": world.now, "failed_at": world.now,
        "service_until": world.now.date(), "ends_on": world.now.date(), "barred": [], "state": "open",
        "tries": daily.MOST_TRIES + 1, "notices": 1, "done": [],
    }  # fmt: skip
    world.db.execute(insert(dunnings).values(values))


def _reminded_twice(world: World) -> None:
    row = world.row(messages, kind="charge_reminder")
    for n in (1, 2):
        at = world.life.watch.since + timedelta(seconds=n)
        world.add(messages, row, id=f"message_{n}", key=f"again-{n}", created_at=at)


FAULTS: dict[str, Callable[[World], None]] = {
    "B1_due_dates": _next_charge_moves, "B2_periods_tile": _period_is_cut, "B3_charge_gate": _bill_before_noon,
    "B5_one_capture": _captured_twice, "B6_news_converge": _news_were_not_taken, "B8_service": _site_ends_early,
    "B9_one_trial": _two_trials, "B10_ledger": _a_cent_is_settled, "B11_amounts": _bill_is_a_cent_dearer,
    "B12_numbers": _number_is_left_out, "B13_dunning": _one_try_more,
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_one_wrong_row_is_a_breach_of_its_invariant_alone(world: World, name: str) -> None:
    FAULTS[name](world)
    world.db.flush()
    assert world.breached() == {name}


def test_a_second_reminder_on_one_day_is_a_breach(world: World) -> None:
    _reminded_twice(world)
    assert world.breached() == {"B13_dunning"}


def test_service_that_does_not_follow_from_its_state_is_a_breach(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(daily, "service", lambda state, until, today: Service.NONE)
    assert world.breached() == {"B7_entitlement"}


def test_a_job_that_does_more_when_it_is_repeated_is_a_breach(world: World) -> None:
    tally = world.life.tally
    before = deepcopy(tally.counts)

    def adds(deps: Any) -> None:
        with deps.unit_of_work() as uow:
            row = uow.subscriptions.get(world_id)
            row.periods += 1
            uow.commit()

    world_id = world.paying().id
    world.db.rollback()
    world.life._run_again(Job("adds", adds, "slow", ()))
    breached = {name for name, count in tally.counts.items() if count.breaches > before[name].breaches}
    assert breached == {"B4_again_changes_nothing"}
