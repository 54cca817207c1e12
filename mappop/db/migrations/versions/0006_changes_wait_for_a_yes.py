"""Changes of a site wait for their owner's yes, its versions are kept, and visits are counted by day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sites", sa.Column("held_revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("sites", sa.Column("ended_at", sa.DateTime(timezone=True)))
    op.create_table(
        "site_versions",
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["sites.business_id"], name=op.f("fk_site_versions_business_id_sites")
        ),
        sa.PrimaryKeyConstraint("business_id", "version", name=op.f("pk_site_versions")),
    )
    op.execute(
        "INSERT INTO site_versions (business_id, version, revision, theme, made_at)"
        " SELECT business_id, version, revision, theme, published_at FROM sites WHERE published_at IS NOT NULL"
    )
    op.create_table(
        "site_days",
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), server_default="0", nullable=False)
            for name in ("visits", "calls", "directions", "inquiries")
        ),
        sa.ForeignKeyConstraint(["business_id"], ["sites.business_id"], name=op.f("fk_site_days_business_id_sites")),
        sa.PrimaryKeyConstraint("business_id", "day", name=op.f("pk_site_days")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decision", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.CheckConstraint("state IN ('open', 'approved', 'declined')", name=op.f("ck_proposals_proposalstate")),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_proposals_business_id_businesses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index("ix_proposals_business_state", "proposals", ["business_id", "state"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_proposals_business_state", table_name="proposals")
    for table in ("proposals", "site_days", "site_versions"):
        op.drop_table(table)
    op.drop_column("sites", "ended_at")
    op.drop_column("sites", "held_revision")
