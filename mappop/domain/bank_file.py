"""A bank's export of its account: each line that brought money in, read once however often its file is given."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.errors import FieldError, Refused

_AMOUNT = re.compile(
    r"(\()?\s*([-+−])?\s*\$?\s*([-+−])?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{2}))?\s*(\))?(?:\s*(CR|DR))?"
)
_NO_WORD = re.compile(r"[^a-z]+")
_UNSAID = "In or out?"  # begins a line's text: it is kept with it, and a person reads it
_LIKE_A_DAY = re.compile(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|\d{1,2} [A-Za-z]{3} \d{4}|[A-Za-z]{3} \d{1,2}, \d{4}")


class Side(StrEnum):
    """What a column of its own says of a line; `unsaid` too where the export has no such column, or no known word."""

    IN = "in"
    OUT = "out"
    UNSAID = "unsaid"


class LineState(StrEnum):
    """`waiting` for a person; `taken` as a payment; `set_aside`: no payment of an invoice."""

    WAITING = "waiting"
    TAKEN = "taken"
    SET_ASIDE = "set_aside"


@dataclass(eq=False)
class BankLine:
    """Cents that came in on that day. `fingerprint` is unique: the same line of the same export."""

    id: str
    fingerprint: str
    booked_on: date
    amount_minor: int
    text: str
    imported_at: datetime
    imported_by: str
    state: LineState = LineState.WAITING
    invoice_id: str | None = None
    note: str = ""
    decided_by: str = ""

    def decide(self, after: LineState, *, by: str, note: str = "", invoice_id: str | None = None) -> None:
        """Raises Refused for a line that was decided before."""
        if self.state is not LineState.WAITING:
            raise Refused("This line was dealt with already.")
        self.state, self.decided_by, self.note, self.invoice_id = after, by, note, invoice_id


@dataclass(frozen=True, slots=True)
class Read:
    """One line of the file; `minor` is negative for money that went out."""

    booked_on: date
    minor: int
    text: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class BankFile:
    lines: tuple[Read, ...]
    faults: tuple[FieldError, ...]


def read_bank_file(content: bytes) -> BankFile:
    """Every line that can be read, and what is wrong with each other one. Raises Refused for what is no such file."""
    limits = _data()["limits"]
    if len(content) > limits["bytes"]:
        raise Refused(f"The file is larger than {limits['bytes'] // 1_000_000} MB. Export a shorter time.")
    rows = list(_rows(content, limits["lines"]))
    heads = [(n, columns) for n, row in enumerate(rows[:20]) if (columns := _columns(row))]
    if not heads:
        raise Refused("No line of it names a date, an amount and a description. Export it as CSV with headings.")
    start, columns = heads[0]
    return _read_all(rows[start + 1 :], columns, first=start + 2)


def _rows(content: bytes, most: int) -> Iterator[Sequence[str]]:
    text = content.decode("utf-8-sig", "replace").replace("\0", "")
    delimiter = max(",;\t", key=text[:5_000].count)
    try:
        for n, row in enumerate(csv.reader(text.splitlines(keepends=True), delimiter=delimiter)):
            if n > most:
                raise Refused(f"It has more than {most} lines. Export a shorter time.")
            yield row
    except csv.Error as fault:
        raise Refused(f"It can't be read as CSV: {fault}.") from fault


def _columns(row: Sequence[str]) -> Mapping[str, list[int]]:
    """By what it holds, the places of columns; empty where this is no row of headings."""
    names = [re.sub(r"[^a-z ]+", " ", cell.lower()).split() for cell in row]
    known = {" ".join(name): place for place, name in reversed(list(enumerate(names)))}
    found = {
        what: [known[name] for name in spellings if name in known] for what, spellings in _data()["columns"].items()
    }
    return found if found["date"] and found["text"] and (found["amount"] or found["credit"]) else {}


def _read_all(rows: Sequence[Sequence[str]], columns: Mapping[str, list[int]], *, first: int) -> BankFile:
    lines, faults, seen = list[Read](), list[FieldError](), Counter[str]()
    for number, row in enumerate(rows, first):
        if not any(cell.strip() for cell in row):
            continue
        day, minor = _day(_cell(row, columns["date"])), _minor(row, columns)
        if day is None:
            faults.append(_no_day(f"line {number}", _cell(row, columns["date"])))
        elif minor is None:
            faults.append(FieldError(f"line {number}", "has no amount", "such as 39.95"))
        elif abs(minor) > _data()["limits"]["cents"]:
            faults.append(FieldError(f"line {number}", "has an amount that no payment of an invoice has", "look at it"))
        else:
            text = " · ".join(dict.fromkeys(filter(None, (_cell(row, [place]) for place in columns["text"]))))
            what = f"{day}|{minor}|{text}"
            seen[what] += 1
            fingerprint = hashlib.sha256(f"{what}|{seen[what]}".encode()).hexdigest()
            told = text if _came_in(row, columns) else f"{_asked(row, columns)} · {text}"
            lines.append(Read(day, minor, told[: _data()["limits"]["text"]], fingerprint))
    return BankFile(tuple(lines), tuple(faults))


def _cell(row: Sequence[str], places: Sequence[int]) -> str:
    """The first that says something, on one line."""
    return next((found for place in places if place < len(row) and (found := " ".join(row[place].split()))), "")


def _minor(row: Sequence[str], columns: Mapping[str, list[int]]) -> int | None:
    if amount := _cell(row, columns["amount"]):
        minor = _cents(amount)
        return -abs(minor) if minor is not None and _side(row, columns) is Side.OUT else minor
    came, went = _cents(_cell(row, columns["credit"])), _cents(_cell(row, columns["debit"]))
    if came is None and went is None:
        return None
    return abs(came or 0) - abs(went or 0)


def _side(row: Sequence[str], columns: Mapping[str, list[int]]) -> Side:
    """By words, in all such columns together: some banks give every amount without a sign."""
    said = " / ".join(f" {_NO_WORD.sub(' ', _cell(row, [place]).lower())} " for place in columns["side"])
    forms = _data()["sides"]
    for form in forms["silent"]:
        said = said.replace(f" {form} ", " / ")
    is_out, is_in, is_turned = (any(f" {form} " in said for form in forms[what]) for what in ("out", "in", "turned"))
    if is_turned or is_out == is_in:
        return Side.UNSAID
    return Side.OUT if is_out else Side.IN


def _came_in(row: Sequence[str], columns: Mapping[str, list[int]]) -> bool:
    """Whether nothing speaks against it: a column of sides has to say it, unless a column of credits does."""
    side = _side(row, columns)
    return side is Side.IN or not columns["side"] or (side is Side.UNSAID and not _cell(row, columns["amount"]))


def _asked(row: Sequence[str], columns: Mapping[str, list[int]]) -> str:
    said = ", ".join(dict.fromkeys(filter(None, (_cell(row, [place]) for place in columns["side"]))))
    return f"{_UNSAID} {said[: _data()['limits']['side']]}".rstrip()


def is_side_unsaid(text: str) -> bool:
    """Of a line's text: whether the bank's own column says neither that the money came in nor that it went out."""
    return text.startswith(_UNSAID)


def _cents(text: str) -> int | None:
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    opened, sign, sign_after, whole, cents, closed, side = found.groups()
    minor = 100 * int(whole.replace(",", "")) + int(cents or 0)
    return -minor if (opened and closed) or (sign or sign_after or "+") in "-−" or side == "DR" else minor


def _no_day(line: str, text: str) -> FieldError:
    if _LIKE_A_DAY.fullmatch(text):
        return FieldError(line, "has a date that the calendar has not, month first", f"“{text}” is no day")
    return FieldError(line, "has no date", "such as 03/31/2027")


def _day(text: str) -> date | None:
    for form in _data()["dates"]:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, of no zone
        except ValueError:
            continue
    return None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("bank_file.toml").read_text())
