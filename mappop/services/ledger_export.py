"""The books written out: entries, postings and trial balance as CSV, and a journal for beancount."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TextIO
from zoneinfo import ZoneInfo

from mappop.domain.close import Month, MonthOfBooks, books
from mappop.domain.ledger import Account, LedgerEntry
from mappop.domain.money import dollars
from mappop.services.import_cells import guarded

CURRENCY = "USD"
ISSUER = "Map Pop"  # whose own money moves where no business is named


def write_entries(told: MonthOfBooks, target: TextIO) -> int:
    """One row an entry, `amount` being what it moved; how many."""
    head = ("date", "time_utc", "entry", "cause", "business", "amount")
    return _write(target, head, ((*_said(entry), dollars(_size(entry))) for entry in told.entries))


def write_postings(told: MonthOfBooks, target: TextIO) -> int:
    """One row a posting; the debits and the credits of an entry are equal."""
    head = ("date", "time_utc", "entry", "cause", "business", "account", "name", "debit", "credit")
    return _write(target, head, (row for entry in told.entries for row in _posting_rows(entry)))


def write_trial_balance(told: MonthOfBooks, target: TextIO) -> int:
    rows = ((key, _name(key), *_sides(amount)) for key, amount in _in_order(told.closing))
    return _write(target, ("account", "name", "debit", "credit"), rows)


def write_journal(told: MonthOfBooks, target: TextIO) -> int:
    """A beancount journal that stands alone: what the month began with, its entries, and what it must end with."""
    first = told.month.first
    target.write(f'option "title" "Map Pop {told.month}"\noption "operating_currency" "{CURRENCY}"\n\n')
    for name in books().accounts.values():
        target.write(f"{first} open {name} {CURRENCY}\n")
    if opening := _postings(told.opening):
        target.write(f'\n{first} * "{ISSUER}" "Brought forward"\n{opening}')
    count = 0
    for entry in told.entries:
        what, _, of = entry.cause.partition(":")
        payee, narration = _text(entry.business_id or ISSUER), _text(what.replace("_", " "))
        about = f'  entry: "{_text(entry.id)}"\n  of: "{_text(of)}"\n'
        target.write(f'\n{_day(entry.at)} * "{payee}" "{narration}"\n{about}{_postings(entry.postings)}')
        count += 1
    target.write("\n")
    after = _day(told.ends_at - timedelta(microseconds=1)) + timedelta(
        days=1
    )  # an assertion holds for a day's beginning
    for key, amount in _in_order(told.closing):
        target.write(f"{after} balance {_name(key)} {dollars(amount)} {CURRENCY}\n")
    return count


WRITERS: Mapping[str, Callable[[MonthOfBooks, TextIO], int]] = {
    "entries": write_entries,
    "postings": write_postings,
    "trial-balance": write_trial_balance,
    "beancount": write_journal,
}


def file_name(form: str, month: Month) -> str:
    return f"map-pop-{month}.beancount" if form == "beancount" else f"map-pop-{month}-{form}.csv"


def _write(target: TextIO, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    writer, count = csv.writer(target), 0
    writer.writerow(head)
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        count += 1
    return count


def _said(entry: LedgerEntry) -> tuple[str, ...]:
    return (str(_day(entry.at)), f"{entry.at:%Y-%m-%dT%H:%M:%SZ}", entry.id, entry.cause, entry.business_id or "")


def _posting_rows(entry: LedgerEntry) -> Iterator[tuple[str, ...]]:
    for account, amount in _in_order(entry.postings):
        yield (*_said(entry), account, _name(account), *_sides(amount))


def _size(entry: LedgerEntry) -> int:
    return sum(amount for amount in entry.postings.values() if amount > 0)


def _day(moment: datetime) -> date:
    """In the books' own zone."""
    return moment.astimezone(ZoneInfo(books().timezone)).date()


def _name(account: str) -> str:
    return books().accounts[Account(account)]


def _sides(amount: int) -> tuple[str, str]:
    return (dollars(amount), "") if amount >= 0 else ("", dollars(-amount))


def _in_order(amounts: Mapping[str, int]) -> list[tuple[str, int]]:
    """As the accounts are declared: PostgreSQL keeps the keys of JSON in an order of its own."""
    return [(account.value, amounts[account.value]) for account in Account if account.value in amounts]


def _postings(amounts: Mapping[str, int]) -> str:
    lines = (f"  {_name(account)}  {dollars(amount)} {CURRENCY}\n" for account, amount in _in_order(amounts) if amount)
    return "".join(lines)


def _text(value: str) -> str:
    """Inside quotation marks of a journal."""
    return " ".join(value.replace("\\", "\\\\").replace('"', '\\"').split())
