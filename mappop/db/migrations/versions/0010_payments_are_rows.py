"""Payments and ways to pay are rows of their own; an invoice has lines, its tax and what was settled of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INVOICE_STATES = ("open", "paid")
PAYMENT_STATES = ("asked", "pending", "succeeded", "failed", "returned")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _invoices_can_be(*states: str) -> None:
    with op.batch_alter_table("invoices") as batch:
        batch.drop_constraint(op.f("ck_invoices_invoicestate"), type_="check")
        batch.create_check_constraint("invoicestate", sa.column("state").in_(states))


def upgrade() -> None:
    op.create_table(
        "payment_methods",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("processor", sa.String(length=40), nullable=False),
        sa.Column("kind", _enum("methodkind", "card", "bank"), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_usable", sa.Boolean(create_constraint=True, name="is_usable"), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_payment_methods_business_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_methods")),
        sa.UniqueConstraint("processor", "ref", name=op.f("uq_payment_methods_processor")),
    )
    op.create_index(op.f("ix_payment_methods_business_id"), "payment_methods", ["business_id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("invoice_id", sa.String(length=64), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("processor", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _enum("paymentstate", *PAYMENT_STATES), nullable=False),
        sa.Column("method_id", sa.String(length=64), nullable=True),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_payments_business_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_payments_invoice_id")),
        sa.ForeignKeyConstraint(["method_id"], ["payment_methods.id"], name=op.f("fk_payments_method_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_payments_subscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("key", name=op.f("uq_payments_key")),
    )
    op.create_index(op.f("ix_payments_business_id"), "payments", ["business_id"], unique=False)
    op.create_index(op.f("ix_payments_invoice_id"), "payments", ["invoice_id"], unique=False)
    with op.batch_alter_table("invoices") as batch:
        batch.add_column(sa.Column("lines", JSON, server_default="[]", nullable=False))
        batch.add_column(sa.Column("tax_minor", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("settled_minor", sa.Integer(), server_default="0", nullable=False))
    _move_what_was_paid()
    with op.batch_alter_table("invoices") as batch:
        batch.drop_column("reference")
    _invoices_can_be("open", "paid", "void", "uncollectible")


def _move_what_was_paid() -> None:
    """What stood in the invoice (that it is paid, when, by which check) becomes a payment."""
    op.execute("UPDATE invoices SET settled_minor = amount_minor WHERE state = 'paid'")
    op.execute(
        "INSERT INTO payments (id, invoice_id, subscription_id, business_id, amount_minor, processor, key, asked_at,"
        " state, ref, reason, fee_minor, changed_at) SELECT 'pay-' || substr(id, 1, 60), id, subscription_id,"
        " business_id, amount_minor, 'offline', 'offline:' || id, paid_at, 'succeeded', reference, '', 0, paid_at"
        " FROM invoices WHERE state = 'paid'"
    )


def downgrade() -> None:
    with op.batch_alter_table("invoices") as batch:
        batch.add_column(sa.Column("reference", sa.String(length=200), server_default="", nullable=False))
    op.execute(
        "UPDATE invoices SET reference = COALESCE((SELECT max(ref) FROM payments WHERE payments.invoice_id ="
        " invoices.id AND payments.state = 'succeeded'), '')"
    )
    op.drop_table("payments")
    op.drop_table("payment_methods")
    op.execute("UPDATE invoices SET state = 'open' WHERE state NOT IN ('open', 'paid')")
    _invoices_can_be(*INVOICE_STATES)
    with op.batch_alter_table("invoices") as batch:
        for column in ("lines", "tax_minor", "settled_minor"):
            batch.drop_column(column)
