"""Who called support, and how that was made sure."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "callers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_callers_business_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_callers_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callers")),
    )
    op.create_index("ix_callers_business_id", "callers", ["business_id", "at"])


def downgrade() -> None:
    op.drop_table("callers")
