"""Leads, calls, scans, drafts, trials and consents."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from mappop.db.columns import UtcDateTime, json, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.lead import Call, Disposition, Lead, LeadState
from mappop.domain.scan import Scan, ScanResult, ScanState
from mappop.domain.trial import ConfirmationWay, Consent, Draft, Trial, TrialState

leads = Table(
    "leads", metadata,
    Column("id", key(), primary_key=True),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("name", String(300), nullable=False),
    Column("phone", String(20), nullable=False, index=True),
    Column("city", String(100), nullable=False),
    Column("region", String(40), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("trade", String(60), nullable=False),
    Column("known", json(), nullable=False),
    Column("state", text_enum(LeadState), nullable=False),
    Column("position", Integer, nullable=False),
    Column("call_back_at", UtcDateTime),
    Column("called_at", UtcDateTime),
    Column("agent_id", ForeignKey("people.id")),
    Index("ix_leads_centre_state", "centre_id", "state", "position"),
)  # fmt: skip

calls = Table(
    "calls", metadata,
    Column("id", key(), primary_key=True),
    Column("lead_id", ForeignKey("leads.id"), nullable=False, index=True),
    Column("agent_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("disposition", text_enum(Disposition), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False),
    Column("call_back_at", UtcDateTime),
)  # fmt: skip

scans = Table(
    "scans", metadata,
    Column("id", key(), primary_key=True),
    Column("asked_by", ForeignKey("people.id"), nullable=False),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("query", json(), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("lead_id", ForeignKey("leads.id")),
    Column("business_id", ForeignKey("businesses.id"), index=True),
    Column("done_at", UtcDateTime),
    Column("score", json(), nullable=False),
)  # fmt: skip

scan_results = Table(
    "scan_results", metadata,
    Column("id", key(), primary_key=True),
    Column("scan_id", ForeignKey("scans.id"), nullable=False),
    Column("publisher", String(40), nullable=False),
    Column("title", String(80), nullable=False),
    Column("state", text_enum(ScanState), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("seen", json(), nullable=False),
    Column("reason", Text, nullable=False),
    Column("answered_at", UtcDateTime),
    UniqueConstraint("scan_id", "publisher"),
)  # fmt: skip

drafts = Table(
    "drafts", metadata,
    Column("id", key(), primary_key=True),
    Column("agent_id", ForeignKey("people.id"), nullable=False),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("lead_id", ForeignKey("leads.id")),
    Column("scan_id", ForeignKey("scans.id")),
    Column("record", json(), nullable=False),
    Column("owner", json(), nullable=False),
    Column("ticks", json(), nullable=False),
    Column("theme", String(40), nullable=False),
    Column("trial_id", ForeignKey("trials.id")),
)  # fmt: skip

trials = Table(
    "trials", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False, index=True),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("agent_id", ForeignKey("people.id"), nullable=False),
    Column("plan", String(40), nullable=False),
    Column("price_minor", Integer, nullable=False),
    Column("owner", json(), nullable=False),
    Column("way", text_enum(ConfirmationWay), nullable=False),
    Column("sold_at", UtcDateTime, nullable=False),
    Column("confirm_by", UtcDateTime, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("identity", String(300), nullable=False),
    Column("token_hash", String(64), unique=True),
    Column("state", text_enum(TrialState), nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("confirmation", json(), nullable=False),
    Column("closed_at", UtcDateTime),
    Column("lead_id", ForeignKey("leads.id")),
    Column("language", String(2), nullable=False),
    Column("canceled_at", UtcDateTime),
    Column("cancellation", json(), nullable=False),
    Column("doubt", Text, nullable=False, server_default=""),
    Index("ix_trials_agent", "agent_id", "sold_at"),
    Index("ix_trials_state", "state", "confirm_by"),
    # One trial for a business, ever: declined and lapsed offers were never trials.
    Index(
        "uq_trials_identity_open", "identity", unique=True,
        sqlite_where=text("state IN ('awaiting_confirmation', 'running')"),
        postgresql_where=text("state IN ('awaiting_confirmation', 'running')"),
    ),
)  # fmt: skip

consents = Table(
    "consents", metadata,
    Column("id", key(), primary_key=True),
    Column("trial_id", ForeignKey("trials.id"), nullable=False, unique=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False),
    Column("disclosure_version", String(40), nullable=False),
    Column("clauses", json(), nullable=False),
    Column("agreed_by", String(200), nullable=False),
    Column("role", String(80), nullable=False),
    Column("authority", String(200), nullable=False),
    Column("recording", String(200), nullable=False),
    Column("agreed_at", UtcDateTime, nullable=False),
    Column("agent_id", ForeignKey("people.id"), nullable=False),
)  # fmt: skip

registry.map_imperatively(Lead, leads)
registry.map_imperatively(Call, calls)
registry.map_imperatively(Scan, scans)
registry.map_imperatively(ScanResult, scan_results)
registry.map_imperatively(Draft, drafts)
registry.map_imperatively(Trial, trials)
registry.map_imperatively(Consent, consents)
