"""Centres, people who sign in, their sessions and failed tries."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table

from mappop.db.columns import UtcDateTime, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.person import Centre, Person, SignInFailure, UserSession
from mappop.domain.roles import Role

centres = Table(
    "centres", metadata,
    Column("id", key(), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("timezone", String(64), nullable=False),
)  # fmt: skip

people = Table(
    "people", metadata,
    Column("id", key(), primary_key=True),
    Column("email", String(320), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", text_enum(Role), nullable=False),
    Column("password_hash", String(300), nullable=False),
    Column("centre_id", ForeignKey("centres.id")),
    Column("business_id", ForeignKey("businesses.id")),
    Column("is_active", Boolean(create_constraint=True, name="is_active"), nullable=False),
)  # fmt: skip

user_sessions = Table(
    "user_sessions", metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)  # fmt: skip

sign_in_failures = Table(
    "sign_in_failures", metadata,
    Column("id", key(), primary_key=True),
    Column("email", String(320), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_sign_in_failures_email_at", "email", "at"),
    Index("ix_sign_in_failures_address_at", "address", "at"),
)  # fmt: skip

registry.map_imperatively(Centre, centres)
registry.map_imperatively(Person, people)
registry.map_imperatively(UserSession, user_sessions)
registry.map_imperatively(SignInFailure, sign_in_failures)
