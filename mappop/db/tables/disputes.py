"""Disputes of payments."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from mappop.db.columns import UtcDateTime, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.dispute import Dispute, DisputeState

disputes = Table(
    "disputes", metadata,
    Column("id", key(), primary_key=True),
    Column("ref", String(255), nullable=False, unique=True),
    Column("payment_id", ForeignKey("payments.id"), nullable=False, index=True),
    Column("invoice_id", ForeignKey("invoices.id"), nullable=False),
    Column("business_id", ForeignKey("businesses.id"), nullable=False, index=True),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("amount_minor", Integer, nullable=False),
    Column("fee_minor", Integer, nullable=False),
    Column("reason", String(80), nullable=False),
    Column("state", text_enum(DisputeState), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("due_by", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("was_won", Boolean(create_constraint=True, name="was_won"), nullable=False),
    Index("ix_disputes_centre_opened", "centre_id", "opened_at"),
)  # fmt: skip

registry.map_imperatively(Dispute, disputes)
