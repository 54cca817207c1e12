"""The migrations make the very tables that the code names, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Boolean, Connection, Date, DateTime, Integer, MetaData, Table, create_engine, select, text

from mappop.db.engine import make_engine
from mappop.db.tables import metadata
from mappop.db.tables.work import outbox
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


def test_what_was_paid_before_payments_were_rows_is_a_payment_afterwards(database_url: str) -> None:
    engine = make_engine(database_url)
    metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    upgrade(engine, to="0009")
    with engine.begin() as connection:
        for table in ("centres", "people", "businesses", "trials", "subscriptions", "invoice_numbers"):
            _add(connection, table)
        for number, state in enumerate(("paid", "open")):
            _add(connection, "invoices", id=state, number=number, state=state, amount_minor=3995, reference="check 7",
                 paid_at=AT if state == "paid" else None, period_start=date(2027, 1 + number, 1))  # fmt: skip
    upgrade(engine)
    with engine.connect() as connection:
        payments = connection.execute(text("SELECT invoice_id, amount_minor, state, ref FROM payments")).all()
        invoices = connection.execute(text("SELECT id, settled_minor FROM invoices ORDER BY number")).all()
    assert payments == [("paid", 3995, "succeeded", "check 7")]
    assert invoices == [("paid", 3995), ("open", 0)]


def test_the_ledger_keeps_its_entries_when_they_need_no_business_any_more(database_url: str) -> None:
    engine = make_engine(database_url)
    metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    upgrade(engine, to="0024")
    with engine.begin() as connection:
        _add(connection, "businesses")
        _add(connection, "ledger_entries", id="old", cause="paid:1")
    upgrade(engine)
    with engine.begin() as connection:
        _add(connection, "ledger_entries", id="payout", cause="payout:1", business_id=None)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, business_id FROM ledger_entries ORDER BY id")).all()
    assert rows == [("old", "x"), ("payout", None)]


SPECIAL = {"hours_exceptions": [{"date": "2027-03-05", "open": []}]}


def test_sites_of_before_that_name_special_days_are_renewed_by_the_calendar(database_url: str) -> None:
    engine = make_engine(database_url)
    metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    upgrade(engine, to="0029")
    with engine.begin() as connection:
        for name, content, of_site in (
            ("shop", SPECIAL, {}), ("shop-two", SPECIAL, {}), ("plain", {}, {}), ("ended", SPECIAL, {"ended_at": AT}),
            ("unseen", SPECIAL, {"published_at": None}),
        ):  # fmt: skip
            _add(connection, "businesses", id=name)
            _add(connection, "revisions", id=name, business_id=name, content=content)
            _add(connection, "sites", business_id=name, **({"published_at": AT} | of_site))
        _add(connection, "outbox", id=1000, job="jobs.sites.renew", key="renew:shop-two:20270306T0600", state="due")
    upgrade(engine)
    with engine.connect() as connection:
        due = connection.execute(select(outbox.c.key, outbox.c.job, outbox.c.args, outbox.c.due_at)).all()
    made = [row for row in due if row.key.endswith(":0030")]
    assert len(due) == 2 and made == [("renew:shop:0030", "jobs.sites.renew", {"business_id": "shop"}, AT)]


def test_what_was_sold_before_a_second_trial_could_be_found_is_noted_by_work(database_url: str) -> None:
    engine = make_engine(database_url)
    metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    upgrade(engine, to="0030")
    with engine.begin() as connection:
        for table in ("centres", "people", "businesses", "trials"):
            _add(connection, table)
    upgrade(engine)
    with engine.connect() as connection:
        due = connection.execute(select(outbox.c.key, outbox.c.job, outbox.c.args)).all()
    again = [
        (f"known_by:x:{number}", "jobs.sales.note_what_is_known", {"business_id": "x"}) for number in ("0031", "0032")
    ]
    assert due == again  # the websites later


AT = datetime(2027, 3, 1, tzinfo=UTC)
OF_KIND: list[tuple[type, Any]] = [(Integer, 1), (Boolean, False), (DateTime, AT), (Date, AT.date()), (JSON, {})]
STATES = {"trials": {"state": "running", "way": "link"}, "subscriptions": {"state": "active", "pay_by": "invoice"},
          "people": {"role": "admin"}}  # fmt: skip


def _add(connection: Connection, name: str, **given: Any) -> None:
    """A row of that table's present shape, with something in every column that must have it: "x" as texts and ids."""
    table = Table(name, MetaData(), autoload_with=connection)
    values = {
        column.name: next((value for kind, value in OF_KIND if isinstance(column.type, kind)), "x")
        for column in table.columns
        if not column.nullable
    }
    connection.execute(table.insert().values(values | STATES.get(name, {}) | given))
