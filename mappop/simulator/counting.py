"""Days, prices and service counted by the watch's own means, so that a fault of the product is not repeated here."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources

LIVE = ("trialing", "active", "past_due", "unpaid", "paused", "incomplete")  # everything that may be charged again
SERVED = ("trialing", "active", "paused")


def month_after(day: date, wanted: int) -> date:
    """The day `wanted` of the month after, or that month's last."""
    first = _first_of_next(day)
    last = _first_of_next(first).toordinal() - 1
    return date.fromordinal(min(first.toordinal() + wanted - 1, last))


def _first_of_next(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def is_served(state: str, until: date | None, today: date) -> bool:
    """Whether a site is to be up: by what its owner was told, the last day that was promised included."""
    if state == "past_due":
        return until is None or today < until
    return state in SERVED or (state == "canceled" and until is not None and today < until)


def price(plan: str, months: int, *, is_free: bool, with_set_up: bool) -> int:
    """Cents of one period, read off the price list itself."""
    row = _prices()[plan]["version"][-1]
    return (0 if is_free else row["year" if months == 12 else "month"]) + (row["set_up"] if with_set_up else 0)


@cache
def _prices() -> dict[str, dict[str, list[dict[str, int]]]]:
    found: dict[str, dict[str, list[dict[str, int]]]] = tomllib.loads(
        resources.files("mappop.domain").joinpath("plans.toml").read_text("utf-8")
    )["plan"]
    return found
