"""What an owner pays for, in Stripe's words for its states; one table says what each event does to each of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from typing import Any

from mappop.domain.agreed import Agreed, add_ons_of, at_newest, with_coupon
from mappop.domain.charging import local, months_after, rules
from mappop.domain.errors import Refused
from mappop.domain.notice import terms_after
from mappop.domain.plan import Interval
from mappop.domain.proration import Period
from mappop.domain.trial import TrialDates


class SubscriptionState(StrEnum):
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"  # a payment failed or is late; service goes on for the days that were said
    UNPAID = "unpaid"  # those days are over: no service, until the owner pays
    PAUSED = "paused"
    CANCELED = "canceled"
    # No subscription of ours is in these two: each begins with a free month. Stripe names them for one that begins with
    # a payment, which has 23 hours to come in (docs/billing.md).
    INCOMPLETE = "incomplete"
    INCOMPLETE_EXPIRED = "incomplete_expired"


class Change(StrEnum):
    """What happens to a subscription, past tense."""

    CHARGED = "charged"
    FOUND_WITHOUT_METHOD = "found_without_method"
    METHOD_GIVEN = "method_given"
    LEFT_UNPAID = "left_unpaid"  # a payment failed, came back, or did not come by its day
    PAID = "paid"  # nothing is open any more
    GRACE_ENDED = "grace_ended"
    ENDED = "ended"
    PAUSE_BEGAN = "pause_began"  # which the owner chose, at the end of what is paid
    RESUMED = "resumed"
    EXPIRED = "expired"  # the hours in which a first payment can be made are over


class Otherwise(Enum):
    """What is no transition: an event that says nothing new, or one that can't be."""

    IGNORED = "ignored"
    REFUSED = "refused"


_S, _C, _SAME, _NO = SubscriptionState, Change, Otherwise.IGNORED, Otherwise.REFUSED
_TRIAL, _ON, _LATE, _OFF, _OVER = _S.TRIALING, _S.ACTIVE, _S.PAST_DUE, _S.UNPAID, _S.CANCELED
_ROWS: dict[Change, tuple[SubscriptionState | Otherwise, ...]] = {
    # of:                    trialing   active past_due unpaid paused canceled incomplete     incomplete_expired
    _C.CHARGED:              (_ON,       _ON,   _NO,    _NO,   _NO,    _NO,   _NO,           _NO),
    _C.FOUND_WITHOUT_METHOD: (_S.PAUSED, _S.PAUSED, _NO, _NO,  _SAME,  _NO,   _NO,           _NO),
    _C.PAUSE_BEGAN:          (_NO,       _S.PAUSED, _NO, _NO,  _SAME,  _NO,   _NO,           _NO),
    _C.RESUMED:              (_SAME,     _SAME, _SAME,  _SAME, _ON,    _NO,   _NO,           _NO),
    _C.METHOD_GIVEN:         (_TRIAL,    _ON,   _LATE,  _OFF,  _TRIAL, _NO,   _S.INCOMPLETE, _NO),
    _C.LEFT_UNPAID:          (_NO,       _LATE, _LATE,  _SAME, _SAME,  _SAME, _SAME,         _SAME),
    _C.PAID:                 (_SAME,     _ON,   _ON,    _ON,   _SAME,  _SAME, _ON,           _NO),
    _C.GRACE_ENDED:          (_NO,       _SAME, _OFF,   _SAME, _NO,    _SAME, _NO,           _SAME),
    _C.ENDED:                (_OVER,     _OVER, _OVER,  _OVER, _OVER,  _SAME, _OVER,         _SAME),
    _C.EXPIRED:              (_NO,       _SAME, _NO,    _NO,   _NO,    _SAME, _S.INCOMPLETE_EXPIRED, _SAME),
}  # fmt: skip
TRANSITIONS: dict[tuple[SubscriptionState, Change], SubscriptionState | Otherwise] = {
    (state, change): cell
    for change, cells in _ROWS.items()
    for state, cell in zip(SubscriptionState, cells, strict=True)
}


class PayBy(StrEnum):
    """How the owner wants to pay; none until it is said."""

    NOTHING = ""
    INVOICE = "invoice"
    CARD = "card"
    BANK = "bank"


