"""Dunning: one row for each invoice whose payment failed, is late or came back."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table

from mappop.db.columns import UtcDateTime, json, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.dunning import Dunning, DunningState
from mappop.domain.dunning_plan import Cause

dunnings = Table(
    "dunnings", metadata,
    Column("id", key(), primary_key=True),
    Column("subscription_id", ForeignKey("subscriptions.id"), nullable=False),
    Column("business_id", ForeignKey("businesses.id"), nullable=False, index=True),
    Column("invoice_id", ForeignKey("invoices.id"), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("amount_minor", Integer, nullable=False),
    Column("cause", text_enum(Cause), nullable=False),
    Column("first_cause", text_enum(Cause, name="firstcause"), nullable=False),
    Column("says", String(40), nullable=False),
    Column("code", String(120), nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    Column("failed_at", UtcDateTime, nullable=False),
    Column("service_until", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("next_at", UtcDateTime),
    Column("method_id", ForeignKey("payment_methods.id")),
    Column("barred", json(), nullable=False),
    Column("state", text_enum(DunningState), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("notices", Integer, nullable=False),
    Column("last_notice_on", Date),
    Column("done", json(), nullable=False),
    Column("ended_at", UtcDateTime),
    Column("open_for", String(64), unique=True),
    Index("ix_dunnings_next_at", "next_at"),
    Index("ix_dunnings_began_at", "began_at"),
)  # fmt: skip

registry.map_imperatively(Dunning, dunnings)
