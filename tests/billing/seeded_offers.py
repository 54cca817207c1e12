"""Bugs that plans and coupons could have; the machine of years must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytest import MonkeyPatch

from mappop.domain.agreed import Agreed
from mappop.domain.coupon import Coupon
from mappop.domain.subscription import Subscription

BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "a coupon has no end": lambda m: m.setattr(Agreed, "billed", lambda self: replace(self, set_up_minor=0)),
    "a part of a cent is lost": lambda m: m.setattr(
        Coupon, "off", lambda self, price: min(price * self.percent // 100 + self.amount_minor, price)
    ),
    "another plan is forgotten": lambda m: m.setattr(Subscription, "agree_next", lambda *_: None),
}
