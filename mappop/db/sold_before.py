"""Businesses that had a trial, or are about to, by what they are known by."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mappop.db.tables.businesses import known_by, revisions
from mappop.db.tables.sales import trials
from mappop.domain.known_by import Sold, Trait
from mappop.domain.trial import TrialState

MOST = 100  # businesses: a tower with more tenants than that is looked at by its newest


def sold_before(db: Session, trait: Trait, value: str) -> Sequence[Sold]:
    """Every revision of each, the newest sale and its newest revision first."""
    counts = trials.c.state.in_((TrialState.AWAITING_CONFIRMATION, TrialState.RUNNING))
    found = (
        select(trials.c.business_id, trials.c.sold_at, trials.c.timezone)
        .join(known_by, known_by.c.business_id == trials.c.business_id)
        .where(known_by.c.trait == trait, known_by.c.value == value, counts)
        .order_by(trials.c.sold_at.desc())
        .limit(MOST)
        .subquery()
    )
    query = (
        select(found, revisions.c.content)
        .join(revisions, revisions.c.business_id == found.c.business_id)
        .order_by(found.c.sold_at.desc(), found.c.business_id, revisions.c.number.desc())
    )
    return [Sold(*row) for row in db.execute(query)]


def take_turns(db: Session, names: Collection[str]) -> None:
    """Until the commit nobody else has a turn of one of these names. All in one order, so that no two wait for each
    other; SQLite's BEGIN IMMEDIATE has kept everybody out already."""
    if db.connection().dialect.name == "postgresql":
        for number in sorted({_number(name) for name in names}):
            db.execute(select(func.pg_advisory_xact_lock(number)))


def _number(name: str) -> int:
    """Two names with one number wait for each other for nothing, and no harm comes of it."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
