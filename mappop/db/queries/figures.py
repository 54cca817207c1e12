"""The programme's months, and the newest runs of billing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mappop.db.tables.figures import bill_runs, month_figures
from mappop.domain.bill_run import BillRun
from mappop.domain.month_figures import MonthFigures

RUNS_SHOWN = 20


def months(db: Session, count: int) -> Sequence[MonthFigures]:
    """The oldest first."""
    newest = select(MonthFigures).order_by(month_figures.c.month.desc()).limit(count)
    return db.scalars(newest).all()[::-1]


def runs(db: Session) -> Sequence[BillRun]:
    """The newest first."""
    return db.scalars(select(BillRun).order_by(bill_runs.c.began_at.desc()).limit(RUNS_SHOWN)).all()
