"""Businesses, their revisions, and the audit trail that hangs on each."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from mappop.db.columns import UtcDateTime, json, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.audit import AuditEntry, Seal
from mappop.domain.known_by import KnownBy, Trait
from mappop.domain.record import BusinessRow, Revision

businesses = Table(
    "businesses", metadata,
    Column("id", key(), primary_key=True),
    Column("name", String(300), nullable=False),
    Column("phone", String(20), nullable=False, index=True),
    Column("postal_code", String(10), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("audit_seq", Integer, nullable=False),
    Column("audit_head", String(64), nullable=False),
)  # fmt: skip

revisions = Table(
    "revisions", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("content", json(), nullable=False),
    Column("made_by", key(), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("business_id", "number"),
)  # fmt: skip

known_by = Table(
    "known_by", metadata,
    Column("trait", text_enum(Trait), primary_key=True),
    Column("value", String(300), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), primary_key=True, index=True),
)  # fmt: skip

audit_entries = Table(
    "audit_entries", metadata,
    Column("business_id", ForeignKey("businesses.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("actor", key(), nullable=False),
    Column("event", String(80), nullable=False),
    Column("data", json(), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)  # fmt: skip

seals = Table(
    "audit_seals", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("heads", String(64), nullable=False),
    Column("businesses", Integer, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)  # fmt: skip

registry.map_imperatively(BusinessRow, businesses)
registry.map_imperatively(Revision, revisions)
registry.map_imperatively(KnownBy, known_by)
registry.map_imperatively(AuditEntry, audit_entries)
registry.map_imperatively(Seal, seals)
