"""The ledger's guards hold for whoever writes, on both databases, made by the code or by the migrations."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from mappop.db.tables import metadata
from mappop.db.upgrade import upgrade

ENTRY = "INSERT INTO ledger_entries (id, cause, business_id, at, postings) VALUES (:id, :id, 'delgado', :at, '{}')"
CLOSE = (
    "INSERT INTO month_closes (month, ends_at, closed_at, closed_by, entries, content, moved, balances, previous, hash)"
    " VALUES ('2027-03', '2027-04-01 04:00:00.000000', '2027-04-03 09:00:00.000000', 'mia', 1, '', '{}', '{}', '', '')"
)
BEFORE, AFTER = "2027-04-01 03:59:59.999999", "2027-04-01 04:00:00.000000"


@pytest.fixture
def engine(database_url):
    made = create_engine(database_url)
    _begin(made)
    yield made
    made.dispose()


def _begin(engine):
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO businesses (id, name, phone, postal_code, revision, created_at, audit_seq, audit_head)"
                " VALUES ('delgado', 'Delgado', '', '', 1, '2027-03-01 00:00:00.000000', 0, '')"
            )
        )
        connection.execute(text(ENTRY), {"id": "first", "at": BEFORE})


def refused(engine, statement, **values):
    with pytest.raises(DBAPIError) as caught, engine.begin() as connection:
        connection.execute(text(statement), values)
    return str(caught.value.orig)


def test_an_entry_is_never_changed_or_deleted(engine):
    for statement in ("UPDATE ledger_entries SET postings = '{}'", "DELETE FROM ledger_entries WHERE id = 'first'"):
        assert "ledger_entries is never changed or deleted" in refused(engine, statement)


def test_an_entry_for_a_closed_month_is_refused_and_one_for_the_open_month_is_not(engine):
    with engine.begin() as connection:
        connection.execute(text(CLOSE))
    assert "that month of the books is closed" in refused(engine, ENTRY, id="late", at=BEFORE)
    with engine.begin() as connection:
        connection.execute(text(ENTRY), {"id": "open", "at": AFTER})
        assert connection.execute(text("SELECT count(*) FROM ledger_entries")).scalar_one() == 2


def test_a_close_is_never_changed_or_deleted(engine):
    with engine.begin() as connection:
        connection.execute(text(CLOSE))
    for statement in ("UPDATE month_closes SET entries = 2", "DELETE FROM month_closes"):
        assert "month_closes is never changed or deleted" in refused(engine, statement)


def test_the_migrations_make_the_same_guards(engine):
    metadata.drop_all(engine)
    upgrade(engine)
    _begin(engine)
    test_an_entry_is_never_changed_or_deleted(engine)
    test_an_entry_for_a_closed_month_is_refused_and_one_for_the_open_month_is_not(engine)
    for statement in ("UPDATE month_closes SET entries = 2", "DELETE FROM month_closes"):
        assert "month_closes is never changed or deleted" in refused(engine, statement)
