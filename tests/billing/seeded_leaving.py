"""Bugs that leaving, staying and texting could have; the machine of years must catch every one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from pytest import MonkeyPatch

from mappop.domain import entitlement
from mappop.domain.charge_gate import Condition
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.services import texts_in
from tests.billing.seeded import without

SERVICE = entitlement.service


def _canceled(self: Subscription, now: Any) -> bool:
    return self.state is SubscriptionState.CANCELED


def _heard_and_forgotten(m: MonkeyPatch) -> None:
    """By text and by the gate: each keeps a first charge from being made."""
    m.setattr(Subscription, "ask_to_cancel", lambda self, at: self.cancel_asked_at is None)
    without(Condition.WANTED)(m)


BUGS: dict[str, Callable[[MonkeyPatch], None]] = {
    "a day of service too many": lambda m: m.setattr(
        entitlement, "service", lambda state, until, today: SERVICE(state, until, today - timedelta(days=1))
    ),
    "an end is taken back after it came": lambda m: m.setattr(Subscription, "may_take_back_end", _canceled),
    "an end that was taken back stays": lambda m: m.setattr(Subscription, "take_back_end", lambda *_: None),
    "CANCEL by text is heard and forgotten": _heard_and_forgotten,
    "texts go on after STOP": lambda m: m.setattr(texts_in, "_listen", lambda *_: False),
}
