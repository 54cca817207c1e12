"""What may be taken off a price: how much, how long, until when, how often, and by whose hand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.errors import NotFound, Refused
from mappop.domain.money import rounded
from mappop.domain.plan import Interval
from mappop.domain.terms import price


@dataclass(frozen=True, slots=True)
class Coupon:
    """Per cent or cents of each period; `periods` None lasts for ever, `most_uses` None has no end."""

    key: str
    titles: Mapping[str, str]
    percent: int = 0
    amount_minor: int = 0
    periods: int | None = None
    only: Interval | None = None
    until: date | None = None
    most_uses: int | None = None
    most_minor: int | None = None

    def off(self, price_minor: int) -> int:
        """Cents off one period's price: never more than it costs, nor than is given at the most."""
        most = price_minor if self.most_minor is None else min(self.most_minor, price_minor)
        return min(rounded(price_minor * self.percent, 100) + self.amount_minor, most)

    def worth(self, price_minor: int) -> int | None:
        """Cents that it comes to in all; None for one without end."""
        return None if self.periods is None else self.off(price_minor) * self.periods

    @property
    def in_words(self) -> str:
        """As agents and administrators read it: “$10.00 off each bill, 3 times”."""
        off = f"{self.percent} %" if self.percent else price(self.amount_minor)
        off = off if self.most_minor is None else f"{off}, {price(self.most_minor)} at the most,"
        if self.periods == 1:
            return f"{off} off one bill"
        return f"{off} off each bill, {'for good' if self.periods is None else f'{self.periods} times'}"

    def is_used_up(self, uses: int) -> bool:
        return self.most_uses is not None and uses >= self.most_uses

    def check(self, *, price_minor: int, interval: Interval, uses: int, on: date, role: str) -> None:
        """Raises Refused where it may not be given, with the reason."""
        if self.until is not None and on > self.until:
            raise Refused(f"“{self.titles['en']}” could be given until {self.until}.")
        if self.is_used_up(uses):
            raise Refused(f"“{self.titles['en']}” has been given {uses} times, which is the most.")
        if self.only is not None and interval is not self.only:
            raise Refused(f"“{self.titles['en']}” is for those who pay by the {self.only.value}.")
        _check_role(self, self.worth(price_minor), role)


@dataclass(eq=False)
class CouponUses:
    """How often a coupon was given; counted in the transaction that gives it."""

    coupon: str
    given: int = 0


def _check_role(coupon: Coupon, worth: int | None, role: str) -> None:
    limit = limits().get(role)
    if limit is None or not limit.covers(worth):
        raise Refused(f"“{coupon.titles['en']}” is more than you may give: ask an administrator.")


@dataclass(frozen=True, slots=True)
class Limit:
    most_minor: int
    without_end: bool

    def covers(self, worth: int | None) -> bool:
        """`worth` as `Coupon.worth` has it."""
        return self.without_end if worth is None else worth <= self.most_minor


@cache
def limits() -> Mapping[str, Limit]:
    """What one coupon may come to, by role; who is not named may give none."""
    return {role: Limit(row["most"], row["without_end"]) for role, row in _data()["may_give"].items()}


@cache
def coupons() -> Mapping[str, Coupon]:
    return {key: _coupon(key, row) for key, row in _data()["coupon"].items()}


def coupon(key: str) -> Coupon:
    if key not in coupons():
        raise NotFound(f"There is no coupon “{key[:40]}”.")
    return coupons()[key]


def _coupon(key: str, row: Mapping[str, Any]) -> Coupon:
    only = Interval(row["only"]) if "only" in row else None
    return Coupon(
        key, row["title"], row.get("percent", 0), row.get("amount", 0), row.get("periods"), only,
        row.get("until"), row.get("most_uses"), row.get("most"),
    )  # fmt: skip


def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("coupons.toml").read_text("utf-8"))
