"""Bugs that plans and coupons could have; the machine of years must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pytest import MonkeyPatch

from mappop.domain.agreed import Agreed
from mappop.domain.bill import of_change
from mappop.domain.coupon import Coupon
from mappop.domain.money import rounded
from mappop.domain.subscription import Subscription
from mappop.services import extending, plan_changes


def _as_it_was(subscription: Subscription, *_: object) -> date:
    return subscription.charge_on


def _cut_off(self: Coupon, price: int) -> int:
    most = price if self.most_minor is None else self.most_minor
    return min(price * self.percent // 100 + self.amount_minor, most, price)


def _off_without_end(self: Coupon, price: int) -> int:
    return min(rounded(price * self.percent, 100) + self.amount_minor, price)


BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "a coupon has no end": lambda m: m.setattr(Agreed, "billed", lambda self: replace(self, set_up_minor=0)),
    "a part of a cent is lost": lambda m: m.setattr(Coupon, "off", _cut_off),
    "a coupon takes off more than it may come to": lambda m: m.setattr(Coupon, "off", _off_without_end),
    "a free month is made longer in words only": lambda m: m.setattr(extending, "extended", _as_it_was),
    "a plan is set up twice in a period": lambda m: m.setattr(
        plan_changes, "_set_up_once", lambda uow, subscription, after: after
    ),
    "a change in a period takes the newest coupon": lambda m: m.setattr(
        plan_changes, "_with_coupon_of", lambda billed, after, today: after
    ),
    "the rest of what was billed is not given back": lambda m: m.setattr(
        plan_changes, "of_change", lambda billed, *asked: of_change((), *asked)
    ),
    "another plan is forgotten": lambda m: m.setattr(Subscription, "agree_next", lambda *_: None),
}
