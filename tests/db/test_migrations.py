"""The migrations make the very tables that the code names, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from mappop.db.tables import metadata
from mappop.db.upgrade import is_current, upgrade


def test_an_upgraded_database_has_the_shape_that_the_code_expects(database_url: str) -> None:
    engine = create_engine(database_url)
    metadata.drop_all(engine)
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_upgrading_again_keeps_the_data(database_url: str) -> None:
    engine = create_engine(database_url)
    metadata.drop_all(engine)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO centres (id, name, timezone) VALUES ('m', 'Manila', 'Asia/Manila')"))
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM centres")).scalar_one() == "Manila"
