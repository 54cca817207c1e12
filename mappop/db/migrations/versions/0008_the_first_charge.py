"""The first charge: subscriptions, the gate's answers, invoices and the ledger; trials that run get a subscription."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FREE = timedelta(days=30)  # what everybody who had confirmed by then was promised


def upgrade() -> None:
    op.create_table(
        "invoice_numbers",
        sa.Column("issuer", sa.String(length=40), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", name=op.f("pk_invoice_numbers")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("postings", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_ledger_entries_business_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("cause", name=op.f("uq_ledger_entries_cause")),
    )
    op.create_index(op.f("ix_ledger_entries_business_id"), "ledger_entries", ["business_id"], unique=False)
    subscriptions = op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("trial_id", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.String(length=40), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("charge_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "trialing",
                "active",
                "past_due",
                "paused",
                "canceled",
                name="subscriptionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "pay_by",
            sa.Enum("", "invoice", name="payby", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("anchor", sa.Date(), nullable=True),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_subscriptions_business_id")),
        sa.ForeignKeyConstraint(["trial_id"], ["trials.id"], name=op.f("fk_subscriptions_trial_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("trial_id", name=op.f("uq_subscriptions_trial_id")),
    )
    op.create_index(op.f("ix_subscriptions_business_id"), "subscriptions", ["business_id"], unique=False)
    op.create_index("ix_subscriptions_state_charge_on", "subscriptions", ["state", "charge_on"], unique=False)
    op.create_table(
        "gate_answers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("charge_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_open", sa.Boolean(create_constraint=True, name="is_open"), nullable=False),
        sa.Column("proofs", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_gate_answers_subscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_answers")),
        sa.UniqueConstraint("subscription_id", "charge_on", name=op.f("uq_gate_answers_subscription_id")),
    )
    op.create_table(
        "invoices",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "paid", name="invoicestate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_invoices_business_id")),
        sa.ForeignKeyConstraint(["issuer"], ["invoice_numbers.issuer"], name=op.f("fk_invoices_issuer")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name=op.f("fk_invoices_subscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("issuer", "number", name=op.f("uq_invoices_issuer")),
        sa.UniqueConstraint("subscription_id", "period_start", name=op.f("uq_invoices_subscription_id")),
    )
    op.create_index(op.f("ix_invoices_business_id"), "invoices", ["business_id"], unique=False)
    op.create_index("ix_invoices_state_due_on", "invoices", ["state", "due_on"], unique=False)

    _open_for_running_trials(subscriptions)


def _open_for_running_trials(subscriptions: sa.Table) -> None:
    columns = "id business_id plan price_minor timezone canceled_at".split()
    trials = sa.table(
        "trials", *map(sa.column, columns), sa.column("state"), sa.column("confirmed_at", sa.DateTime(timezone=True))
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(trials).where(trials.c.state == "running")).mappings().all():
        at = row["confirmed_at"] if row["confirmed_at"].tzinfo else row["confirmed_at"].replace(tzinfo=UTC)
        values = {
            "id": f"sub-{row['id']}"[:64], "business_id": row["business_id"], "trial_id": row["id"],
            "plan": row["plan"],
            "price_minor": row["price_minor"], "timezone": row["timezone"], "opened_at": at, "pay_by": "", "periods": 0,
            "state": "canceled" if row["canceled_at"] else "trialing",
            "charge_on": at.astimezone(ZoneInfo(row["timezone"])).date() + FREE,
        }  # fmt: skip
        connection.execute(subscriptions.insert().values(**values))


def downgrade() -> None:
    op.drop_index("ix_invoices_state_due_on", table_name="invoices")
    op.drop_index(op.f("ix_invoices_business_id"), table_name="invoices")
    op.drop_table("invoices")
    op.drop_table("gate_answers")
    op.drop_index("ix_subscriptions_state_charge_on", table_name="subscriptions")
    op.drop_index(op.f("ix_subscriptions_business_id"), table_name="subscriptions")
    op.drop_table("subscriptions")
    op.drop_index(op.f("ix_ledger_entries_business_id"), table_name="ledger_entries")
    op.drop_table("ledger_entries")
    op.drop_table("invoice_numbers")
