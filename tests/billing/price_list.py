"""The oracle's own price list, and what was agreed by it; from nothing of the product's code."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

SOLD = {"local": 3995, "local_plus": 7995, "hour": 2500}  # a month, ten of them for a year; hours are of the desk
FEES = {"local": 0, "local_plus": 4900}  # once, where the plan is new
HOURS = 10  # at most, each month
# per cent, cents, how many bills or 0, months of the only period that it is for or 0
COUPONS = {"": (0, 0, 0, 0), "sorry_month": (100, 0, 1, 1), "launch": (0, 1000, 3, 1), "neighbour": (10, 0, 0, 0)}
Wants = tuple[str, int] | int  # a plan by so many months, or so many hours of the desk
CUTS = 4  # cents at most that rounding moves: half of one for each line of what runs and of what is wanted


def half_up(cents: Fraction) -> int:
    """A half away from nothing."""
    return int(abs(cents) + Fraction(1, 2)) * (1 if cents > 0 else -1)


@dataclass(frozen=True)
class Deal:
    """`each` is asked for the plan, `hour` for an hour of the desk, of the whole period."""

    plan: str = "local"
    months: int = 1
    hours: int = 0
    each: int = SOLD["local"]
    hour: int = 0

    def price(self, coupon: str = "") -> int:
        percent, cents, _, _ = COUPONS[coupon]
        whole = self.each + self.hour * self.hours
        return whole - min((whole * percent + 50) // 100 + cents, whole)

    def keeping(self, before: Deal) -> Deal:
        """What is as it was keeps the price at which it was agreed; for another kind of period all is new."""
        each = before.each if (self.plan, self.months) == (before.plan, before.months) else self.each
        is_kept = self.hours and before.hours and self.months == before.months
        return replace(self, each=each, hour=before.hour if is_kept else self.hour)


@dataclass
class PriceList:
    """From which day on what costs so many cents a month."""

    rows: list[tuple[date, str, int]] = field(default_factory=lambda: [(date.min, *row) for row in SOLD.items()])

    def price(self, thing: str, months: int, on: date) -> int:
        since = max(day for day, what, _ in self.rows if what == thing and day <= on)
        return next(cents for day, what, cents in self.rows if (day, what) == (since, thing)) * min(months, 10)

    def newest(self, deal: Deal, on: date) -> Deal:
        hour = self.price("hour", deal.months, on) if deal.hours else 0
        return replace(deal, each=self.price(deal.plan, deal.months, on), hour=hour)

    def wanted(self, before: Deal, wants: Wants, on: date) -> Deal:
        asked = {"hours": wants} if isinstance(wants, int) else dict(zip(("plan", "months"), wants, strict=True))
        return self.newest(replace(before, **asked), on).keeping(before)


@dataclass
class Terms:
    """What the owner agreed to: a bill is by the newest word before it. A change in a period asks, or gives back, the
    difference for the days that are left. `known` are the plans that are set up: to which day each was billed. All that
    is asked has its tax in it: of a bill the sum, rounded once, half up."""

    prices: PriceList = field(default_factory=PriceList)
    runs: Deal = Deal()
    next: Deal = Deal()
    coupon: str = ""
    uses: int = 0
    used: str = ""  # by the bill of the period that runs
    rate: Fraction = Fraction(0)  # of the tax, today
    asked: int = 0  # for the whole period that runs, but for the fee
    asked_rate: Fraction = Fraction(0)
    known: dict[str, date] = field(default_factory=dict)
    day: date = date.min  # of the newest change
    moved: int = 0  # by changes of that day
    shared: int = 0  # cents that a fee of that day and the lines beside it may have had of each other's tax
    seen: dict[tuple[Deal, Fraction], int] = field(default_factory=dict)  # what had been moved when this ran, at a rate

    def wanted(self, wants: Wants, on: date, *, at_once: bool) -> Deal:
        """By that day's prices; whoever comes back to what runs, before anything else began, has it as it was."""
        after = self.prices.wanted(self.runs if at_once else self.next, wants, on)
        return after.keeping(self.runs) if self.known and not at_once else after

    def wants(self, deal: Deal) -> None:
        """From the next period on; before the first one nothing else is agreed."""
        self.next = deal
        self.coupon = self.coupon if self.known else self._fitting(deal)

    def next_bill(self) -> int:
        self.runs, self.used, self.uses = self.next, self._fitting(self.next), self.uses + 1
        self.coupon = "" if self.uses == COUPONS[self.used][2] else self.used
        self.day, price = date.min, self.runs.price(self.used)
        self.asked, self.asked_rate = self.taxed(price), self.rate
        return self.taxed(price + self._fee())

    def taxed(self, price: int) -> int:
        return price + half_up(price * self.rate)

    @property
    def cuts(self) -> int:
        return CUTS * (2 if self.rate or self.asked_rate else 1)  # a tax is rounded as its line is

    def billed(self, start: date, end: date) -> None:
        """For the period that runs now: what was billed to its first day or less has to be set up anew."""
        self.known = {plan: until for plan, until in self.known.items() if until > start}
        self.known[self.runs.plan] = max(end, self.known.get(self.runs.plan, end))

    def begin(self, deal: Deal, asked: int, left: Fraction) -> int:
        """Another kind of period, at once: less the part that is `left` of the one that ran. `asked` as below."""
        cuts, back, self.next = self.cuts, self.asked * left, deal
        wanted = self.next_bill() - back
        return asked if abs(asked - wanted) <= cuts else round(wanted)

    def change(self, deal: Deal, on: date, asked: int, left: Fraction) -> int:
        """What had to be asked, below nothing where it is given back: `asked` where that is within the rounding of the
        lines, and where there and back on one day comes to nothing. `left` is the part of the period that is left."""
        if self.day != on:
            self.day, self.moved, self.seen, self.shared = on, 0, {(self.runs, self.asked_rate): 0}, 0
        after, cuts = self.taxed(deal.price(self.used)), self.cuts
        wanted = (after - self.asked) * left
        self.asked, self.asked_rate = after, self.rate
        self.runs, self.next = deal, self._next_after(deal, on)
        fee = self.taxed(self._fee())
        self.moved, self.shared = self.moved + asked - fee, self.shared or int(fee > 0 < self.rate)
        is_right = abs(asked - fee - wanted) <= cuts
        is_same = abs(self.seen.setdefault((deal, self.rate), self.moved) - self.moved) <= self.shared
        return asked if is_right and is_same else round(wanted) + fee

    def _next_after(self, deal: Deal, on: date) -> Deal:
        """What is changed now holds on; what else was planned for the next period comes all the same."""
        is_plan = deal.plan != self.runs.plan
        after = self.prices.wanted(deal if is_plan else self.next, self.next.hours if is_plan else deal.hours, on)
        return deal if replace(after, each=deal.each, hour=deal.hour) == deal else after

    def _fee(self) -> int:
        return 0 if self.runs.plan in self.known else FEES[self.runs.plan]

    def _fitting(self, deal: Deal) -> str:
        return self.coupon if COUPONS[self.coupon][3] in (0, deal.months) else ""
