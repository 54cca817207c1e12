"""Empty databases of the newest shape, made once in a process: fifty tables anew for each test cost as much as the
test itself."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from mappop.db.tables import map_all, metadata

map_all()

# What tells that a test changed more than rows: tables made anew, columns or guards more or fewer.
SHAPE = text("""
    SELECT (SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
           (SELECT count(*) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
             WHERE relnamespace = 'public'::regnamespace AND NOT attisdropped),
           (SELECT string_agg(oid::text || tgenabled::text, ',' ORDER BY oid) FROM pg_trigger)
""")
_shapes: dict[str, tuple[object, ...]] = {}
_first: dict[str, Engine] = {}  # of a kind of database, to connect


def engine_of_compiled(*args: Any, **options: Any) -> Engine:
    """An engine that knows the statements which others of its kind compiled: each test has engines of its own, and a
    fifth of a scenario's time went into the same statements again."""
    engine = create_engine(*args, query_cache_size=5_000, **options)
    if kept := _first.get(engine.name):
        engine.dialect, engine._compiled_cache = kept.dialect, kept._compiled_cache  # they are kept by dialect
    else:
        event.listen(engine, "connect", lambda *_: _first.setdefault(engine.name, engine), once=True)
    return engine


def new_sqlite(file: Path) -> str:
    """The address of an empty database in that file: a copy of the first one."""
    file.write_bytes(_first_sqlite())
    return f"sqlite:///{file}"


@cache
def _first_sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite3"
        engine = create_engine(f"sqlite:///{file}")
        metadata.create_all(engine)
        engine.dispose()
        return file.read_bytes()


def empty_postgresql(url: str) -> None:
    """Every row away; the tables are made where they are not as we left them."""
    with _sweeper(url).begin() as connection:
        if url in _shapes and _shape(connection) == _shapes[url]:
            _delete_rows(connection)
        else:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            metadata.create_all(connection)
            _shapes[url] = _shape(connection)


@cache
def _sweeper(url: str) -> Engine:
    """One connection for all emptying: the server reads of its tables what a connection asks for the first time."""
    return create_engine(url, pool_size=1, pool_pre_ping=True)


def _shape(connection: Connection) -> tuple[object, ...]:
    return tuple(connection.execute(SHAPE).one())


def _delete_rows(connection: Connection) -> None:
    """As a replica does it: the ledgers' guards refuse it to everyone else. The files themselves go: where rows are
    only deleted, new ones take their places in another order than they came in."""
    sequences = connection.execute(text("SELECT relname FROM pg_class WHERE relkind = 'S'")).scalars()
    restarts = [f'ALTER SEQUENCE "{name}" RESTART' for name in sequences]
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in metadata.tables]
    used = connection.exec_driver_sql(" UNION ALL ".join(asked)).scalars().all()
    names = ", ".join(f'"{name}"' for name in used)
    away = [f"TRUNCATE {names} CASCADE"] if names else []
    connection.exec_driver_sql(";".join(["SET LOCAL session_replication_role = replica", *restarts, *away]))
