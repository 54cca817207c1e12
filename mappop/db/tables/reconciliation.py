"""What the processor and we hold differently."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint

from mappop.db.columns import UtcDateTime, json, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.reconciliation import DifferenceCase, Flaw, HeldKind

difference_cases = Table(
    "difference_cases", metadata,
    Column("id", key(), primary_key=True),
    Column("processor", String(40), nullable=False),
    Column("kind", text_enum(HeldKind), nullable=False),
    Column("name", String(255), nullable=False),
    Column("flaw", text_enum(Flaw), nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("ours", json(), nullable=False),
    Column("theirs", json(), nullable=False),
    Column("business_id", ForeignKey("businesses.id")),
    Column("mended_at", UtcDateTime),
    UniqueConstraint("processor", "kind", "name", "flaw"),
    Index("ix_difference_cases_mended_at", "mended_at"),
)  # fmt: skip

registry.map_imperatively(DifferenceCase, difference_cases)
