"""What the processor and we hold differently, kept as cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "difference_cases",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("processor", sa.String(length=40), nullable=False),
        sa.Column("kind", _enum("heldkind", "payment", "refund", "dispute", "balance"), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("flaw", _enum("flaw", "only_theirs", "only_ours", "amount", "state", "fee"), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ours", JSON, nullable=False),
        sa.Column("theirs", JSON, nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=True),
        sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["business_id"], ["businesses.id"], name=op.f("fk_difference_cases_business_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference_cases")),
        sa.UniqueConstraint("processor", "kind", "name", "flaw", name=op.f("uq_difference_cases_processor")),
    )
    op.create_index(op.f("ix_difference_cases_mended_at"), "difference_cases", ["mended_at"], unique=False)


def downgrade() -> None:
    op.drop_table("difference_cases")
