"""Sites and what visitors write there, listings, checks, differences that were accepted, and hand work."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from mappop.db.columns import UtcDateTime, json, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.accepted import AcceptedDifference
from mappop.domain.check import Check, CheckOutcome
from mappop.domain.inquiry import Inquiry
from mappop.domain.listing import Listing, ListingState
from mappop.domain.roles import Role
from mappop.domain.site import Site
from mappop.domain.task import Task, TaskState

sites = Table(
    "sites", metadata,
    Column("business_id", ForeignKey("businesses.id"), primary_key=True),
    Column("theme", String(40), nullable=False),
    Column("version", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("published_at", UtcDateTime),
    Column("visits", Integer, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("directions", Integer, nullable=False),
    Column("inquiries", Integer, nullable=False, server_default="0"),
    Column("held_revision", Integer, nullable=False, server_default="0"),
    Column("ended_at", UtcDateTime),
    Column("own_host", String(253), nullable=False, server_default=""),
)  # fmt: skip

inquiries = Table(
    "inquiries", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("language", String(2), nullable=False),
    Column("name", String(120), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("email", String(254), nullable=False),
    Column("message", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("suspicion", String(80), nullable=False),
    Index("ix_inquiries_business_received", "business_id", "received_at"),
)  # fmt: skip

listings = Table(
    "listings", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False),
    Column("publisher", String(40), nullable=False),
    Column("title", String(80), nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("forecast_days", Integer, nullable=False),
    Column("state", text_enum(ListingState), nullable=False),
    Column("since", UtcDateTime),
    Column("ref", String(300), nullable=False),
    Column("url", Text, nullable=False),
    Column("sent_revision", Integer, nullable=False),
    Column("proven_revision", Integer, nullable=False),
    Column("proven_at", UtcDateTime),
    Column("why", Text, nullable=False),
    UniqueConstraint("business_id", "publisher"),
)  # fmt: skip

checks = Table(
    "checks", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False),
    Column("publisher", String(40), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("way", String(20), nullable=False),
    Column("outcome", text_enum(CheckOutcome), nullable=False),
    Column("listing_id", ForeignKey("listings.id")),
    Column("is_day_0", Boolean(create_constraint=True, name="is_day_0"), nullable=False),
    Column("url", Text, nullable=False),
    Column("seen", json(), nullable=False),
    Column("verdicts", json(), nullable=False),
    Column("duplicates", json(), nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_checks_business_publisher_at", "business_id", "publisher", "at"),
)  # fmt: skip

accepted_differences = Table(
    "accepted_differences", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False, index=True),
    Column("publisher", String(40), nullable=False),
    Column("field", String(20), nullable=False),
    Column("verdict", json(), nullable=False),
    Column("accepted_by", ForeignKey("people.id"), nullable=False),
    Column("accepted_at", UtcDateTime, nullable=False),
    Column("taken_back_at", UtcDateTime),
)  # fmt: skip

tasks = Table(
    "tasks", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("proof", Text, nullable=False),
    Column("filed_at", UtcDateTime, nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("listing_id", ForeignKey("listings.id")),
    Column("steps", json(), nullable=False),
    Column("url", Text, nullable=False),
    Column("state", text_enum(TaskState), nullable=False),
    Column("done_at", UtcDateTime),
    Column("done_by", ForeignKey("people.id")),
    Column("evidence_url", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("role", text_enum(Role), nullable=False, server_default=Role.ASSISTANT.value),
    Column("due_at", UtcDateTime),
    Index("ix_tasks_state_filed", "state", "filed_at"),
)  # fmt: skip

registry.map_imperatively(Site, sites)
registry.map_imperatively(Inquiry, inquiries)
registry.map_imperatively(Listing, listings)
registry.map_imperatively(Check, checks)
registry.map_imperatively(AcceptedDifference, accepted_differences)
registry.map_imperatively(Task, tasks)
