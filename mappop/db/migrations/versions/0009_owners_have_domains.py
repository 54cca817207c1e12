"""Owners' own domains, and the address that each version of a site was built for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = ("asked", "verified", "serving", "broken", "ended")


def upgrade() -> None:
    for table in ("sites", "site_versions"):
        op.add_column(table, sa.Column("own_host", sa.String(length=253), server_default="", nullable=False))
    op.create_table(
        "own_domains",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=253), nullable=False),
        sa.Column("is_whole", sa.Boolean(create_constraint=True, name="is_whole"), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="domainstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("is_leaving", sa.Boolean(create_constraint=True, name="is_leaving"), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("holds", sa.String(length=253), nullable=True),
        sa.Column("active_for", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["sites.business_id"], name=op.f("fk_own_domains_business_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_domains")),
        sa.UniqueConstraint("active_for", name=op.f("uq_own_domains_active_for")),
        sa.UniqueConstraint("holds", name=op.f("uq_own_domains_holds")),
    )
    op.create_index(op.f("ix_own_domains_business_id"), "own_domains", ["business_id"], unique=False)
    op.create_index(op.f("ix_own_domains_next_look_at"), "own_domains", ["next_look_at"], unique=False)


def downgrade() -> None:
    op.drop_table("own_domains")
    for table in ("site_versions", "sites"):
        op.drop_column(table, "own_host")
