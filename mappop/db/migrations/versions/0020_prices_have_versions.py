"""A subscription says what is agreed (interval, version, add-ons, coupon); invoices their cause."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
INTERVAL = sa.Enum("month", "year", name="interval", native_enum=False, create_constraint=True, length=40)


def _agreed() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("interval", INTERVAL, server_default="month", nullable=False),
        sa.Column("price_version", sa.String(length=64), server_default="local-1", nullable=False),
        sa.Column("add_ons", JSON, server_default="[]", nullable=False),
        sa.Column("coupon", sa.String(length=64), server_default="", nullable=False),
        sa.Column("coupon_left", sa.Integer(), nullable=True),
        sa.Column("set_up_minor", sa.Integer(), server_default="0", nullable=False),
        sa.Column("months", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_agreed", JSON, server_default="{}", nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "coupon_uses",
        sa.Column("coupon", sa.String(length=64), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("coupon", name=op.f("pk_coupon_uses")),
    )
    with op.batch_alter_table("subscriptions") as batch:
        for column in _agreed():
            batch.add_column(column)
    op.execute("UPDATE subscriptions SET months = periods")
    with op.batch_alter_table("invoices") as batch:
        batch.add_column(sa.Column("cause", sa.String(length=64), server_default="period", nullable=False))
        batch.drop_constraint(op.f("uq_invoices_subscription_id"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_invoices_subscription_id"), ["subscription_id", "period_start", "cause"]
        )


def downgrade() -> None:
    with op.batch_alter_table("invoices") as batch:
        batch.drop_constraint(op.f("uq_invoices_subscription_id"), type_="unique")
        batch.create_unique_constraint(op.f("uq_invoices_subscription_id"), ["subscription_id", "period_start"])
        batch.drop_column("cause")
    with op.batch_alter_table("subscriptions") as batch:
        for column in reversed(_agreed()):
            batch.drop_column(column.name)
    op.drop_table("coupon_uses")
