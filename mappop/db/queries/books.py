"""What the books say: closed months, balances at a moment, and all of one month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mappop.db.ledger_reading import entries
from mappop.db.tables.billing import ledger_entries
from mappop.db.tables.books import month_closes
from mappop.domain.close import Month, MonthClose, MonthOfBooks, balances_from, tally
from mappop.domain.ledger import LedgerEntry

OWN_SHOWN = 12
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def closes(db: Session) -> Sequence[MonthClose]:
    """The newest first."""
    return db.scalars(select(MonthClose).order_by(month_closes.c.month.desc())).all()


def first_entry_at(db: Session) -> datetime | None:
    return db.scalar(select(ledger_entries.c.at).order_by(ledger_entries.c.at).limit(1))


def own_entries(db: Session) -> Sequence[LedgerEntry]:
    """The newest of what belongs to no customer: payouts and the account's fees."""
    row = ledger_entries.c
    query = select(LedgerEntry).where(row.business_id.is_(None)).order_by(row.at.desc(), row.id).limit(OWN_SHOWN)
    return db.scalars(query).all()


def balances(db: Session, at: datetime) -> dict[str, int]:
    """Cents by account, from the last month closed by then and the entries since."""
    closed = select(MonthClose).where(month_closes.c.ends_at <= at).order_by(month_closes.c.month.desc()).limit(1)
    last = db.scalars(closed).first()
    return balances_from(last, tally(entries(db, start=last.ends_at if last else BEGINNING, end=at)))


def of_month(db: Session, month: Month, now: datetime) -> MonthOfBooks:
    """Of a month that is not over, as far as it has come."""
    ends = min(month.ends_at, now)
    return MonthOfBooks(
        month, ends, balances(db, month.starts_at), balances(db, ends), entries(db, start=month.starts_at, end=ends)
    )
