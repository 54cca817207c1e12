"""Who called support, and how that was made sure."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from mappop.db.columns import UtcDateTime, key
from mappop.db.tables.base import metadata, registry
from mappop.domain.caller import NAME_MAX, NOTE_MAX, Caller

callers = Table(
    "callers", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("name", String(NAME_MAX), nullable=False),
    Column("way", String(20), nullable=False),
    Column("note", String(NOTE_MAX), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_callers_business_id", "business_id", "at"),
)  # fmt: skip

registry.map_imperatively(Caller, callers)
