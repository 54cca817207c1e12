"""Runs of billing are noted, and the programme's figures month by month."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bill_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_runs")),
    )
    op.create_index(op.f("ix_bill_runs_began_at"), "bill_runs", ["began_at"], unique=False)
    op.create_table(
        "month_figures",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("recurring_minor", sa.Integer(), nullable=False),
        sa.Column("paying", sa.Integer(), nullable=False),
        sa.Column("began", sa.Integer(), nullable=False),
        sa.Column("converted", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_month_figures")),
    )


def downgrade() -> None:
    op.drop_table("month_figures")
    op.drop_table("bill_runs")
