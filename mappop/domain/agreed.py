"""What an owner agreed to pay for each period: plan, add-ons, coupon, each at the price of the day of the agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mappop.domain.coupon import coupon
from mappop.domain.errors import Refused
from mappop.domain.plan import Interval, add_on, plan


@dataclass(frozen=True, slots=True)
class AddOn:
    """`unit_minor` is the price of one for the period that is agreed on."""

    key: str
    quantity: int
    unit_minor: int
    version: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """`set_up_minor` is asked with the next bill; `coupon_left` counts periods, None for ever."""

    plan: str
    interval: Interval
    price_minor: int
    version: str
    add_ons: tuple[AddOn, ...] = ()
    coupon: str = ""
    coupon_left: int | None = None
    set_up_minor: int = 0

    @property
    def each_minor(self) -> int:
        """Of each period, before coupon, set-up fee and tax."""
        return self.price_minor + sum(one.quantity * one.unit_minor for one in self.add_ons)

    def costs_as(self, other: Agreed) -> bool:
        """Whether the plan and each add-on have the same price, by whatever version."""
        units = [one.unit_minor for one in self.add_ons] == [one.unit_minor for one in other.add_ons]
        return units and self.price_minor == other.price_minor

    def billed(self) -> Agreed:
        """After one period's bill: the set-up fee is asked, the coupon used once."""
        left = None if self.coupon_left is None else self.coupon_left - 1
        is_over = left is not None and left <= 0
        return replace(
            self, set_up_minor=0, coupon="" if is_over else self.coupon, coupon_left=None if is_over else left
        )


def on_plan(before: Agreed, key: str, interval: Interval, on: date) -> Agreed:
    """Another plan or interval at that day's prices, add-ons at the interval's; the set-up fee of a plan that is new.

    Prices that were agreed stay where neither plan nor interval changes.
    """
    if (key, interval) == (before.plan, before.interval):
        return before
    version = plan(key).on(on)
    fee = version.set_up_minor if key != before.plan else before.set_up_minor
    if interval is not before.interval:
        add_ons = tuple(_add_on(one.key, one.quantity, interval, on) for one in before.add_ons)
        before = with_coupon(replace(before, add_ons=add_ons, interval=interval), before.coupon, before.coupon_left)
    return replace(
        before, plan=key, interval=interval, price_minor=version.minor(interval), version=version.id, set_up_minor=fee
    )


def with_coupon(agreed: Agreed, key: str, left: int | None) -> Agreed:
    """As long as it fits: one for the other interval ends with that."""
    fits = bool(key) and coupon(key).only in (None, agreed.interval)
    return replace(agreed, coupon=key if fits else "", coupon_left=left if fits else None)


def with_add_on(before: Agreed, key: str, quantity: int, on: date) -> Agreed:
    """So many of an add-on, none to take it off. Raises Refused for more than are sold."""
    most = add_on(key).most
    if not 0 <= quantity <= most:
        raise Refused(f"Of “{add_on(key).titles['en']}” there can be 0 to {most}.")
    known = {one.key: one for one in before.add_ons}
    if key in known and quantity:
        known[key] = replace(known[key], quantity=quantity)
    elif quantity:
        known[key] = _add_on(key, quantity, before.interval, on)
    else:
        known.pop(key, None)
    return replace(before, add_ons=tuple(known.values()))


def at_newest(before: Agreed, on: date) -> Agreed:
    """Everything at its newest price up to that day; what has no newer one is as it was agreed."""
    after = replace(before, add_ons=tuple(_add_on_at_newest(one, before.interval, on) for one in before.add_ons))
    if newer := plan(before.plan).newer(before.version, on):
        after = replace(after, price_minor=newer[-1].minor(before.interval), version=newer[-1].id)
    return after


def at_newer(before: Agreed, on: date) -> list[Agreed]:
    """The same by the prices of each day on which one of them was a newer one, up to that day, the newest first."""
    newer = [*plan(before.plan).newer(before.version, on)]
    for one in before.add_ons:
        newer += add_on(one.key).newer(one.version, on)
    return [at_newest(before, day) for day in sorted({version.since for version in newer}, reverse=True)]


def _add_on_at_newest(before: AddOn, interval: Interval, on: date) -> AddOn:
    newer = add_on(before.key).newer(before.version, on)
    return replace(before, unit_minor=newer[-1].minor(interval), version=newer[-1].id) if newer else before


def _add_on(key: str, quantity: int, interval: Interval, on: date) -> AddOn:
    version = add_on(key).on(on)
    return AddOn(key, quantity, version.minor(interval), version.id)


def add_ons_of(rows: Iterable[Mapping[str, Any]]) -> tuple[AddOn, ...]:
    return tuple(AddOn(**row) for row in rows)
