"""Months are closed for good; the ledger refuses change, deletion, and entries for a month that is closed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
KEPT = ("ledger_entries", "month_closes")
SQLITE = [
    f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table}"
    f" BEGIN SELECT RAISE(ABORT, '{table} is never changed or deleted'); END"
    for table in KEPT
    for event in ("UPDATE", "DELETE")
] + [
    "CREATE TRIGGER ledger_entries_closed BEFORE INSERT ON ledger_entries"
    " WHEN EXISTS (SELECT 1 FROM month_closes WHERE ends_at > NEW.at)"
    " BEGIN SELECT RAISE(ABORT, 'that month of the books is closed'); END",
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is never changed or deleted'; END $$",
    "CREATE OR REPLACE FUNCTION refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN IF EXISTS (SELECT 1 FROM month_closes WHERE ends_at > NEW.at)"
    " THEN RAISE EXCEPTION 'that month of the books is closed'; END IF; RETURN NEW; END $$",
    *(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in KEPT
    ),
    "CREATE TRIGGER ledger_entries_closed BEFORE INSERT ON ledger_entries"
    " FOR EACH ROW EXECUTE FUNCTION refuse_closed()",
]


def upgrade() -> None:
    op.create_table(
        "month_closes",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(length=64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("balances", JSON, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("processor_minor", sa.Integer(), nullable=True),
        sa.Column("booked_minor", sa.Integer(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_month_closes")),
    )
    op.create_index("ix_ledger_entries_at_id", "ledger_entries", ["at", "id"], unique=False)
    connection = op.get_bind()
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for name in ("ledger_entries_update", "ledger_entries_delete", "ledger_entries_closed"):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        for name in ("ledger_entries_kept", "ledger_entries_closed"):
            connection.exec_driver_sql(f"DROP TRIGGER {name} ON ledger_entries")
    op.drop_index("ix_ledger_entries_at_id", table_name="ledger_entries")
    op.drop_table("month_closes")
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("DROP FUNCTION refuse_change, refuse_closed")
