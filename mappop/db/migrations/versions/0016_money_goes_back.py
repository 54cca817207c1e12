"""Refunds, credit notes and write-offs; what customers have to their credit; disputes of payments."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "customer_credits",
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_customer_credits_business_id")),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_customer_credits")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", _enum("correctionkind", "refund", "credit_note", "write_off"), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("invoice_id", sa.String(length=64), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            _enum(
                "correctionreason",
                "duplicate",
                "canceled_in_time",
                "not_delivered",
                "fraudulent",
                "asked_by_owner",
                "billing_error",
                "outage",
                "goodwill",
                "business_closed",
                "unreachable",
                "small_sum",
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payment_id", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            _enum("correctionstate", "proposed", "asked", "pending", "done", "failed", "declined"),
            nullable=False,
        ),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issuer", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("applied_minor", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_corrections_business_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_corrections_invoice_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_corrections_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("issuer", "number", name=op.f("uq_corrections_issuer")),
        sa.UniqueConstraint("key", name=op.f("uq_corrections_key")),
    )
    op.create_index("ix_corrections_business_asked", "corrections", ["business_id", "asked_at"], unique=False)
    op.create_index(op.f("ix_corrections_invoice_id"), "corrections", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_corrections_ref"), "corrections", ["ref"], unique=False)
    op.create_index("ix_corrections_state_asked", "corrections", ["state", "asked_at"], unique=False)
    op.create_table(
        "disputes",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("ref", sa.String(length=255), nullable=False),
        sa.Column("payment_id", sa.String(length=64), nullable=False),
        sa.Column("invoice_id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.String(length=64), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("fee_minor", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            _enum(
                "disputestate",
                "warning_needs_response",
                "warning_under_review",
                "warning_closed",
                "prevented",
                "needs_response",
                "under_review",
                "won",
                "lost",
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_won", sa.Boolean(create_constraint=True, name="was_won"), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_disputes_business_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name=op.f("fk_disputes_centre_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_disputes_invoice_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_disputes_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("ref", name=op.f("uq_disputes_ref")),
    )
    op.create_index(op.f("ix_disputes_business_id"), "disputes", ["business_id"], unique=False)
    op.create_index("ix_disputes_centre_opened", "disputes", ["centre_id", "opened_at"], unique=False)
    op.create_index(op.f("ix_disputes_payment_id"), "disputes", ["payment_id"], unique=False)


def downgrade() -> None:
    op.drop_table("disputes")
    op.drop_table("corrections")
    op.drop_table("customer_credits")
