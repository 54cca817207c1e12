"""What billing has to do, from the rules and none of the product's code: whom it may charge, when, how much, and what
the books say then.

It sees only what the outside sees: letters with their times, the owner's deeds, invoices and the books. Of each bill it
writes a statement of its own, line by line, and compares. That nothing is left out (a period, a letter, a day of
service) is asked by the machines, by the days and deals that stand here. `test_oracle.py` counts the lines.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

SOLD = {"local": 3995, "local_plus": 7995, "hour": 2500, "tax": Fraction(0)}  # a month, ten for a year; a rate
FEES = {"local": 0, "local_plus": 4900}  # once, where the plan is new
# per cent, cents, how many bills or 0, months of the only period that it is for or 0
COUPONS = {"": (0, 0, 0, 0), "sorry_month": (0, 8000, 1, 1), "launch": (0, 1000, 3, 1), "neighbour": (10, 0, 0, 0)}
ACCOUNTS = {  # to which one each deed moves its cents, and out of which
    "invoice": ("receivable", "revenue"), "tax": ("revenue", "tax_payable"), "credit": ("credit", "receivable"),
    "check": ("cash", "receivable"), "write_off": ("bad_debt", "receivable"),
    "credit_note": ("allowances", "receivable"), "tax_of_credit_note": ("tax_payable", "allowances"),
    "refund": ("refunds", "cash"), "tax_of_refund": ("tax_payable", "refunds"),
}  # fmt: skip
DAY, WEEK, LONG_AGO = timedelta(days=1), timedelta(days=7), date(2000, 1, 1)
Line = tuple[int, int]  # cents, and the tax on them


def months_later(day: date, months: int, wanted: int) -> date:
    """The day `wanted` of the month that is so many months later, or that month's last."""
    after = day.year * 12 + day.month + months
    last = date(after // 12, after % 12 + 1, 1) - DAY
    return last.replace(day=min(wanted, last.day))


def half_up(cents: Fraction) -> int:
    """A half away from nothing."""
    return int(abs(cents) + Fraction(1, 2)) * (1 if cents > 0 else -1)


def taxed(amounts: list[int], rate: Fraction) -> list[Line]:
    """The tax of all of them is rounded once; its cents go to those that lack the most, of equal ones to the first."""
    taxes = [cents * rate // 1 for cents in amounts]
    lack = sorted(range(len(amounts)), key=lambda n: taxes[n] - amounts[n] * rate)
    more = lack[: half_up(sum(amounts) * rate) - sum(taxes)]
    return [(cents, taxes[n] + (n in more)) for n, cents in enumerate(amounts)]


@dataclass(frozen=True)
class Deal:
    """`at` are the days on which the plan and an hour of the desk were agreed, and their cents, of a whole period."""

    plan: str = "local"
    months: int = 1
    hours: int = 0
    at: dict[str, tuple[date, int]] = field(default_factory=lambda: {"local": (LONG_AGO, SOLD["local"])})

    @property
    def asked(self) -> list[int]:
        return [self.at[self.plan][1], self.hours and self.hours * self.at["hour"][1]]


@dataclass
class Terms:
    """What the owner agreed to, and the period that runs: a bill is by the newest word before it."""

    prices: list[tuple[date, str, Any]] = field(default_factory=lambda: [(date.min, *row) for row in SOLD.items()])
    runs: Deal = Deal()
    next: Deal = Deal()
    changed: Deal = Deal()  # in the middle of a period, by the newest deed
    coupon: str = ""
    uses: int = 0
    used: str = ""  # by the bill of the period that runs
    lines: list[Line] = field(default_factory=list)  # of that period, were it whole, but for the fee
    starts: date = LONG_AGO
    ends: date = LONG_AGO  # the day after it
    wanted: int = 0  # the day of the month on which it ends
    set_up: dict[str, date] = field(default_factory=dict)  # plans: to which day each was billed

    def price(self, thing: str, on: date) -> Any:
        return max((since, cents) for since, what, cents in self.prices if what == thing and since <= on)[1]

    def agreed(self, deal: Deal, on: date, *before: Deal) -> Deal:
        """What was agreed before keeps its price; all else, and all of another kind of period, has that day's."""
        at = {k: (on, self.price(k, on) * min(deal.months, 10)) for k in (deal.plan, *["hour"] * bool(deal.hours))}
        kept = [row for one in before if one.months == deal.months for row in one.at.items() if row[0] in at]
        return replace(deal, at=at | dict(kept))

    def newer(self) -> list[Deal]:
        """What comes next by the prices of each day up to it, of what was not agreed later; and at last as agreed."""
        days = sorted({since for since, *_ in self.prices if since <= self.ends}, reverse=True)
        kept = [replace(self.next, at={k: v for k, v in self.next.at.items() if v[0] > day}) for day in days]
        return [*(self.agreed(self.next, *row) for row in zip(days, kept, strict=True)), self.next]

    def wants(self, on: date, wish: dict[str, Any], *, at_once: bool) -> None:
        """Whoever comes back to what runs, before anything else began, has it as it was. A coupon that does not fit is
        gone where nothing runs yet."""
        if at_once:
            self.changed = self.agreed(replace(self.runs, **wish), on, self.runs)
        else:
            self.next = self.agreed(replace(self.next, **wish), on, self.next, *[self.runs] * bool(self.set_up))
            self.coupon = self.coupon if self.set_up else self.fitting(self.next)

    def fitting(self, deal: Deal) -> str:
        return self.coupon if COUPONS[self.coupon][3] in (0, deal.months) else ""

    def rest(self, since: date) -> list[Line]:
        """From that day on: the whole less what is earned by then, rounded; so there and back comes to nothing."""
        gone = Fraction((min(since, self.ends) - self.starts).days, max((self.ends - self.starts).days, 1))
        return [(cents - half_up(cents * gone), tax - half_up(tax * gone)) for cents, tax in self.lines]

    def bill(self, on: date, start: date, *, is_change: bool) -> list[Line]:
        """A change asks for the days that are left, and gives back what was asked for them; another kind of period
        begins anew. A plan's fee is asked unless it was billed for a day of the period that runs."""
        deal, back = (self.changed, self.rest(on)) if is_change else (self.next, [])
        is_part = is_change and deal.months == self.runs.months
        self.next = self._next_after(deal, on) if is_part else deal
        self.runs, self.used = deal, self.used if is_part else self.fitting(deal)
        percent, cents, bills, _ = COUPONS[self.used]
        price, is_set_up = sum(deal.asked), self.set_up.get(deal.plan, date.min) > self.starts
        off = min(half_up(Fraction(price * percent, 100)) + cents, price)
        *self.lines, fee = taxed([*deal.asked, -off, 0 if is_set_up else FEES[deal.plan]], self.price("tax", on))
        if not is_part:
            self.uses, self.wanted = self.uses + 1, self.wanted if start == self.ends else start.day
            self.coupon = "" if self.uses == bills else self.used
            self.starts, self.ends = start, months_later(start, deal.months, self.wanted)
        self.set_up[deal.plan] = max(self.ends, self.set_up.get(deal.plan, date.min))
        return [*((-cents, -tax) for cents, tax in back), *(self.rest(on) if is_part else self.lines), fee]

    def _next_after(self, deal: Deal, on: date) -> Deal:
        """What is changed now holds on; what else was planned for the next period comes all the same."""
        is_plan = deal.plan != self.runs.plan
        before, hours = (deal, self.next.hours) if is_plan else (self.next, deal.hours)
        after = self.agreed(replace(before, hours=hours), on, before)
        return deal if replace(after, at=deal.at) == deal else after


@dataclass
class Books:
    """The cents of every deed, by its name and the number of the invoice; all else follows from them."""

    deeds: Counter[tuple[str, int]] = field(default_factory=Counter)

    def says(self, account: str, number: int | None = None) -> int:
        """Of all, or of one invoice alone."""
        of = [(ACCOUNTS[what], cents) for (what, n), cents in self.deeds.items() if number in (None, n)]
        return sum(cents * ((to == account) - (source == account)) for (to, source), cents in of)

    def book(self, number: int, **cents: int) -> None:
        """What was asked or paid too much is owed to the customer, and pays what is open, the oldest first."""
        self.deeds.update({(what, number): moved for what, moved in cents.items()})
        still_open = {n: self.says("receivable", n) for n in sorted({n for _, n in self.deeds})}
        for n in sorted(still_open, key=lambda n: still_open[n] >= 0):
            self.deeds["credit", n] += min(still_open[n], -self.says("credit"))

    def complaints(self, entries: list[dict[str, int]], right: dict[str, int]) -> list[str]:
        said = {name: sum(entry.get(name, 0) for entry in entries) for name in right}
        found = ["an entry does not balance"] * any(sum(entry.values()) for entry in entries)
        return found + [f"{name}: {said[name]}, not {cents}" for name, cents in right.items() if said[name] != cents]


@dataclass
class Oracle:
    """Told everything as it happens; what was wrong is in `found`, which must stay empty."""

    zone: str
    told_from: date | None  # the next charge is told as the first of all, of a day not before this; None: it follows
    terms: Terms = field(default_factory=Terms)
    books: Books = field(default_factory=Books)
    found: list[str] = field(default_factory=list)
    since: dict[str, datetime] = field(default_factory=dict)  # canceled, wished, quiet; by hand: went on, chose a year
    money: Counter[tuple[str, int]] = field(default_factory=Counter)  # went back, came in, came off; by invoice
    came_back: dict[str, datetime] = field(default_factory=dict)  # letters, by address
    told: dict[tuple[date, str], int] = field(default_factory=dict)  # cents, by reminders that arrived a week before
    reminders: set[tuple[str, date]] = field(default_factory=set)  # to whom, on which day
    notices: list[tuple[date, int, date, date, str]] = field(default_factory=list)  # of, price; named, arrived, to

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def noon(self, day: date) -> datetime:
        return datetime.combine(day, time(12), ZoneInfo(self.zone))

    def note(self, what: str, wrong: dict[str, bool]) -> None:
        self.found += [f"{what} is {how}" for how, is_so in wrong.items() if is_so]

    def complaints(self, rows_of_numbers: list[list[int]]) -> list[str]:
        gaps = [f"numbers have a gap: {row}" for row in rows_of_numbers if row != list(range(1, len(row) + 1))]
        back = {n: cents for (what, n), cents in self.money.items() if what == "went back"}
        return [*self.found, *gaps, *(f"of {n} too much went back" for n in back if back[n] > self._most_of(n))]

    def _most_of(self, n: int) -> int:
        """All that it was for, and what was paid beyond what it still asked for."""
        whole = max(self.books.deeds["invoice", n], 0)
        return whole + max(self.money["came in", n] - (whole - self.money["came off", n]), 0)

    def reminder(self, addresses: set[str], sent: datetime) -> None:
        """One a day for an address, no text that is not wanted; by day and to where letters arrive, or as an answer."""
        here, is_answer = self.local(sent), sent == self.since.get("went on")
        these, is_quiet = {(to, here.date()) for to in addresses}, self.since.get("quiet", sent) < sent
        self.note(f"the reminder of {sent}", {
            "the second of its day": bool(these & self.reminders),
            "before nine": here.hour < 9 and not is_answer,
            "in vain": not is_answer and all(self.came_back.get(to, sent) < sent for to in addresses),
            "a text that is not wanted": is_quiet and any(to[0] == "+" for to in addresses),
        })  # fmt: skip
        self.reminders |= these

    def arrives(self, sent: datetime, now: datetime, named: date, to: str, cents: int) -> None:
        days = [self.local(at).date() for at in (sent, now)]
        self.note(f"the reminder of {named}", {"not sent seven days before": days[0] != named - WEEK})
        self.told |= {(named, to): cents} if days[0] == days[1] else {}

    def _told_of(self, today: date, least: int) -> list[tuple[date, int]]:
        """Days and prices, by notices that arrived so many to thirty days before the day they name, which is here."""
        return [(n[0], n[1]) for n in self.notices if n[2] <= today and least <= (n[2] - n[3]).days <= 30]

    def due(self, today: date) -> Deal | None:
        """By what the next period may be charged, once it begins: by newer prices where these, or higher ones of the
        same, were told, 5 to 30 days before (New York; California 7). Not at all where a year renews and that was not
        told, 15 to 45 days before the last day to cancel (New York), 5 to 30 before the year (Massachusetts). What is
        told is the price, before a tax that may change until the day."""
        deals = self.terms.newer()
        same, least = ([], 16) if self.renews_a_year else (self.terms.next.asked, 7)
        asked = [sum(one.asked) for one in deals]
        most = max((c for of, c in self._told_of(today, least) if of == self.terms.ends and c in asked), default=-1)
        return next((one for one, c in zip(deals, asked, strict=True) if c <= most or one.asked == same), None)

    @property
    def renews_a_year(self) -> bool:
        return self.terms.runs.months == self.terms.next.months == 12

    def pauses(self, months: int) -> None:
        """From the end of what is paid, which may be charged anew once that many months are over."""
        self.told_from = months_later(self.terms.ends, months, self.terms.ends.day)
        self.since = {what: at for what, at in self.since.items() if what not in ("went on", "chose a year")}

    def goes_on(self, now: datetime) -> None:
        """As before while what is paid runs; seven days from now once the pause has begun."""
        today, self.since["went on"] = self.local(now).date(), now
        self.told_from = None if today < self.terms.ends else today + WEEK

    def bill(self, seen: Any, lines: list[Line], to_pay: int, beside: set[str]) -> None:
        """An invoice as it is shown, told once, in the order of the numbers; `to_pay` once what we owe the customer is
        used, `beside` what was there when it was made."""
        today, is_change = self.local(seen.issued_at).date(), seen.cause != "period"
        if is_change:
            start, wrong = today, dict[str, bool]()
        elif self.told_from:
            start, wrong = today, self._of_first(seen, today, to_pay, beside)
        else:
            start, wrong = self.terms.ends, self._of_next(seen, today)
        right = self.terms.bill(today, start, is_change=is_change)
        asked, tax = sum(map(sum, right)), sum(tax for _, tax in right)
        wrong |= {
            f"not of {start} to {self.terms.ends}": (seen.period_start, seen.period_end) != (start, self.terms.ends),
            f"not of {right}": sorted(lines) != sorted(line for line in right if any(line)),
            f"not for {asked}, {tax}": (seen.amount_minor, seen.tax_minor) != (max(asked, 0), tax),
            "after a word to leave": bool({"canceled", "wished"} & self.since.keys()),
        }
        self.note(f"{seen.number} of {seen.issued_at}", wrong)
        self.books.book(seen.number, invoice=asked, tax=tax)

    def _of_next(self, seen: Any, today: date) -> dict[str, bool]:
        due = self.due(today)
        self.terms.next = due or self.terms.next
        return {"before its noon": seen.issued_at < self.noon(self.terms.ends), "of a year not told of": due is None}

    def _of_first(self, seen: Any, today: date, to_pay: int, beside: set[str]) -> dict[str, bool]:
        """Of all, or after a pause: on a day that was told, and no more than was told of the newest one."""
        may = [day for day, _ in self.told if self.told_from <= day and self.noon(day) <= seen.issued_at] or [date.min]
        is_year, newest = self.renews_a_year and not self.since.keys() & {"went on", "chose a year"}, max(may)
        is_told = any(self.told_from <= of for of, _ in self._told_of(today, 16))
        self.told_from = None
        wrong = {f"without {what}": what not in beside for what in ("a way to pay", "a site that is up", "proofs")}
        return wrong | {
            "before noon of a day that was told seven days before": newest == date.min,
            "more than was told": to_pay
            > max((c for (day, _), c in self.told.items() if day == newest), default=to_pay),
            "of a year not told of": is_year and not is_told,
        }
