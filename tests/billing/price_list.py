"""The oracle's own price list, and what was agreed by it; from nothing of the product's code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

PRICES = {"local": (3995, 0), "local_plus": (7995, 4900)}  # of a month; once, where the plan is new
HOUR, HOURS = 2500, 10  # of the desk, each month; the most
COUPONS = {"sorry_month": (100, 0, 1), "launch": (0, 1000, 3), "neighbour": (10, 0, 0)}  # per cent, cents, months or 0
CUTS = 4  # cents at most that rounding moves: half of one for each line of what runs and of what is wanted


@dataclass(frozen=True)
class Deal:
    plan: str = "local"
    hours: int = 0

    def price(self, coupon: str) -> int:
        percent, cents, _ = COUPONS.get(coupon, (0, 0, 0))
        whole = PRICES[self.plan][0] + HOUR * self.hours
        return whole - min((whole * percent + 50) // 100 + cents, whole)


@dataclass
class Terms:
    """What the owner agreed to: a bill is by the newest word before it. A change in a period asks, or gives back, the
    difference for the days that are left. `known` are the plans that the newest period was billed by."""

    runs: Deal = Deal()
    next: Deal = Deal()
    coupon: str = ""
    uses: int = 0
    used: str = ""  # by the bill of the period that runs
    known: set[str] = field(default_factory=set)
    day: date = date.min  # of the newest change
    moved: int = 0  # by changes of that day
    seen: dict[Deal, int] = field(default_factory=dict)  # what had been moved when this ran

    def next_bill(self) -> int:
        most = COUPONS.get(self.coupon, (0, 0, 0))[2]
        self.runs, self.used, self.uses = self.next, self.coupon, self.uses + 1
        self.coupon = "" if self.uses == most else self.coupon
        fee = self._fee()
        self.known, self.day = {self.runs.plan}, date.min
        return self.runs.price(self.used) + fee

    def change(self, deal: Deal, on: date, asked: int, left: Fraction) -> int:
        """What had to be asked, below nothing where it is given back: `asked` where that is within the rounding of the
        lines, and where there and back on one day comes to nothing. `left` is the part of the period that is left."""
        if self.day != on:
            self.day, self.moved, self.seen = on, 0, {self.runs: 0}
        wanted = (deal.price(self.used) - self.runs.price(self.used)) * left
        self.runs, self.next = deal, self._next_after(deal)
        fee = self._fee()
        self.known.add(deal.plan)
        self.moved += asked - fee
        is_right = abs(asked - fee - wanted) <= CUTS
        return asked if is_right and self.seen.setdefault(deal, self.moved) == self.moved else round(wanted) + fee

    def _next_after(self, deal: Deal) -> Deal:
        """What is changed now holds on; what else was planned for the next period comes all the same."""
        plan = deal.plan if deal.plan != self.runs.plan else self.next.plan
        return Deal(plan, deal.hours if deal.hours != self.runs.hours else self.next.hours)

    def _fee(self) -> int:
        return 0 if self.runs.plan in self.known else PRICES[self.runs.plan][1]
