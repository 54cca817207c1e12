"""What the processor and we hold differently, and who looked at it."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from mappop.db.columns import UtcDateTime, json, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.reconciliation import DifferenceCase, DifferenceLook, Flaw, HeldKind

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
    Column("closed_at", UtcDateTime),
    UniqueConstraint("processor", "kind", "name", "flaw"),
    Index("ix_difference_cases_mended_at", "mended_at"),
)  # fmt: skip

difference_looks = Table(
    "difference_looks", metadata,
    Column("id", key(), primary_key=True),
    Column("case_id", ForeignKey("difference_cases.id"), nullable=False, index=True),
    Column("by", ForeignKey("people.id"), nullable=False),
    Column("note", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)  # fmt: skip

registry.map_imperatively(DifferenceLook, difference_looks)
registry.map_imperatively(DifferenceCase, difference_cases)
