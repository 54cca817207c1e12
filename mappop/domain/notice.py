"""Notices that the law wants before a charge: within which days each counts, and on which it is sent."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any


class Notice(StrEnum):
    FIRST_CHARGE = "first_charge"
    PRICE_CHANGE = "price_change"
    YEAR_RENEWAL = "year_renewal"
    YEARLY_TERMS = "yearly_terms"


@dataclass(frozen=True, slots=True)
class Window:
    """Days before the charge, both counted in; `at_most` None has no end."""

    notice: Notice
    at_least: int
    at_most: int | None
    source: str

    def holds(self, days: int) -> bool:
        return self.at_least <= days and (self.at_most is None or days <= self.at_most)


@cache
def windows() -> tuple[Window, ...]:
    rows = _data()["window"]
    return tuple(Window(Notice(row["notice"]), row["at_least"], row.get("at_most"), row["source"]) for row in rows)


def fits(notice: Notice, days: int) -> bool:
    """Whether a notice that arrives so many days before counts by every rule."""
    return all(window.holds(days) for window in windows() if window.notice is notice)


@cache
def renewal_notice() -> timedelta:
    """So long before a charge that costs more, or renews a year, its notice is sent."""
    return timedelta(days=_data()["send"]["renewal_days"])


@cache
def terms_after() -> int:
    """Months after the first charge until the first yearly reminder of the terms."""
    months: int = _data()["yearly_terms"]["after_months"]
    return months


def named_day(charge_on: date, today: date, notice: Notice) -> date | None:
    """The day that a notice of today can name: the charge's own while that counts, for a year's renewal otherwise a
    later one; None where it is too early, or too late."""
    left = charge_on - today
    if left > renewal_notice():
        return None
    if fits(notice, left.days):
        return charge_on
    return today + renewal_notice() if notice is Notice.YEAR_RENEWAL else None


def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("notices.toml").read_text("utf-8"))
