"""What the processor and we hold differently, for whoever looks after it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mappop.db.tables.businesses import businesses
from mappop.db.tables.reconciliation import difference_cases
from mappop.domain.reconciliation import DifferenceCase

PAGE = 100


def cases(db: Session) -> Sequence[tuple[DifferenceCase, str | None]]:
    """With the business's name, where one is known; what is open first and the oldest of it, then what was mended
    last."""
    row = difference_cases.c
    query = (
        select(DifferenceCase, businesses.c.name)
        .join(businesses, businesses.c.id == row.business_id, isouter=True)
        .order_by(row.mended_at.is_not(None), row.mended_at.desc(), row.found_at)
        .limit(PAGE)
    )
    return [(case, name) for case, name in db.execute(query)]
