"""A free month made longer: how far, and by whose notice rules the first charge is told then."""

from __future__ import annotations

from datetime import date, timedelta

from mappop.domain.charging import rules as charging_rules
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.leaving import rules
from mappop.domain.subscription import Subscription, SubscriptionState


def days_open(subscription: Subscription, began_on: date, today: date) -> tuple[int, ...]:
    """By how many days it may be made longer now; nothing where it may not.

    The reminder of the new day is still to come: where a charge waits and its own day is long over, as nobody can be
    reached, no letter names a day that is over too.
    """
    is_free = subscription.state is SubscriptionState.TRIALING and not subscription.cancel_asked_at
    used, most = (subscription.charge_on - began_on).days, rules()["extend"]["most_days"]
    least = (today + charging_rules().remind_before - subscription.charge_on).days
    return tuple(n for n in rules()["extend"]["days"] if n >= least and used + n <= most) if is_free else ()


def extended(subscription: Subscription, began_on: date, region: str, days: int, today: date) -> date:
    """The new day of the first charge. Raises Refused or Invalid."""
    open_now = days_open(subscription, began_on, today)
    if not open_now:
        raise Refused("This free month can't be made longer: it is over, waits or is being left, or is long enough.")
    if days not in open_now:
        raise Invalid([FieldError("days", "is not to choose from", ", ".join(map(str, open_now)))])
    day = subscription.charge_on + timedelta(days=days)
    if not notice_fits(region, (day - began_on).days):
        raise Refused("The notice that this state asks for of so long a free month is not the one that we send.")
    return day


def notice_fits(region: str, free_days: int) -> bool:
    """Whether our reminder comes in the days that every rule which applies asks for."""
    before = charging_rules().remind_before.days
    rows = rules()["extend"]["notice"]
    asked = [row for row in rows if row["region"] in ("", region) and free_days >= row["free_days"]]
    return all(row["from"] <= before <= row["to"] for row in asked)
