"""Bugs that pausing and going on could have; the machine of years must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pytest import MonkeyPatch

from mappop.domain.subscription import Subscription

CHARGED, RESUME = Subscription.charged, Subscription.resume


def _by_state(self: Subscription, now: datetime) -> bool:
    return self.is_paused_by_choice


def _follows(self: Subscription, now: datetime, **on: Any) -> None:
    RESUME(self, now, **on)
    self.resumed_on = None


def _from_the_old_day(self: Subscription, on: Any) -> Any:
    before, told = self.anchor, self.resumed_on
    start, end = CHARGED(self, on)
    if before and told:
        self.charge_on = end = end.replace(day=min(before.day, 28))
    return start, end


BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "a pause begins when something runs": lambda m: m.setattr(Subscription, "pause_has_begun", _by_state),
    "the charge after a pause is not told": lambda m: m.setattr(Subscription, "resume", _follows),
    "months after a pause begin on the old day": lambda m: m.setattr(Subscription, "charged", _from_the_old_day),
}
