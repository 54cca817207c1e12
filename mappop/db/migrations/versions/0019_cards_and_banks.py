"""Owners pay by card or bank; their newest word counts; an invoice has one payment in flight."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

IN_FLIGHT = sa.text("state IN ('asked', 'pending')")


def _ways_are(*ways: str) -> None:
    with op.batch_alter_table("subscriptions") as batch:
        batch.drop_constraint(op.f("ck_subscriptions_payby"), type_="check")
        batch.create_check_constraint("payby", sa.column("pay_by").in_(ways))


def upgrade() -> None:
    with op.batch_alter_table("payment_methods") as batch:
        batch.add_column(sa.Column("payer", sa.String(length=255), server_default="", nullable=False))
    with op.batch_alter_table("subscriptions") as batch:
        batch.add_column(sa.Column("pay_by_since", sa.DateTime(timezone=True), nullable=True))
    _ways_are("", "invoice", "card", "bank")
    op.create_index(
        "ux_payments_in_flight", "payments", ["invoice_id"], unique=True,
        sqlite_where=IN_FLIGHT, postgresql_where=IN_FLIGHT,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ux_payments_in_flight", table_name="payments")
    op.execute("UPDATE subscriptions SET pay_by = '' WHERE pay_by IN ('card', 'bank')")
    _ways_are("", "invoice")
    with op.batch_alter_table("subscriptions") as batch:
        batch.drop_column("pay_by_since")
    with op.batch_alter_table("payment_methods") as batch:
        batch.drop_column("payer")
