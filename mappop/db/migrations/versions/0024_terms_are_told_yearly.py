"""A subscription says when its owner is reminded of the terms next."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("terms_on", sa.Date(), nullable=True))
    op.execute("UPDATE subscriptions SET terms_on = charge_on WHERE anchor IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("subscriptions") as batch:
        batch.drop_column("terms_on")
