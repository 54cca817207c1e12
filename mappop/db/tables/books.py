"""Closed months, and the guards of the ledger: no entry is changed or deleted, none falls into a closed month.

The guards are triggers, so that they hold for whoever writes, by hand too. A SQLite migration that makes
`ledger_entries` or `month_closes` anew loses them there and has to make them again.
"""

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, event

from mappop.db.columns import UtcDateTime, json
from mappop.db.tables.base import metadata, registry
from mappop.domain.close import MonthClose

month_closes = Table(
    "month_closes", metadata,
    Column("month", String(7), primary_key=True),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime, nullable=False),
    Column("closed_by", String(64), nullable=False),
    Column("entries", Integer, nullable=False),
    Column("content", String(64), nullable=False),
    Column("moved", json(), nullable=False),
    Column("balances", json(), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("processor_minor", Integer),
    Column("booked_minor", Integer),
    Column("hash", String(64), nullable=False),
)  # fmt: skip

_CHANGED, _CLOSED = "is never changed or deleted", "that month of the books is closed"
_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {table}_{event.lower()} BEFORE {event} ON {table}"
    f" BEGIN SELECT RAISE(ABORT, '{table} {_CHANGED}'); END"
    for table in ("ledger_entries", "month_closes")
    for event in ("UPDATE", "DELETE")
] + [
    "CREATE TRIGGER IF NOT EXISTS ledger_entries_closed BEFORE INSERT ON ledger_entries"
    " WHEN EXISTS (SELECT 1 FROM month_closes WHERE ends_at > NEW.at)"
    f" BEGIN SELECT RAISE(ABORT, '{_CLOSED}'); END",
]
_POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
    f" BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' {_CHANGED}'; END $$",
    "CREATE OR REPLACE FUNCTION refuse_closed() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN IF EXISTS (SELECT 1 FROM month_closes WHERE ends_at > NEW.at)"
    f" THEN RAISE EXCEPTION '{_CLOSED}'; END IF; RETURN NEW; END $$",
    *(
        f"CREATE OR REPLACE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in ("ledger_entries", "month_closes")
    ),
    "CREATE OR REPLACE TRIGGER ledger_entries_closed BEFORE INSERT ON ledger_entries"
    " FOR EACH ROW EXECUTE FUNCTION refuse_closed()",
]


@event.listens_for(metadata, "after_create")
def _guard(_metadata: MetaData, connection: Connection, **_: object) -> None:
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


registry.map_imperatively(MonthClose, month_closes)
