"""Crossings of risk limits, and managers' reviews of them."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from mappop.db.columns import UtcDateTime, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.risk import Level, RiskAlarm, RiskReview

risk_alarms = Table(
    "risk_alarms", metadata,
    Column("id", key(), primary_key=True),
    Column("centre_id", String(64), nullable=False, index=True),  # empty: the programme
    Column("meter", String(40), nullable=False),
    Column("level", text_enum(Level), nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("open_key", String(120), unique=True),
    Column("ended_at", UtcDateTime),
)  # fmt: skip

risk_reviews = Table(
    "risk_reviews", metadata,
    Column("id", key(), primary_key=True),
    Column("centre_id", ForeignKey("centres.id"), nullable=False, index=True),
    Column("by", ForeignKey("people.id"), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)  # fmt: skip

registry.map_imperatively(RiskAlarm, risk_alarms)
registry.map_imperatively(RiskReview, risk_reviews)
