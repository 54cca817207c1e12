"""Subscriptions can be unpaid or incomplete, and the day on which service ends is written down."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATES = ("trialing", "active", "past_due", "paused", "canceled")


def _subscriptions_can_be(*states: str) -> None:
    with op.batch_alter_table("subscriptions") as batch:
        batch.drop_constraint(op.f("ck_subscriptions_subscriptionstate"), type_="check")
        batch.create_check_constraint("subscriptionstate", sa.column("state").in_(states))


def upgrade() -> None:
    _subscriptions_can_be(*STATES, "unpaid", "incomplete", "incomplete_expired")
    op.add_column("subscriptions", sa.Column("service_until", sa.Date(), nullable=True))
    op.execute("UPDATE subscriptions SET service_until = charge_on WHERE state = 'canceled'")


def downgrade() -> None:
    op.execute("UPDATE subscriptions SET state = 'past_due' WHERE state = 'unpaid'")
    op.execute("UPDATE subscriptions SET state = 'canceled' WHERE state IN ('incomplete', 'incomplete_expired')")
    with op.batch_alter_table("subscriptions") as batch:
        batch.drop_column("service_until")
    _subscriptions_can_be(*STATES)
