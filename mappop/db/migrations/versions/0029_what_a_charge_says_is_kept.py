"""An attempt keeps the words that it sends, so that it is the same when it is asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payments", sa.Column("about", sa.String(length=200), server_default="", nullable=False))
    op.add_column("payments", sa.Column("on_statement", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("payments") as batch:
        batch.drop_column("on_statement")
        batch.drop_column("about")
