"""The outbox, messages, hosts' turns and failures, and events from outside."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from mappop.db.columns import UtcDateTime, json, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.breaker import Breaker
from mappop.domain.message import Channel, Message, MessageState
from mappop.domain.outbox import Work, WorkState

outbox = Table(
    "outbox", metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("job", String(120), nullable=False),
    Column("args", json(), nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("lane", String(20), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("lease_owner", String(80), nullable=False),
    Column("lease_until", UtcDateTime),
    Column("token", Integer, nullable=False),
    Column("state", text_enum(WorkState), nullable=False),
    Column("rung_at", UtcDateTime),
    Column("last_error", Text, nullable=False),
    Column("done_at", UtcDateTime),
    Index("ix_outbox_state_due", "state", "due_at"),
)  # fmt: skip

messages = Table(
    "messages", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), index=True),
    Column("kind", String(60), nullable=False),
    Column("channel", text_enum(Channel), nullable=False),
    Column("to", String(320), nullable=False, index=True),
    Column("subject", String(300), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("html", Text, nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("state", text_enum(MessageState), nullable=False),
    Column("provider_id", String(200), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("changed_at", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("reply_to", String(254), nullable=False, server_default=""),
)  # fmt: skip

breakers = Table(
    "breakers", metadata,
    Column("publisher", String(40), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("open_until", UtcDateTime),
)  # fmt: skip

turns = Table(
    "turns", metadata,
    Column("place", String(300), primary_key=True),
    Column("next_at", UtcDateTime, nullable=False),
)  # fmt: skip

host_failures = Table(
    "host_failures", metadata,
    Column("place", String(300), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("closed_until", UtcDateTime, nullable=False),
)  # fmt: skip

hook_events = Table(
    "hook_events", metadata,
    Column("source", String(40), primary_key=True),
    Column("event_id", String(200), primary_key=True),
    Column("body", json(), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
)  # fmt: skip

registry.map_imperatively(Breaker, breakers)
registry.map_imperatively(Work, outbox)
registry.map_imperatively(Message, messages)
