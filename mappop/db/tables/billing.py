"""Subscriptions, what the charge gate answered, invoices and their numbers, payments, and the ledger."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from mappop.db.columns import UtcDateTime, json, key, text_enum
from mappop.db.tables.base import metadata, registry
from mappop.domain.charge_gate import GateAnswer
from mappop.domain.coupon import CouponUses
from mappop.domain.invoice import Invoice, InvoiceNumbers, InvoiceState
from mappop.domain.ledger import LedgerEntry
from mappop.domain.pause import Pause
from mappop.domain.payment import MethodKind, Payment, PaymentMethod, PaymentState
from mappop.domain.plan import Interval
from mappop.domain.subscription import PayBy, Subscription, SubscriptionState

coupon_uses = Table(
    "coupon_uses", metadata,
    Column("coupon", String(64), primary_key=True),
    Column("given", Integer, nullable=False),
)  # fmt: skip

subscriptions = Table(
    "subscriptions", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False, index=True),
    Column("trial_id", ForeignKey("trials.id"), nullable=False, unique=True),
    Column("plan", String(40), nullable=False),
    Column("price_minor", Integer, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("charge_on", Date, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("state", text_enum(SubscriptionState), nullable=False),
    Column("pay_by", text_enum(PayBy), nullable=False),
    Column("anchor", Date),
    Column("periods", Integer, nullable=False),
    Column("service_until", Date),
    Column("cancel_asked_at", UtcDateTime),
    Column("pay_by_since", UtcDateTime),
    Column("interval", text_enum(Interval), nullable=False),
    Column("price_version", String(64), nullable=False),
    Column("add_ons", json(), nullable=False),
    Column("coupon", String(64), nullable=False),
    Column("coupon_left", Integer),
    Column("set_up_minor", Integer, nullable=False),
    Column("months", Integer, nullable=False),
    Column("next_agreed", json(), nullable=False),
    Column("resume_on", Date),
    Column("resumed_on", Date),
    Column("terms_on", Date),
    Index("ix_subscriptions_state_charge_on", "state", "charge_on"),
)  # fmt: skip

gate_answers = Table(
    "gate_answers", metadata,
    Column("id", key(), primary_key=True),
    Column("subscription_id", ForeignKey("subscriptions.id"), nullable=False),
    Column("charge_on", Date, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("is_open", Boolean(create_constraint=True, name="is_open"), nullable=False),
    Column("proofs", json(), nullable=False),
    UniqueConstraint("subscription_id", "charge_on"),
)  # fmt: skip

invoice_numbers = Table(
    "invoice_numbers", metadata,
    Column("issuer", String(40), primary_key=True),
    Column("last", Integer, nullable=False),
)  # fmt: skip

invoices = Table(
    "invoices", metadata,
    Column("id", key(), primary_key=True),
    Column("issuer", ForeignKey("invoice_numbers.issuer"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("subscription_id", ForeignKey("subscriptions.id"), nullable=False),
    Column("business_id", ForeignKey("businesses.id"), nullable=False, index=True),
    Column("period_start", Date, nullable=False),
    Column("period_end", Date, nullable=False),
    Column("amount_minor", Integer, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", text_enum(InvoiceState), nullable=False),
    Column("paid_at", UtcDateTime),
    Column("lines", json(), nullable=False),
    Column("tax_minor", Integer, nullable=False),
    Column("settled_minor", Integer, nullable=False),
    Column("cause", String(64), nullable=False),
    UniqueConstraint("issuer", "number"),
    UniqueConstraint("subscription_id", "period_start", "cause"),
    Index("ix_invoices_state_due_on", "state", "due_on"),
)  # fmt: skip

payment_methods = Table(
    "payment_methods", metadata,
    Column("id", key(), primary_key=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False, index=True),
    Column("processor", String(40), nullable=False),
    Column("kind", text_enum(MethodKind), nullable=False),
    Column("label", String(120), nullable=False),
    Column("ref", String(255), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("is_usable", Boolean(create_constraint=True, name="is_usable"), nullable=False),
    Column("why", String(200), nullable=False),
    Column("payer", String(255), nullable=False, server_default=""),
    UniqueConstraint("processor", "ref"),
)  # fmt: skip

payments = Table(
    "payments", metadata,
    Column("id", key(), primary_key=True),
    Column("invoice_id", ForeignKey("invoices.id"), nullable=False, index=True),
    Column("subscription_id", ForeignKey("subscriptions.id"), nullable=False),
    Column("business_id", ForeignKey("businesses.id"), nullable=False, index=True),
    Column("amount_minor", Integer, nullable=False),
    Column("processor", String(40), nullable=False),
    Column("key", String(255), nullable=False, unique=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("state", text_enum(PaymentState), nullable=False),
    Column("method_id", ForeignKey("payment_methods.id")),
    Column("ref", String(255), nullable=False),
    Column("reason", String(120), nullable=False),
    Column("fee_minor", Integer, nullable=False),
    Column("changed_at", UtcDateTime),
    Column("about", String(200), nullable=False),
    Column("on_statement", String(40), nullable=False),
    Index(
        "ux_payments_in_flight", "invoice_id", unique=True,
        sqlite_where=text("state IN ('asked', 'pending')"),
        postgresql_where=text("state IN ('asked', 'pending')"),
    ),
)  # fmt: skip
ledger_entries = Table(
    "ledger_entries", metadata,
    Column("id", key(), primary_key=True),
    Column("cause", String(120), nullable=False, unique=True),
    Column("business_id", ForeignKey("businesses.id"), index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("postings", json(), nullable=False),
    Index("ix_ledger_entries_at_id", "at", "id"),
)  # fmt: skip

registry.map_imperatively(CouponUses, coupon_uses)
pauses = Table(
    "pauses", metadata,
    Column("id", key(), primary_key=True),
    Column("subscription_id", ForeignKey("subscriptions.id"), nullable=False, index=True),
    Column("business_id", ForeignKey("businesses.id"), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", key(), nullable=False),
    Column("ended_on", Date),
)  # fmt: skip

registry.map_imperatively(Pause, pauses)
registry.map_imperatively(Subscription, subscriptions)
registry.map_imperatively(GateAnswer, gate_answers)
registry.map_imperatively(InvoiceNumbers, invoice_numbers)
registry.map_imperatively(Invoice, invoices)
registry.map_imperatively(PaymentMethod, payment_methods)
registry.map_imperatively(Payment, payments)
registry.map_imperatively(LedgerEntry, ledger_entries)
