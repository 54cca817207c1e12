"""A month of the programme in figures, each beside what it is a share of: none is told without its denominator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(eq=False)
class MonthFigures:
    """`month` is its first day. `paying` and `recurring_minor` stand as at its end, or today: cents without tax
    for one month.

    `converted`: of the `began` trials that were confirmed in it, how many have paid their first invoice by
    `noted_at`. `ended`: of those who were paying when it began, how many ended in it.
    """

    month: date
    recurring_minor: int
    paying: int
    began: int
    converted: int
    ended: int
    noted_at: datetime


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_after(month: date) -> date:
    return month_of(month + timedelta(days=31))


def month_before(month: date) -> date:
    return month_of(month - timedelta(days=1))


def months_until(month: date, count: int) -> list[date]:
    """That many, oldest first, the named one last."""
    found = [month]
    while len(found) < count:
        found.insert(0, month_before(found[0]))
    return found
