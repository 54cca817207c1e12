"""Months of the books, dated: closed a day after their end, shut for good, and written out for the accountant."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from beancount import loader
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mappop.db.queries import books as queries
from mappop.domain.close import Month, MonthOfBooks
from mappop.domain.errors import Refused
from mappop.domain.ledger import Account, entry
from mappop.services import closing, invoicing
from mappop.services.ledger_export import WRITERS, file_name
from tests.scenarios.refunds_fake import Refunds
from tests.scenarios.test_first_charge import delivered_in_time, on, started

MARCH, APRIL = Month(date(2027, 3, 1)), Month(date(2027, 4, 1))


@pytest.fixture
def world(world):
    """Rosa is invoiced on 31 March and again on 30 April; her first check comes on 12 April."""
    world.on("2027-03-01")
    started(world)
    delivered_in_time(world)
    on(world, "2027-03-31", "18:00")
    world.on("2027-04-12")
    (invoice,) = world.rows("invoices")
    invoicing.record_payment(world.deps, invoice.id, amount_minor=3995, reference="check 1107", who=world.verifier)
    on(world, "2027-04-30", "18:00")
    return world.on("2027-05-03")


def told(world, month):
    with Session(world.app.reader) as db:
        found = queries.of_month(db, month, world.clock.now())
        return MonthOfBooks(month, found.ends_at, found.opening, found.closing, list(found.entries))


def written(world, month, form):
    target = io.StringIO()
    WRITERS[form](told(world, month), target)
    return target.getvalue()


def test_a_month_is_closed_in_its_turn_and_once(world):
    with pytest.raises(Refused, match="2027-03 is to be closed first"):
        closing.close(world.deps, APRIL, by="mia")
    march = closing.close(world.deps, MARCH, by="mia")
    assert (march.entries, march.balances) == (1, {"receivable": 3995, "revenue": -3995})
    april = closing.close(world.deps, APRIL, by="mia")
    assert april.balances == {"cash": 3995, "receivable": 3995, "revenue": -7990} and april.previous == march.hash
    assert closing.close(world.deps, APRIL, by="ben").closed_by == "mia"
    assert closing.verify(world.deps) == []
    with pytest.raises(Refused, match="2027-05 can be closed from"):
        closing.close(world.deps, APRIL.after, by="mia")


def test_what_comes_late_lands_in_the_open_month_and_never_in_a_closed_one(world):
    closing.close(world.deps, MARCH, by="mia")
    closing.close(world.deps, APRIL, by="mia")
    with pytest.raises(Refused, match="2027-04 is closed: what belongs to it is written into the open month"):
        closing.refuse_if_closed(world.deps, datetime.fromisoformat("2027-04-20T12:00:00+00:00"))
    late = entry("late", "by hand", "delgado", datetime.fromisoformat("2027-04-20T12:00:00+00:00"), {})
    with pytest.raises(DBAPIError, match="closed"), world.app.unit_of_work() as uow:
        uow.ledger_entries.add(late)
    open_one = next(invoice for invoice in world.rows("invoices") if invoice.paid_at is None)
    invoicing.record_payment(world.deps, open_one.id, amount_minor=3995, reference="check 8", who=world.verifier)
    world.later(hours=1)
    with Session(world.app.reader) as db:
        assert queries.balances(db, APRIL.ends_at)["cash"] == 3995
        assert queries.balances(db, world.clock.now())["cash"] == 7990


def test_a_month_is_closed_only_where_the_processor_holds_what_the_books_say(world):
    world.processor = Refunds(held=1000)
    with pytest.raises(Refused, match="the processor holds 10.00, the books say 0.00"):
        closing.close(world.deps, MARCH, by="mia")
    made = closing.close(world.deps, MARCH, by="mia", accept_difference=True)
    assert (made.processor_minor, made.booked_minor) == (1000, 0)


def test_the_journal_is_taken_by_beancount_and_adds_up(world):
    closing.close(world.deps, MARCH, by="mia")
    for month, transactions in ((MARCH, 1), (APRIL, 3)):  # April: brought forward, a check, an invoice
        entries, errors, _ = loader.load_string(written(world, month, "beancount"))
        assert errors == []
        assert sum(type(one).__name__ == "Transaction" for one in entries) == transactions
    assert file_name("beancount", APRIL) == "map-pop-2027-04.beancount"


def test_a_journal_in_which_a_cent_is_missing_is_refused_by_beancount(world):
    spoiled = written(world, APRIL, "beancount").replace("Assets:Bank  39.95", "Assets:Bank  39.94")
    assert len(loader.load_string(spoiled)[1]) >= 1


def test_each_table_adds_up(world):
    rows = list(csv.DictReader(io.StringIO(written(world, APRIL, "postings"))))
    assert [row["account"] for row in rows] == ["cash", "receivable", "receivable", "revenue"]
    assert {row["date"] for row in rows} == {"2027-04-12", "2027-04-30"}
    balance = list(csv.DictReader(io.StringIO(written(world, APRIL, "trial-balance"))))
    assert [(row["account"], row["debit"], row["credit"]) for row in balance] == [
        ("cash", "39.95", ""), ("receivable", "39.95", ""), ("revenue", "", "79.90"),
    ]  # fmt: skip
    assert [row["amount"] for row in csv.DictReader(io.StringIO(written(world, APRIL, "entries")))] == ["39.95"] * 2


@given(st.text(min_size=1, max_size=60))
def test_no_cell_is_a_formula_and_no_name_breaks_the_journal(name):
    at = datetime.fromisoformat("2027-04-12T12:00:00+00:00")
    paid = entry("entry_1", f"{name}:{name}", name, at, {Account.CASH: 100, Account.REVENUE: -100})
    month = MonthOfBooks(APRIL, APRIL.ends_at, {}, paid.postings, [paid])
    table, journal = io.StringIO(), io.StringIO()
    WRITERS["postings"](month, table)
    cells = [cell for row in csv.reader(io.StringIO(table.getvalue())) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    WRITERS["beancount"](month, journal)
    entries, errors, _ = loader.load_string(journal.getvalue())
    assert errors == [] and sum(type(one).__name__ == "Transaction" for one in entries) == 1
