"""The canonical records as they stand, for files and lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, select

from mappop.db.tables.businesses import businesses, revisions

AT_A_TIME = 200


def current_contents(engine: Engine) -> Iterator[dict[str, Any]]:
    """The JSON form of every business's current revision, in order of id; few are held at a time."""
    is_current = (revisions.c.business_id == businesses.c.id) & (revisions.c.number == businesses.c.revision)
    query = select(revisions.c.content).join(businesses, is_current).order_by(businesses.c.id)
    with engine.connect().execution_options(yield_per=AT_A_TIME) as connection:
        for row in connection.execute(query):
            yield row.content
