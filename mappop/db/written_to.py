"""For whose sake a number was written to: that is how an answer from it is known."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mappop.db.tables.work import messages
from mappop.domain.message import Channel

MOST = 20  # one owner with more shops than that is served by a person


def texted(db: Session, number: str) -> Sequence[str]:
    row = messages.c
    query = (
        select(row.business_id)
        .where(row.to == number, row.channel == Channel.TEXT, row.business_id.is_not(None))
        .group_by(row.business_id)
        .order_by(func.max(row.created_at).desc(), row.business_id)
        .limit(MOST)
    )
    return [str(id) for id in db.scalars(query)]
