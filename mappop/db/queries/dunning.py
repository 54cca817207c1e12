"""What became of payments that failed, came back or were late: by cause, and of one subscription."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from mappop.db.tables.dunnings import dunnings
from mappop.domain.dunning import Dunning, DunningState
from mappop.domain.dunning_plan import Cause
from mappop.domain.month_figures import month_after


@dataclass(slots=True)
class Recovery:
    """Of one cause, that of the first failure. The denominator is all that is over: recovered, lost, or stopped by the
    owner's cancellation or our own correction. What is open is told beside it, and not in it. Amounts in cents."""

    cause: Cause | None
    over: int = 0
    over_minor: int = 0
    recovered: int = 0
    recovered_minor: int = 0
    still_open: int = 0

    def add(self, state: DunningState, count: int, amount_minor: int) -> None:
        if state is DunningState.OPEN:
            self.still_open += count
            return
        self.over, self.over_minor = self.over + count, self.over_minor + amount_minor
        if state is DunningState.RECOVERED:
            self.recovered, self.recovered_minor = self.recovered + count, self.recovered_minor + amount_minor

    @property
    def share(self) -> float | None:
        """Recovered of what is over, by money; None where nothing is over."""
        return self.recovered_minor / self.over_minor if self.over_minor else None


@dataclass(frozen=True, slots=True)
class Recoveries:
    """Of what began since a moment: one row a cause, the most money first, and all together."""

    rows: Sequence[Recovery]
    total: Recovery = field(default_factory=lambda: Recovery(None))


def recoveries(db: Session, *, since: datetime) -> Recoveries:
    query = (
        select(dunnings.c.first_cause, dunnings.c.state, func.count(), func.sum(dunnings.c.amount_minor))
        .where(dunnings.c.began_at >= since)
        .group_by(dunnings.c.first_cause, dunnings.c.state)
    )
    found: dict[Cause, Recovery] = {}
    total = Recovery(None)
    for cause, state, count, amount in db.execute(query):
        for row in (found.setdefault(cause, Recovery(cause)), total):
            row.add(state, count, int(amount))
    order = list(Cause)
    return Recoveries(
        sorted(found.values(), key=lambda row: (-row.over_minor, order.index(row.cause or order[0]))), total
    )


def recovered_in(db: Session, months: Sequence[date]) -> dict[date, Recovery]:
    """By the month in which the payment failed; each is named by its first day."""
    found = {month: Recovery(None) for month in months}
    if not found:
        return found
    failed = (  # apart, as PostgreSQL takes an expression with values in it for another one when it groups
        select(case(*((_in(month), n) for n, month in enumerate(months))).label("month"))
        .add_columns(dunnings.c.state, dunnings.c.amount_minor)
        .where(or_(*(_in(month) for month in months)))
        .subquery()
    )
    query = select(failed.c.month, failed.c.state, func.count(), func.sum(failed.c.amount_minor))
    for n, state, count, amount in db.execute(query.group_by(failed.c.month, failed.c.state)):
        found[months[n]].add(state, count, int(amount))
    return found


def _in(month: date) -> ColumnElement[bool]:
    first, until = (datetime.combine(day, time(), UTC) for day in (month, month_after(month)))
    return and_(dunnings.c.began_at >= first, dunnings.c.began_at < until)


def open_dunning(db: Session, subscription_id: str) -> Dunning | None:
    return db.scalars(select(Dunning).filter_by(open_for=subscription_id)).first()
