"""Crossings of risk limits, and managers' reviews of them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "risk_alarms",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.String(length=64), nullable=False),
        sa.Column("meter", sa.String(length=40), nullable=False),
        sa.Column("level", _enum("level", "calm", "alarm", "over"), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open_key", sa.String(length=120), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_alarms")),
        sa.UniqueConstraint("open_key", name=op.f("uq_risk_alarms_open_key")),
    )
    op.create_index(op.f("ix_risk_alarms_centre_id"), "risk_alarms", ["centre_id"], unique=False)
    op.create_table(
        "risk_reviews",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_risk_reviews_by")),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name=op.f("fk_risk_reviews_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_reviews")),
    )
    op.create_index(op.f("ix_risk_reviews_centre_id"), "risk_reviews", ["centre_id"], unique=False)


def downgrade() -> None:
    op.drop_table("risk_reviews")
    op.drop_table("risk_alarms")
