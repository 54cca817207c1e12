"""Counting what visitors do: a total on the site's row, and the day's own row beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, update
from sqlalchemy.dialects import postgresql, sqlite

from mappop.db.tables.listings import sites
from mappop.db.tables.sites import site_days

INSERTS: Mapping[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
COUNTERS = ("visits", "calls", "directions", "inquiries")


def bump(connection: Connection, business_id: str, counter: str, day: date) -> None:
    """Two statements whatever was counted before; nothing where there is no such site, or where it has ended."""
    if counter not in COUNTERS:
        raise ValueError(f"nothing counts {counter}")
    total, is_up = sites.c[counter], (sites.c.business_id == business_id) & sites.c.ended_at.is_(None)
    if not connection.execute(update(sites).where(is_up).values({total: total + 1})).rowcount:
        return
    first = INSERTS[connection.dialect.name](site_days).values(business_id=business_id, day=day, **{counter: 1})
    more = {counter: site_days.c[counter] + 1}
    connection.execute(first.on_conflict_do_update(index_elements=["business_id", "day"], set_=more))
