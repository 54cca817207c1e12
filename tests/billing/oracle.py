"""What must hold of charges, from the rules and none of the code: as `price_list` (prices) and `books` (accounts) are.

It sees only what the outside sees: letters with their times, the owner's deeds, invoices and the books. Dates are
counted here by its own means (one day, one month after the other).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.billing.books import Books
from tests.billing.price_list import Deal, Terms, half_up

WEEK, LONG_AGO = timedelta(days=7), date(2000, 1, 1)


def month_later(day: date, wanted: int) -> date:
    """The day `wanted` of the month after, or that month's last."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(wanted, last.day))


def months_later(day: date, months: int, wanted: int) -> date:
    return months_later(month_later(day, wanted), months - 1, wanted) if months else day


@dataclass
class Charge:
    at: datetime
    start: date
    end: date
    amount: int  # with its tax, below nothing where it was given back
    tax: int
    lines: list[tuple[int, int, bool]]  # cents, tax, whether it gives back
    site_was_live: bool
    has_open_gate: bool
    is_change: bool  # in the middle of a period


@dataclass
class Oracle:
    """Told everything as it happens; what was wrong is in `found`, which must stay empty."""

    zone: str
    told_from: date | None  # the next charge is told as the first of all, of a day not before this; None: it follows
    books: Books = field(default_factory=Books)
    terms: Terms = field(default_factory=Terms)
    rate: Fraction = Fraction(0)  # of the tax, from the day on which the issuer is registered
    registered: date = LONG_AGO
    found: list[str] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)  # of the invoices, in the order of their numbers
    given_back: Counter[int] = field(default_factory=Counter)  # by the number of the invoice, as the next two
    came_in: Counter[int] = field(default_factory=Counter)
    taken_off: Counter[int] = field(default_factory=Counter)  # what was credited or let go while it was open
    starts: date = LONG_AGO  # of the period that runs; the day after it, and the day of the month that is wanted, next
    ends: date = LONG_AGO
    wanted: int = 0
    canceled_at: datetime | None = None
    changed_to: Deal | None = None  # in the middle of a period, by the newest deed
    ends_on: date | None = None  # the first day without service, where the owner chose it
    wished_at: datetime | None = None  # asked to leave, and has neither finished nor stayed
    went_on_at: datetime | None = None  # by the owner's own hand, out of a pause
    quiet_since: datetime | None = None  # the mobile asked for no more texts
    told: set[date] = field(default_factory=set)  # by a reminder that arrived seven days before
    reminders: set[tuple[str, date]] = field(default_factory=set)  # to whom, on which day
    notices: list[tuple[str, str, int, date, date]] = field(default_factory=list)  # what, end, price; it names, arrived
    came_back: dict[str, datetime] = field(default_factory=dict)
    pays_since: datetime | None = None

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def rest_after(self, at: datetime) -> Fraction:
        """Of what was asked for the period that runs, the part of the days that are left from tomorrow on."""
        left = max((self.ends - self.local(at).date()).days - 1, 0)
        return Fraction(self.terms.asked * left, max((self.ends - self.starts).days, 1))

    def noon(self, day: date) -> datetime:
        return datetime.combine(day, time(12), ZoneInfo(self.zone))

    def note(self, what: str, wrong: dict[str, bool]) -> None:
        self.found += [f"{what} is {how}" for how, is_so in wrong.items() if is_so]

    def complaints(self, *, rows_of_numbers: list[list[int]]) -> list[str]:
        gaps = [row for row in rows_of_numbers if row != list(range(1, len(row) + 1))]
        too_much = [n for n, sum_ in self.given_back.items() if sum_ > self._most_of(n)]
        return [
            *self.found,
            *(f"numbers have a gap: {row}" for row in gaps),
            *(f"of {n} too much went back" for n in too_much),
        ]

    def _most_of(self, n: int) -> int:
        """All that it was for, and what was paid beyond what it still asked for."""
        whole = max(self.amounts[n - 1], 0)
        return whole + max(self.came_in[n] - (whole - self.taken_off[n]), 0)

    def reminder(self, addresses: set[str], sent: datetime) -> None:
        """One a day for an address, no text that is not wanted; by day and to where letters arrive, or as an answer."""
        here, these = self.local(sent), {(to, self.local(sent).date()) for to in addresses}
        is_answer, is_quiet = sent == self.went_on_at, self.quiet_since is not None and self.quiet_since < sent
        is_vain = all(self.came_back.get(to, sent) < sent for to in addresses)
        wrong = {
            "the second of its day": bool(these & self.reminders),
            "before nine": here.hour < 9 and not is_answer,
            "to where letters come back from": is_vain and not is_answer,
            "a text that is not wanted": is_quiet and any(to[0] == "+" for to in addresses),
        }
        self.note(f"the reminder of {sent}", wrong)
        self.reminders |= these

    def arrives(self, sent: datetime, now: datetime, named: date) -> None:
        days = [self.local(at).date() for at in (sent, now)]
        self.note(f"the reminder of {named}", {"not sent seven days before": days[0] != named - WEEK})
        if days[0] == days[1]:
            self.told.add(named)

    def is_told(self, what: str, deal: Deal, today: date, least: int) -> bool:
        """Of the next period, by a notice that arrived so many days before the day that it names, which is here."""
        about, days = [what, f"{self.ends}", self.terms.taxed(deal.price())], range(least, 31)
        arrived = [(named, day) for *of, named, day in self.notices if of == about]
        return any(named <= today and (named - day).days in days for named, day in arrived)

    def pauses(self, months: int) -> None:
        """From the end of what is paid, which may be charged anew once that many months are over."""
        self.told_from, self.went_on_at = months_later(self.ends, months, self.ends.day), None

    def goes_on(self, now: datetime) -> None:
        """As before while what is paid runs; seven days from now once the pause has begun."""
        today = self.local(now).date()
        self.told_from, self.went_on_at = (None if today < self.ends else today + WEEK), now

    def bill(self, charge: Charge) -> None:
        """It is told once, in the order of the numbers; a change is of what was asked for right before."""
        today, before = self.local(charge.at).date(), self.terms.asked_rate
        self.terms.rate = self.rate_on(today)
        if charge.is_change:
            wrong = self._of_change(charge, today)
        elif self.told_from:
            wrong = self._of_first(charge, self.told_from) | self._of_period(charge, today)
        else:
            is_early, due = charge.at < self.noon(self.ends), self.due(today)
            wrong = {"before noon of its day": is_early, "of a year that was not told in time": due is None}
            self.terms.next = due or self.terms.next
            wrong |= self._of_period(charge, self.ends)
        self.terms.billed(self.starts, self.ends)
        self.amounts.append(charge.amount)
        self.note(f"{charge}", wrong | self._of_tax(charge, before))

    def rate_on(self, day: date) -> Fraction:
        return self.rate if self.registered <= day else Fraction(0)

    def _of_tax(self, charge: Charge, before: Fraction) -> dict[str, bool]:
        """Each line has its own, to a cent or two, what goes back that of `before`; a period is rounded once."""
        rates, whole = {False: self.terms.rate, True: before}, half_up((charge.amount - charge.tax) * self.terms.rate)
        return {
            "not of its lines' taxes": charge.tax != sum(tax for _, tax, _ in charge.lines),
            "taxed otherwise": not charge.is_change and charge.tax != whole,
            "with a line taxed otherwise": any(
                abs(tax - of * rates[is_back]) >= 2 for of, tax, is_back in charge.lines
            ),
        }

    def _of_first(self, charge: Charge, told_from: date) -> dict[str, bool]:
        """Of all, or after a pause."""
        told = any(told_from <= day and self.noon(day) <= charge.at for day in self.told)
        is_year, today = self.renews_a_year and self.went_on_at is None, self.local(charge.at).date()
        of_years = [(day, came) for what, *_, day, came in self.notices if what == "year_renewal"]
        is_told = any(told_from <= day <= today and (day - came).days in range(16, 31) for day, came in of_years)
        self.told_from, self.wanted = None, self.local(charge.at).day
        return {
            "before noon of a day that was told seven days before": not told,
            "of a year after a pause that was not told in time": is_year and not is_told,
            "without a way to pay": self.pays_since is None,
            "of a site that is down": not charge.site_was_live,
            "without the gate's answer beside it": not charge.has_open_gate,
        }

    @property
    def renews_a_year(self) -> bool:
        return bool(self.terms.known) and self.terms.runs.months == self.terms.next.months == 12

    def due(self, today: date) -> Deal | None:
        """By what the next period may be charged, once it begins: by newer prices where these were told, 5 to 30 days
        before (New York; California 7). Not at all where a year renews and that was not told, 15 to 45 days before the
        last day to cancel (New York), 5 to 30 before the year (Massachusetts)."""
        self.terms.rate = self.rate_on(today)
        after = self.terms.next
        newest, is_year = self.terms.prices.newest(after, self.ends), self.terms.runs.months == after.months == 12
        if self.is_told("price_change", newest, today, 16 if is_year else 7):
            return newest
        return after if not is_year or self.is_told("year_renewal", after, today, 16) else None

    def _of_period(self, charge: Charge, start: date) -> dict[str, bool]:
        agreed = self.terms.next_bill()
        self.starts, self.ends = start, months_later(start, self.terms.runs.months, self.wanted)
        return {
            f"not of {start} to {self.ends}": (charge.start, charge.end) != (start, self.ends),
            f"not of {agreed}": charge.amount != agreed,
            "after it was canceled": self.canceled_at is not None,
            "while a wish to cancel is open": self.wished_at is not None,
        }

    def _of_change(self, charge: Charge, today: date) -> dict[str, bool]:
        assert self.changed_to is not None
        left = Fraction((self.ends - today).days, (self.ends - self.starts).days)
        if self.changed_to.months == self.terms.runs.months:
            agreed = self.terms.change(self.changed_to, today, charge.amount, left)
        else:
            agreed = self.terms.begin(self.changed_to, charge.amount, left)
            self.starts, self.wanted = today, today.day
            self.ends = months_later(today, self.changed_to.months, today.day)
        is_rest = (charge.start, charge.end) == (today, self.ends)
        return {"not of the rest": not is_rest, f"not of {agreed}": charge.amount != agreed}
