"""A trial can be canceled: when, and on whose word."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    plain_json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("trials", sa.Column("canceled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("trials", sa.Column("cancellation", plain_json, nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("trials") as trials:
        trials.drop_column("cancellation")
        trials.drop_column("canceled_at")
