"""What belongs to no customer stands in the ledger too: its entries need no business."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KINDS = ("payment", "refund", "dispute", "balance")
# SQLite changes a table by making it anew, which loses its triggers: they are put back as they were.
GUARDS = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entries'"


def _businesses_are_named(*, always: bool) -> None:
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    guards = connection.exec_driver_sql(GUARDS).scalars().all() if is_sqlite else ()
    with op.batch_alter_table("ledger_entries") as batch:
        batch.alter_column("business_id", existing_type=sa.String(length=64), nullable=not always)
    for guard in guards:
        connection.exec_driver_sql(guard)


def _cases_can_be_of(*kinds: str) -> None:
    with op.batch_alter_table("difference_cases") as batch:
        batch.drop_constraint(op.f("ck_difference_cases_heldkind"), type_="check")
        batch.create_check_constraint("heldkind", sa.column("kind").in_(kinds))


def upgrade() -> None:
    _businesses_are_named(always=False)
    _cases_can_be_of(*KINDS, "payout", "move")


def downgrade() -> None:
    _cases_can_be_of(*KINDS)
    _businesses_are_named(always=True)
