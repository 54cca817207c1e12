"""What the processor and we hold differently, for whoever looks after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mappop.db.tables.businesses import businesses
from mappop.db.tables.people import people
from mappop.db.tables.reconciliation import difference_cases, difference_looks
from mappop.domain.reconciliation import DifferenceCase, DifferenceLook

PAGE = 100
_IS_OPEN = difference_cases.c.mended_at.is_(None) & difference_cases.c.closed_at.is_(None)


def cases(db: Session) -> Sequence[tuple[DifferenceCase, str | None]]:
    """With the business's name, where one is known; what is open first and the oldest of it, then what was closed or
    mended last."""
    row = difference_cases.c
    over_at = func.coalesce(row.mended_at, row.closed_at)
    query = (
        select(DifferenceCase, businesses.c.name)
        .join(businesses, businesses.c.id == row.business_id, isouter=True)
        .order_by(over_at.is_not(None), over_at.desc(), row.found_at)
        .limit(PAGE)
    )
    return [(case, name) for case, name in db.execute(query)]


def count_open(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(difference_cases).where(_IS_OPEN)) or 0


def looks(db: Session, case_ids: Collection[str]) -> Mapping[str, Sequence[tuple[DifferenceLook, str]]]:
    """By case, each with who looked, the newest first."""
    row, found = difference_looks.c, defaultdict(list)
    query = (
        select(DifferenceLook, people.c.name)
        .join(people, people.c.id == row.by)
        .where(row.case_id.in_(case_ids))
        .order_by(row.at.desc())
    )
    for look, name in db.execute(query):
        found[look.case_id].append((look, name))
    return found
