"""The programme's figures of one month, counted from subscriptions, invoices and trials."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mappop.db.tables.billing import invoices, subscriptions
from mappop.db.tables.sales import trials
from mappop.domain.invoice import InvoiceState
from mappop.domain.month_figures import MonthFigures, month_after

_AT_ONCE = 1_000
_ONCE_ONLY = ("set_up", "kept")  # kinds of lines that no later period asks for again


def of_month(db: Session, month: date, now: datetime) -> MonthFigures:
    """Months are of UTC. One that is not over is counted as far as it is, today included: whose period ended with
    yesterday, and whose bill of today is still to come, counts by the one that ended."""
    following, today = month_after(month), now.date()
    bring = _recurring(db, min(following, today))
    if today < following:
        bring |= _recurring(db, today + timedelta(days=1))
    counts = (*_cohort(db, month, following), _ended(db, month, following))
    return MonthFigures(month, sum(bring.values()), len(bring), *counts, now)


def _recurring(db: Session, before: date) -> dict[str, int]:
    """By subscription that is in a period that was asked for on the day before then: what that brings in a month."""
    row = invoices.c
    covers = (row.period_start < before) & (row.period_end >= before) & (row.state != InvoiceState.VOID)
    columns = (row.subscription_id, row.lines, row.amount_minor, row.tax_minor, row.period_start, row.period_end)
    found: dict[str, int] = {}
    for bill in db.execute(select(*columns).where(covers).execution_options(yield_per=_AT_ONCE)):
        running = [line for line in bill.lines if line["start"] < before.isoformat() <= line["end"]]
        asked = [_each_month(line) for line in running if line["kind"] not in _ONCE_ONLY]
        minor = sum(asked) if bill.lines else bill.amount_minor - bill.tax_minor
        found[bill.subscription_id] = found.get(bill.subscription_id, 0) + minor
    return found


def _each_month(line: Mapping[str, Any]) -> int:
    """Cents of a line's whole period, also where the line is for a part of it; a twelfth of a year's."""
    whole = line.get("whole", line)
    days = (date.fromisoformat(whole["end"]) - date.fromisoformat(whole["start"])).days
    return int(whole["amount_minor"]) // (12 if days > 31 else 1)


def _cohort(db: Session, month: date, following: date) -> tuple[int, int]:
    confirmed = (trials.c.confirmed_at >= _start(month)) & (trials.c.confirmed_at < _start(following))
    began = db.scalar(select(func.count()).select_from(trials).where(confirmed))
    paid_first = (
        select(func.count(func.distinct(trials.c.id)))
        .join(subscriptions, subscriptions.c.trial_id == trials.c.id)
        .join(invoices, invoices.c.subscription_id == subscriptions.c.id)
        .where(confirmed, invoices.c.period_start == subscriptions.c.anchor, invoices.c.state == InvoiceState.PAID)
    )
    return began or 0, db.scalar(paid_first) or 0


def _ended(db: Session, month: date, following: date) -> int:
    row = subscriptions.c
    ended = (row.service_until >= month) & (row.service_until < following)
    return db.scalar(select(func.count()).select_from(subscriptions).where(ended, row.anchor < month)) or 0


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
