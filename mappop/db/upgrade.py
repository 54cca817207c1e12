"""Bringing the database to the newest shape, and telling whether it is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """To the newest revision, or the one named; a database that is there already is left alone."""
    config = _config()
    with engine.connect() as connection, _references_looked_at_last(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, to)


@contextmanager
def _references_looked_at_last(connection: Connection) -> Iterator[None]:
    """Commit what the block did. SQLite changes a table by dropping the old one, which it refuses while rows of another
    name it; so there, references are looked at once, before the commit (https://sqlite.org/lang_altertable.html, 7)."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        connection.commit()
        return
    driver.execute("PRAGMA foreign_keys=OFF")  # does nothing inside a transaction
    try:
        yield
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"references of {sorted({row[0] for row in broken})} lead nowhere; nothing was changed")
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def is_current(engine: Engine) -> bool:
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
