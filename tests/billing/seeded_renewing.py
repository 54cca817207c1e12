"""Bugs that years and their notices could have; the machine of years must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from pytest import MonkeyPatch

from mappop.domain import subscription
from mappop.domain.agreed import Agreed
from mappop.services import billing, price_changes, pricing, renewal_notices


def _any_coupon(agreed: Agreed, key: str, left: int | None) -> Agreed:
    return replace(agreed, coupon=key, coupon_left=left)


def _by_its_own_period(invoice: Any, _: object, on: date) -> bool:
    end: date = invoice.period_end
    return end > on


BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "a year renews without a notice": lambda m: m.setattr(
        billing, "agreed_for_next", lambda facts: facts.subscription.agreed_next
    ),
    "a year's notice may come a week before": lambda m: m.setattr(
        renewal_notices, "fits", lambda _, days, **__: days >= 7
    ),
    "a year after a pause is told a week before": lambda m: m.setattr(billing, "is_year_told", lambda *_: True),
    "nobody is told of a year": lambda m: m.setattr(price_changes, "queue_renewal", lambda *_, **__: None),
    "a coupon for months makes a year cheaper": lambda m: m.setattr(subscription, "with_coupon", _any_coupon),
    "the rest of a year is given back again": lambda m: m.setattr(pricing, "is_running", _by_its_own_period),
}
