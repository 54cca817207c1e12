"""Reading the ledger from end to end, a page in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from mappop.db.tables.billing import ledger_entries
from mappop.domain.ledger import LedgerEntry

PAGE = 1_000


def entries(db: Session, *, start: datetime, end: datetime) -> Iterator[LedgerEntry]:
    """In order of time and id."""
    row = ledger_entries.c
    last: tuple[datetime, str] | None = None
    while True:
        query = select(ledger_entries).where(row.at >= (last[0] if last else start), row.at < end)
        if last is not None:
            query = query.where(tuple_(row.at, row.id) > tuple_(*last))
        found = db.execute(query.order_by(row.at, row.id).limit(PAGE)).all()
        for one in found:
            yield LedgerEntry(one.id, one.cause, one.business_id, one.at, one.postings)
        if len(found) < PAGE:
            return
        last = found[-1].at, found[-1].id
