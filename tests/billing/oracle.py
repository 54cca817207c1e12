"""What must hold of charges, from the rules and none of the code: as `price_list` (prices) and `books` (accounts) are.

It sees only what the outside sees: letters with their times, the owner's deeds, invoices and the books. Dates are
counted here by its own means (one day, one month after the other).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.billing.books import Books
from tests.billing.price_list import Deal, Terms


def month_later(day: date, wanted: int) -> date:
    """The day `wanted` of the month after, or that month's last."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(wanted, last.day))


def anniversaries(anchor: date, count: int) -> list[date]:
    days = [anchor]
    while len(days) < count:
        days.append(month_later(days[-1], anchor.day))
    return days


@dataclass
class Charge:
    at: datetime
    start: date
    end: date
    amount: int  # below nothing where it was given back
    site_was_live: bool
    has_open_gate: bool
    is_change: bool  # in the middle of a period
    agreed: int = 0


@dataclass
class Oracle:
    """Told everything as it happens; `complaints` after each step must stay empty."""

    zone: str
    books: Books = field(default_factory=Books)
    terms: Terms = field(default_factory=Terms)
    given_back: Counter[int] = field(default_factory=Counter)  # by the number of the invoice, as the next two
    came_in: Counter[int] = field(default_factory=Counter)
    taken_off: Counter[int] = field(default_factory=Counter)  # what was credited or let go while it was open
    canceled_at: datetime | None = None
    changed_to: Deal | None = None  # in the middle of a period, by the newest deed
    not_before: date | None = None  # the new day of the first charge, where the free month was made longer
    ends_on: date | None = None  # the first day without service, where the owner chose it
    wished_at: datetime | None = None  # asked to leave, and has neither finished nor stayed
    quiet_since: datetime | None = None  # the mobile asked for no more texts
    delivered: list[tuple[datetime, datetime, date]] = field(default_factory=list)  # sent, arrived, the date it names
    reminders: list[tuple[str, datetime]] = field(default_factory=list)  # to whom, when
    came_back: dict[str, datetime] = field(default_factory=dict)
    charges: list[Charge] = field(default_factory=list)
    pays_since: datetime | None = None

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def complaints(self, *, rows_of_numbers: list[list[int]]) -> list[str]:
        found = [*self._of_first_charge(), *self._of_periods(), *self._of_reminders()]
        for numbers in rows_of_numbers:
            if numbers != list(range(1, len(numbers) + 1)):
                found.append(f"numbers have a gap: {numbers}")
        return found + [f"of {n}, {sum_} went back" for n, sum_ in self.given_back.items() if sum_ > self._most_of(n)]

    def _most_of(self, n: int) -> int:
        """All that it was for, and what was paid beyond what it still asked for."""
        whole = max(self.charges[n - 1].amount, 0)
        return whole + max(self.came_in[n] - (whole - self.taken_off[n]), 0)

    def _of_first_charge(self) -> list[str]:
        if not self.charges:
            return []
        first = self.charges[0]
        here, found = self.local(first.at), []
        told = [
            named
            for sent, arrived, named in self.delivered
            if arrived <= first.at
            and self.local(arrived).date() == self.local(sent).date() == named - timedelta(days=7)
            and (here.date() > named or (here.date() == named and here.hour >= 12))
        ]
        if not told or (self.not_before and here.date() < self.not_before):
            found.append("charged before noon, or without a reminder that arrived seven days before its date")
        if self.pays_since is None or self.pays_since > first.at:
            found.append("charged without a way to pay")
        if not first.site_was_live:
            found.append("charged while the site was down")
        if not first.has_open_gate:
            found.append("charged without the gate's answer kept beside it")
        return found

    def _of_reminders(self) -> list[str]:
        """One a day for an address, by day, and none where every address that is written to sends back."""
        days = [(to, self.local(at).date()) for to, at in self.reminders]
        found = ["two reminders on one day"] if len(days) != len(set(days)) else []
        wrong = [named for sent, _, named in self.delivered if named - self.local(sent).date() != timedelta(days=7)]
        found += [f"a reminder names {named}, which is not seven days later" for named in wrong]
        found += ["a reminder before nine" for _, at in self.reminders if self.local(at).hour < 9]
        hoped = {at for to, at in self.reminders if at <= self.came_back.get(to, at)}
        found += [f"a reminder to {to}, which sends back" for to, at in self.reminders if at not in hoped]
        late = [at for to, at in self.reminders if to[0] == "+" and self.quiet_since and at > self.quiet_since]
        return found + [f"a text of {at}, and none was wanted" for at in late]

    @property
    def periods(self) -> list[Charge]:
        return [charge for charge in self.charges if not charge.is_change]

    def bill(self, charge: Charge) -> None:
        """It is told once, in the order of the numbers; a change is of what was asked for right before."""
        if charge.is_change and self.changed_to is not None:
            period, on = self.periods[-1], self.local(charge.at).date()
            left = Fraction((period.end - on).days, (period.end - period.start).days)
            is_rest = (charge.start, charge.end) == (on, period.end)
            charge.agreed = self.terms.change(self.changed_to, on, charge.amount, left) if is_rest else 0
        elif not charge.is_change:
            charge.agreed = self.terms.next_bill()
        self.charges.append(charge)

    def paid_until(self, told: date) -> date:
        """The first day that is neither paid nor free: `told` is the day of the first charge as it was told."""
        return self.charges[-1].end if self.charges else told

    def _of_periods(self) -> list[str]:
        found = []
        days = anniversaries(self.charges[0].start, len(self.charges) + 1) if self.charges else []
        for n, charge in enumerate(self.periods):
            if (charge.start, charge.end) != (days[n], days[n + 1]):
                found.append(f"period {n} is {charge.start} to {charge.end}, not {days[n]} to {days[n + 1]}")
            here = self.local(charge.at)
            # the first period begins when it is charged, which may be the morning after a day on which nothing ran
            if here.date() < charge.start or (n and here.date() == charge.start and here.hour < 12):
                found.append(f"period {n} was charged before noon of its first day")
            if self.canceled_at is not None and charge.at >= self.canceled_at:
                found.append("charged after it was canceled")
            if self.wished_at is not None and charge.at >= self.wished_at:
                found.append("charged while a wish to cancel was open")
        return found + [f"charged {c.amount}, and {c.agreed} was agreed" for c in self.charges if c.amount != c.agreed]

    def due_by_now(self, now: datetime) -> int:
        """How many periods have begun by now; none is left out, however long nothing ran."""
        if not self.charges:
            return 0
        count = 1
        while True:
            day = anniversaries(self.charges[0].start, count + 1)[-1]
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
            if noon > now:
                return count
            count += 1
