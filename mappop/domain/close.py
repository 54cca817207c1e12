"""The month's close: what the books said at its end, chained so that a change of what is closed shows."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from mappop.domain.audit import GENESIS
from mappop.domain.charging import months_after
from mappop.domain.errors import Refused
from mappop.domain.ledger import Account, LedgerEntry

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Books:
    timezone: str
    close_after: timedelta
    accounts: Mapping[Account, str]


@cache
def books() -> Books:
    data = tomllib.loads(resources.files(__package__).joinpath("books.toml").read_text("utf-8"))
    accounts = {Account(key): name for key, name in data["accounts"].items()}
    return Books(data["timezone"], timedelta(hours=data["close_after_hours"]), accounts)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    first: date

    @classmethod
    def parse(cls, text: str) -> Month:
        """Raises Refused for what is not written YYYY-MM."""
        found = _MONTH.fullmatch(text.strip())
        if found is None:
            raise Refused(f"“{text[:20]}” is no month: write it as 2027-03.")
        return cls(date(int(found[1]), int(found[2]), 1))

    @classmethod
    def of(cls, moment: datetime) -> Month:
        return cls(moment.astimezone(ZoneInfo(books().timezone)).date().replace(day=1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def starts_at(self) -> datetime:
        """Midnight of the books' own zone, in UTC."""
        return datetime.combine(self.first, datetime.min.time(), ZoneInfo(books().timezone)).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        return self.after.starts_at

    @property
    def after(self) -> Month:
        return Month(months_after(self.first, 1))

    @property
    def before(self) -> Month:
        return Month(months_after(self.first, -1))

    def has(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at

    def refuse_unless_over(self, now: datetime) -> None:
        ready = self.ends_at + books().close_after
        if now < ready:
            raise Refused(f"{self} can be closed from {ready:%Y-%m-%d %H:%M} UTC on, a day after its end.")


@dataclass(frozen=True, slots=True)
class MonthOfBooks:
    """A month up to `ends_at`: what each account held before and holds after it, and what moved between, read once."""

    month: Month
    ends_at: datetime
    opening: Mapping[str, int]
    closing: Mapping[str, int]
    entries: Iterable[LedgerEntry]


@dataclass(eq=False)
class MonthClose:
    """Amounts in cents by account: `moved` within the month, `balances` at its end. Never changed once written."""

    month: str
    ends_at: datetime
    closed_at: datetime
    closed_by: str
    entries: int
    content: str  # SHA-256 over the month's entries in order
    moved: dict[str, int]
    balances: dict[str, int]
    previous: str
    processor_minor: int | None = None  # what the processor said it held when this was closed, where there is one
    booked_minor: int | None = None  # what the books said of it at that moment
    hash: str = ""

    def digest(self) -> str:
        said = [
            self.month, self.ends_at.astimezone(UTC).isoformat(), self.entries, self.content, self.moved,
            self.balances, self.previous,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(eq=False)
class Tally:
    """Folds entries one by one, however many there are."""

    entries: int = 0
    moved: dict[str, int] = field(default_factory=dict)
    _content: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, entry: LedgerEntry) -> None:
        self.entries += 1
        for account, amount in entry.postings.items():
            self.moved[account] = self.moved.get(account, 0) + amount
        said = [entry.id, entry.cause, entry.business_id, entry.at.astimezone(UTC).isoformat(), entry.postings]
        self._content.update(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())

    @property
    def content(self) -> str:
        return self._content.hexdigest()


def tally(entries: Iterable[LedgerEntry]) -> Tally:
    found = Tally()
    for entry in entries:
        found.add(entry)
    return found


def balances_from(last: MonthClose | None, found: Tally) -> dict[str, int]:
    """Cents by account after the entries that followed a close."""
    opening = last.balances if last else {}
    return {key: opening.get(key, 0) + found.moved.get(key, 0) for key in sorted({*opening, *found.moved})}


def close_month(month: Month, found: Tally, before: MonthClose | None, *, now: datetime, by: str) -> MonthClose:
    """Raises Refused where the month is not over or the one before it is open, ValueError where books don't balance."""
    month.refuse_unless_over(now)
    if before is not None and before.month != str(month.before):
        raise Refused(f"{Month.parse(before.month).after} is to be closed first.")
    balances = balances_from(before, found)
    if sum(balances.values()) != 0:
        raise ValueError(f"the trial balance of {month} sums to {sum(balances.values())}, not to nothing")
    made = MonthClose(
        str(month), month.ends_at, now, by, found.entries, found.content, dict(sorted(found.moved.items())), balances,
        before.hash if before else GENESIS,
    )  # fmt: skip
    made.hash = made.digest()
    return made


def difference(made: MonthClose, found: Tally) -> str:
    """What is not as it was when the month was closed; empty when all is."""
    if made.hash != made.digest():
        return f"the close of {made.month} was changed"
    if (made.entries, made.content) != (found.entries, found.content):
        return f"entries of {made.month} were changed: {made.entries} when it was closed, {found.entries} now"
    return ""