@dataclass(eq=False)
class Subscription:
    """One owner's subscription, from the confirmed trial to its end.

    Charges: `charge_on` is the day of the next one, as the owner was last told it. Periods count from `anchor`, the day
    of the first charge or of a change to another interval; `months` is how many are charged since then, `periods` how
    many periods in all.
    What is agreed: the fields of `agreed` hold now, `next_agreed` from the next period on. `terms_on` is the day of
    the next yearly reminder of the terms.
    The end: `service_until` is the first day without service, once an end is decided. While `cancel_asked_at` is set
    the owner wants to leave and has not finished, and nothing is charged.
    A pause that the owner chose begins at the end of what is paid and lasts until `resume_on`. `resumed_on` is set from
    its end to the first charge after it, which is reminded of and passes the gate as the first of all did.
    """

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
    service_until: date | None = None
    cancel_asked_at: datetime | None = None
    pay_by_since: datetime | None = None
    interval: Interval = Interval.MONTH
    price_version: str = ""
    add_ons: list[dict[str, Any]] = field(default_factory=list)
    coupon: str = ""
    coupon_left: int | None = None
    set_up_minor: int = 0
    months: int = 0
    next_agreed: dict[str, Any] = field(default_factory=dict)
    resume_on: date | None = None
    resumed_on: date | None = None
    terms_on: date | None = None

    @property
    def is_charged_by_itself(self) -> bool:
        return self.pay_by in (PayBy.CARD, PayBy.BANK)

    def has_newer_word(self, than: datetime) -> bool:
        """Whether we have a newer word of the owner's on how they pay: it counts, in whatever order words reach us."""
        return self.pay_by_since is not None and than < self.pay_by_since

    @property
    def agreed(self) -> Agreed:
        return Agreed(
            self.plan, self.interval, self.price_minor, self.price_version, add_ons_of(self.add_ons), self.coupon,
            self.coupon_left, self.set_up_minor,
        )  # fmt: skip

    def agree(self, agreed: Agreed) -> None:
        """Let this be what is agreed, from the next bill on."""
        if agreed == self.agreed:
            return  # nothing is written for a row that stays as it is
        self.plan, self.interval, self.price_minor = agreed.plan, agreed.interval, agreed.price_minor
        self.price_version, self.set_up_minor = agreed.version, agreed.set_up_minor
        self.coupon, self.coupon_left = agreed.coupon, agreed.coupon_left
        self.add_ons = [asdict(one) for one in agreed.add_ons]

    def agree_next(self, agreed: Agreed | None) -> None:
        """Let this hold from the next period on; None: what holds now stays."""
        if agreed is None and self.next_agreed:
            self.next_agreed = {}
        elif agreed is not None and agreed != self.agreed_next:
            self.next_agreed = asdict(agreed)

    @property
    def agreed_next(self) -> Agreed:
        """What holds from the next period on; with the coupon as it stands now where it fits, as it may be used up."""
        if not self.next_agreed:
            return with_coupon(self.agreed, self.coupon, self.coupon_left)
        row = {**self.next_agreed, "interval": Interval(self.next_agreed["interval"])}
        row |= {"add_ons": add_ons_of(row["add_ons"])}
        return with_coupon(Agreed(**row), self.coupon, self.coupon_left)

    @property
    def newest_next(self) -> Agreed:
        """What the next period costs by the prices of its first day; it holds only where the owner was told."""
        return at_newest(self.agreed_next, self.charge_on)

    @property
    def renews_a_year(self) -> bool:
        is_paid = not self.asks_gate and self.interval is Interval.YEAR
        return is_paid and self.agreed_next.interval is Interval.YEAR

    @property
    def needs_notice(self) -> bool:
        """Whether the next charge is one that needs a notice of its own, beyond the first one's reminder."""
        return not self.asks_gate and (self.renews_a_year or self.newest_next != self.agreed_next)

    def dates(self, dates: TrialDates) -> TrialDates:
        """The trial's dates as they came to be: the first charge on the day that was last told, or that it was made."""
        first = self.anchor or self.charge_on
        reminder, last_cancel = first - rules().remind_before, first - timedelta(days=1)
        return replace(dates, reminder=reminder, last_cancel=last_cancel, first_charge=first)

    @property
    def paid_until(self) -> date | None:
        """The first day that is not paid for; None before the first charge, and before the first after a pause."""
        return months_after(self.anchor, self.months) if self.anchor and not self.asks_gate else None

    @property
    def asks_gate(self) -> bool:
        """Whether the next charge is the first of all, or the first after a pause."""
        return self.anchor is None or self.resumed_on is not None

    @property
    def is_paused_by_choice(self) -> bool:
        return self.state is SubscriptionState.PAUSED and self.resume_on is not None

    def pause_has_begun(self, now: datetime) -> bool:
        """Whether the first day of the owner's pause has come, though no bill run noted it yet or a payment is open."""
        return self.is_paused_by_choice or (self.resume_on is not None and self.today(now) >= self.charge_on)

    @property
    def ends_on(self) -> date:
        """The first day without service when its owner cancels now."""
        return self.service_until or (self.is_paused_by_choice and self.paid_until) or self.charge_on

    def would_end_today(self, now: datetime) -> bool:
        """Whether an end now would be one today, as nothing is promised or paid beyond it.

        So it is in a free month that is over without a way to pay, and where a wish to cancel is long open.
        """
        return self.ends_on <= self.today(now)

    def has_ended(self, now: datetime) -> bool:
        """Whether it has ended for good: it is canceled, and the last day that was promised is over."""
        return self.state is SubscriptionState.CANCELED and self.would_end_today(now)

    def last_day(self) -> date:
        """The last day with service, on which the site is still up whole."""
        return self.ends_on - timedelta(days=1)

    def change(self, what: Change) -> bool:
        """Apply an event by the table of transitions; False where that ignores it. Raises Refused where it refuses."""
        after = self._after(what)
        if after is Otherwise.REFUSED:
            raise Refused(f"A subscription that is {self.state.value.replace('_', ' ')} can't be {what.value}.")
        if isinstance(after, Otherwise):
            return False
        if what is Change.ENDED:
            self.service_until = self.ends_on
            self.resume_on = self.cancel_asked_at = None  # an end takes the pause and the wish to cancel with it
        elif after is SubscriptionState.ACTIVE:
            self.service_until = None
        self.state = after
        return True

    def _after(self, what: Change) -> SubscriptionState | Otherwise:
        """The table's answer, but for a way to pay that is given in a pause of somebody who was charged before.

        It ends no pause that the owner chose; from another one it leads to active, as the free month is over.
        """
        if what is Change.METHOD_GIVEN and self.state is SubscriptionState.PAUSED and self.anchor:
            return Otherwise.IGNORED if self.resume_on else SubscriptionState.ACTIVE
        return TRANSITIONS[self.state, what]

    def may_take_back_end(self, now: datetime) -> bool:
        is_ahead = self.service_until is not None and self.today(now) < self.service_until
        return self.state is SubscriptionState.CANCELED and is_ahead

    def take_back_end(self, now: datetime) -> None:
        """The owner wants to go on before the end has come. Raises Refused where it has, or where there is none."""
        if not self.may_take_back_end(now):
            raise Refused("Map Pop has ended here already, so there is nothing to take back. Call us to begin anew.")
        self.state = SubscriptionState.ACTIVE if self.anchor else SubscriptionState.TRIALING
        self.service_until = None

    def begin_pause(self) -> None:
        """Begin the pause that was planned; the next charge is on the day on which it ends."""
        assert self.resume_on is not None
        self.change(Change.PAUSE_BEGAN)
        self.charge_on = self.resume_on

    def resume(self, now: datetime, *, charge_on: date) -> None:
        self.change(Change.RESUMED)
        self.resume_on, self.resumed_on, self.charge_on = None, self.today(now), charge_on

    def ask_to_cancel(self, at: datetime) -> bool:
        """False where that was asked before, or it has ended."""
        if self.cancel_asked_at is not None or self.state is SubscriptionState.CANCELED:
            return False
        self.cancel_asked_at = at
        return True

    def today(self, now: datetime) -> date:
        return local(now, self.timezone).date()

    def may_be_charged(self, now: datetime) -> bool:
        """Whether the charge's time has come: from an hour of the day that the owner was told (charging.toml)."""
        here = local(now, self.timezone)
        is_time = here.date() > self.charge_on or here.hour >= rules().charge_from_hour
        return here.date() >= self.charge_on and is_time

    @property
    def remind_on(self) -> date:
        return self.charge_on - rules().remind_before

    def charged(self, on: date) -> tuple[date, date]:
        """Note one more charged period; returns its first day and the first day of the next.

        Periods follow each other without gaps, counted from the anchor, which starts anew with the first charge after
        a pause.
        """
        if self.anchor is None or self.asks_gate:
            self.anchor, self.months, self.resumed_on = on, 0, None
        self.terms_on = self.terms_on or months_after(on, terms_after())
        start = months_after(self.anchor, self.months)
        self.periods += 1
        self.months += self.interval.months
        self.charge_on = months_after(self.anchor, self.months)
        self.change(Change.CHARGED)
        return start, self.charge_on

    @property
    def next_charge_on(self) -> date:
        """The day of the next charge; where a pause is planned or runs, the one after it."""
        return self.resume_on or self.charge_on

    def next_period(self) -> Period:
        """The period that is charged next, as long as nothing moves its day."""
        months, start = self.agreed_next.interval.months, self.next_charge_on
        if self.anchor is None or self.asks_gate or start != months_after(self.anchor, self.months):
            return Period(start, months_after(start, months))
        return Period(start, months_after(self.anchor, self.months + months))

    def running_period(self) -> Period | None:
        """The newest period that was charged; None before the first."""
        if self.anchor is None:
            return None
        return Period(
            months_after(self.anchor, self.months - self.interval.months), months_after(self.anchor, self.months)
        )  # fmt: skip

    def begin_anew(self, on: date) -> None:
        """Count periods from this day on, as another interval begins in the middle of one."""
        self.anchor, self.months = on, 0
