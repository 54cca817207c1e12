"""Differences can be accepted; hosts' failures are counted over all workers; nobody reads the schedule's ticks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accepted_differences",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("publisher", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("accepted_by", sa.String(length=64), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_accepted_differences_business_id_businesses")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["people.id"], name=op.f("fk_accepted_differences_accepted_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_differences")),
    )
    op.create_index(op.f("ix_accepted_differences_business_id"), "accepted_differences", ["business_id"], unique=False)
    op.create_table(
        "host_failures",
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("closed_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_host_failures")),
    )
    op.drop_table("schedule_ticks")


def downgrade() -> None:
    op.create_table(
        "schedule_ticks",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "period", name=op.f("pk_schedule_ticks")),
    )
    op.drop_table("host_failures")
    op.drop_index(op.f("ix_accepted_differences_business_id"), table_name="accepted_differences")
    op.drop_table("accepted_differences")
