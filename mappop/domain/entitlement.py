"""Whether service runs: derived from a subscription's state, the end of what is promised, and the day; never stored."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from mappop.domain.subscription import Subscription, SubscriptionState


class Service(StrEnum):
    FULL = "full"
    KEPT = "kept"  # what stands stays, site and listings; no work is done on it
    NONE = "none"


_S = SubscriptionState
ALWAYS = {
    _S.TRIALING: Service.FULL,
    _S.ACTIVE: Service.FULL,
    _S.PAUSED: Service.KEPT,
    _S.UNPAID: Service.NONE,
    _S.INCOMPLETE: Service.NONE,
    _S.INCOMPLETE_EXPIRED: Service.NONE,
}
UNTIL = frozenset({_S.PAST_DUE, _S.CANCELED})  # in full to the day that was promised, and not a day longer


def service(state: SubscriptionState, until: date | None, today: date) -> Service:
    """`until` is the first day without service, where an end is decided; `today` is the business's own day.

    A debt without a decided end keeps service; an end without a day is over.
    """
    if state in ALWAYS:
        return ALWAYS[state]
    if until is None:
        return Service.FULL if state is SubscriptionState.PAST_DUE else Service.NONE
    return Service.FULL if today < until else Service.NONE


def service_of(subscription: Subscription, now: datetime) -> Service:
    return service(subscription.state, subscription.service_until, subscription.today(now))
