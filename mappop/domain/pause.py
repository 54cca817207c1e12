"""A pause that the owner chose: from the end of what is paid, for some months, free of charge."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources

from mappop.domain.charging import months_after
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.subscription import Subscription, SubscriptionState

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PauseRules:
    months: tuple[int, ...]
    a_year: int


@dataclass(eq=False)
class Pause:
    """`starts_on` is its first day, `until` the day of the next charge; `ended_on` where it ended otherwise."""

    id: str
    subscription_id: str
    business_id: str
    starts_on: date
    until: date
    asked_at: datetime
    asked_by: str
    ended_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


@cache
def rules() -> PauseRules:
    data = tomllib.loads(resources.files(__package__).joinpath("leaving.toml").read_text("utf-8"))["pause"]
    return PauseRules(tuple(data["months"]), data["a_year"])


def months_open(subscription: Subscription, before: Sequence[Pause]) -> tuple[int, ...]:
    """How long it may be paused now; nothing where it may not."""
    return () if _why_not(subscription, before) else rules().months


def plan(subscription: Subscription, before: Sequence[Pause], months: int) -> tuple[date, date]:
    """Its first day and the day of the next charge. Raises Refused with the reason, Invalid for another length."""
    if why := _why_not(subscription, before):
        raise Refused(why)
    if months not in rules().months:
        raise Invalid([FieldError("months", "is not to choose from", f"{rules().months[0]} to {rules().months[-1]}")])
    start = subscription.charge_on
    return start, months_after(start, months)


def _why_not(subscription: Subscription, before: Sequence[Pause]) -> str:
    if subscription.state is SubscriptionState.TRIALING:
        return "The free month costs nothing, so there is nothing to pause."
    if subscription.state is not SubscriptionState.ACTIVE or subscription.asks_gate:
        return "Only what is paid for and running can be paused."
    if subscription.resume_on is not None:
        return "A pause is planned already."
    if subscription.cancel_asked_at is not None:
        return "There is a wish to cancel: finish it or stay first."
    recent = [one for one in before if one.starts_on > subscription.charge_on - YEAR and _was_taken(one)]
    if len(recent) >= rules().a_year:
        return f"It was paused {len(recent)} times within a year, and more is not possible."
    return ""


def _was_taken(pause: Pause) -> bool:
    return pause.ended_on is None or pause.ended_on > pause.starts_on
