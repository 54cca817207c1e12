"""What an owner pays for, in Stripe's words for its states; one table says which change leads where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from mappop.domain.charging import local, months_after, rules
from mappop.domain.errors import Refused
from mappop.domain.trial import TrialDates


class SubscriptionState(StrEnum):
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    CANCELED = "canceled"


class Change(StrEnum):
    """What happens to a subscription, past tense."""

    CHARGED = "charged"
    FOUND_WITHOUT_METHOD = "found_without_method"
    METHOD_GIVEN = "method_given"
    LEFT_UNPAID = "left_unpaid"
    PAID = "paid"
    ENDED = "ended"


_S, _C = SubscriptionState, Change
TRANSITIONS = {
    (_S.TRIALING, _C.CHARGED): _S.ACTIVE,
    (_S.TRIALING, _C.FOUND_WITHOUT_METHOD): _S.PAUSED,
    (_S.TRIALING, _C.METHOD_GIVEN): _S.TRIALING,
    (_S.TRIALING, _C.ENDED): _S.CANCELED,
    (_S.PAUSED, _C.METHOD_GIVEN): _S.TRIALING,
    (_S.PAUSED, _C.ENDED): _S.CANCELED,
    (_S.ACTIVE, _C.CHARGED): _S.ACTIVE,
    (_S.ACTIVE, _C.METHOD_GIVEN): _S.ACTIVE,
    (_S.ACTIVE, _C.LEFT_UNPAID): _S.PAST_DUE,
    (_S.ACTIVE, _C.PAID): _S.ACTIVE,
    (_S.ACTIVE, _C.ENDED): _S.CANCELED,
    (_S.PAST_DUE, _C.LEFT_UNPAID): _S.PAST_DUE,
    (_S.PAST_DUE, _C.PAID): _S.ACTIVE,
    (_S.PAST_DUE, _C.METHOD_GIVEN): _S.PAST_DUE,
    (_S.PAST_DUE, _C.ENDED): _S.CANCELED,
    (_S.CANCELED, _C.PAID): _S.CANCELED,
}


class PayBy(StrEnum):
    """How the owner wants to pay; none until it is said."""

    NOTHING = ""
    INVOICE = "invoice"


@dataclass(eq=False)
class Subscription:
    """`charge_on` is the day that the owner was last told; `anchor` the day of the actual first charge."""

    id: str
    business_id: str
    trial_id: str
    plan: str
    price_minor: int
    timezone: str
    charge_on: date
    opened_at: datetime
    state: SubscriptionState = SubscriptionState.TRIALING
    pay_by: PayBy = PayBy.NOTHING
    anchor: date | None = None
    periods: int = 0

    def dates(self, dates: TrialDates) -> TrialDates:
        """Those of the trial, with the first charge on the day that the owner was last told, or was charged."""
        first = self.anchor or self.charge_on
        reminder, last_cancel = first - rules().remind_before, first - timedelta(days=1)
        return replace(dates, reminder=reminder, last_cancel=last_cancel, first_charge=first)

    @property
    def paid_until(self) -> date | None:
        """The first day that is not paid for; None before the first charge."""
        return self.charge_on if self.anchor else None

    def last_day(self) -> date:
        """On which a site is still up whole when its owner has canceled."""
        return self.charge_on - timedelta(days=1)

    def change(self, what: Change) -> None:
        """Raises Refused where the table knows no such change."""
        after = TRANSITIONS.get((self.state, what))
        if after is None:
            raise Refused(f"A subscription that is {self.state.value.replace('_', ' ')} can't be {what.value}.")
        self.state = after

    def today(self, now: datetime) -> date:
        return local(now, self.timezone).date()

    def may_be_charged(self, now: datetime) -> bool:
        """Not before noon of the day that the owner was told."""
        here = local(now, self.timezone)
        is_time = here.date() > self.charge_on or here.hour >= rules().charge_from_hour
        return here.date() >= self.charge_on and is_time

    @property
    def remind_on(self) -> date:
        return self.charge_on - rules().remind_before

    def charged(self, on: date) -> tuple[date, date]:
        """Note one more period: its first day and the first day of the next. Periods tile, counted from the anchor."""
        self.anchor = self.anchor or on
        start = months_after(self.anchor, self.periods)
        self.periods += 1
        self.charge_on = months_after(self.anchor, self.periods)
        self.change(Change.CHARGED)
        return start, self.charge_on
