"""Refunds, credit notes and write-offs, and what each customer has to their credit."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from mappop.db.columns import UtcDateTime, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.correction import Correction, CorrectionKind, CorrectionReason, CorrectionState, CustomerCredit

corrections = Table(
    "corrections", metadata,
    Column("id", key(), primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", text_enum(CorrectionKind), nullable=False),
    Column("business_id", ForeignKey("businesses.id"), nullable=False),
    Column("invoice_id", ForeignKey("invoices.id"), nullable=False, index=True),
    Column("amount_minor", Integer, nullable=False),
    Column("reason", text_enum(CorrectionReason), nullable=False),
    Column("note", Text, nullable=False),
    Column("asked_by", String(64), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("payment_id", ForeignKey("payments.id")),
    Column("state", text_enum(CorrectionState), nullable=False),
    Column("decided_by", String(64)),
    Column("decided_at", UtcDateTime),
    Column("issuer", String(40), nullable=False),
    Column("number", Integer),
    Column("applied_minor", Integer, nullable=False),
    Column("tax_minor", Integer, nullable=False),
    Column("ref", String(255), nullable=False, index=True),
    Column("why", String(300), nullable=False),
    Column("changed_at", UtcDateTime),
    UniqueConstraint("issuer", "number"),
    Index("ix_corrections_business_asked", "business_id", "asked_at"),
    Index("ix_corrections_state_asked", "state", "asked_at"),
)  # fmt: skip

customer_credits = Table(
    "customer_credits", metadata,
    Column("business_id", ForeignKey("businesses.id"), primary_key=True),
    Column("amount_minor", Integer, nullable=False),
)  # fmt: skip

registry.map_imperatively(Correction, corrections)
registry.map_imperatively(CustomerCredit, customer_credits)
