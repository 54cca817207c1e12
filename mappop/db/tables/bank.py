"""Lines of our bank's exports that brought money in."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from mappop.db.columns import UtcDateTime, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.bank_file import BankLine, LineState

bank_lines = Table(
    "bank_lines", metadata,
    Column("id", key(), primary_key=True),
    Column("fingerprint", String(64), nullable=False, unique=True),
    Column("booked_on", Date, nullable=False),
    Column("amount_minor", Integer, nullable=False),
    Column("text", String(300), nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    Column("imported_by", key(), nullable=False),
    Column("state", text_enum(LineState), nullable=False),
    Column("invoice_id", ForeignKey("invoices.id")),
    Column("note", String(200), nullable=False),
    Column("decided_by", key(), nullable=False),
    Index("ix_bank_lines_state_booked_on", "state", "booked_on"),
)  # fmt: skip

registry.map_imperatively(BankLine, bank_lines)
