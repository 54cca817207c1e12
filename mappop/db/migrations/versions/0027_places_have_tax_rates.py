"""What a tax engine told of a place is kept for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_rates",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("millionths", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_rates")),
    )


def downgrade() -> None:
    op.drop_table("place_rates")
