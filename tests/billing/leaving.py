"""Deeds of an owner who leaves, now or at the end of what is paid, and of one who thinks better of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from mappop import ids
from mappop.domain.entitlement import Service, service_of
from mappop.domain.errors import Refused
from mappop.domain.invoice import InvoiceState
from mappop.domain.subscription import SubscriptionState
from mappop.services import cancelling, giving_back, texts_in
from tests.billing import shop

SOON = st.sampled_from([timedelta(seconds=1), timedelta(hours=12), *(timedelta(days=n) for n in (1, 7, 23, 30, 31))])
IN_ORDER = (SubscriptionState.TRIALING, SubscriptionState.ACTIVE)
OWNER: dict[str, Any] = {"actor": "owner", "evidence": {}}


class Leaving:
    """For a machine with a world, an oracle and a run."""

    ends_on: date | None = None  # the first day without service, where the owner chose it
    world: Any
    oracle: Any
    today: Any
    is_disputed: Any
    something_went_back: Any
    run: Any
    rows: Any
    bills: Any
    subscription: Any
    time_passes: Any
    noon_of_the_charge_comes: Any
    the_pause_is_over: Any
    a_month_is_paid: Any
    asks_for_a_pause: Any
    a_pause_ends_by_itself: Any

    @rule(odds=st.integers(0, 7))
    def the_owner_cancels_and_a_month_goes_by(self, odds: int) -> None:
        if odds == 0:
            self.cancels()
            self.time_passes(timedelta(days=31), 1)

    @rule(at_once=st.sampled_from([False, False, False, True]), after=SOON, odds=st.integers(0, 2))
    def the_owner_cancels_and_thinks_better_of_it(self, at_once: bool, after: timedelta, odds: int) -> None:
        """Or only looks at what leaving today would give back."""
        if odds == 0:
            self.cancels(at_once=at_once)
            self.time_passes(after, 1)
        elif "canceled" not in self.oracle.since:
            self._is_told_what_is_not_used()
        self.takes_the_end_back()

    def cancels(self, *, at_once: bool = False) -> None:
        """An end of what is not in order has its day by dunning."""
        self.world.clock.advance(timedelta(seconds=1))
        now, before = self.world.clock.now(), self.subscription
        is_first, is_paused = "canceled" not in self.oracle.since, before.resume_on is not None
        is_free = self.oracle.told_from is not None and not is_paused
        until = self.oracle.local(now).date() if at_once else before.charge_on if is_free else self.oracle.terms.ends
        is_in_order = before.state in IN_ORDER or before.is_paused_by_choice
        if is_first and at_once:
            self._is_told_what_is_not_used()
        cancelling.cancel(self.world.deps, shop.TRIAL, at_once=at_once, **OWNER)
        if is_first:
            self.oracle.since["canceled"] = now
            self.oracle.since.pop("wished", None)
            self.ends_on = until if at_once or is_in_order else self.subscription.ends_on
        if is_first and is_paused:
            self.oracle.told_from = None
            self.the_pause_is_over()
        self.run()

    def _is_told_what_is_not_used(self) -> None:
        """By the page, before the yes, and given back after it: of a free month no cent that rounding leaves, more or
        less; where something was given back before, that is less."""
        asked = sum(bill.amount_minor for bill in self.bills if bill.period_end > self.oracle.terms.starts)
        rest = max(min(sum(map(sum, self.oracle.terms.rest(self.today + timedelta(days=1)))), asked), 0)
        told = giving_back.rest_today(self.world.deps, self.subscription).minor
        is_less = self.something_went_back or self.is_disputed
        assert (is_less and told <= rest) or told == rest, (told, rest)

    def takes_the_end_back(self) -> None:
        ends_on, today = self.ends_on, self.today
        try:
            cancelling.go_on(self.world.deps, shop.TRIAL, **OWNER)
        except Refused:
            assert "canceled" not in self.oracle.since or ends_on is None or today >= ends_on
        else:
            assert ends_on is not None and today < ends_on
            self.ends_on = None
            self.oracle.since.pop("canceled", None)
        self.run()

    @rule(body=st.sampled_from(["Cancel", "cancelar", "STOP", "start"]), then=st.booleans())
    def the_owner_texts(self, body: str, then: bool) -> None:
        """From the mobile, where we have written to it; the day of the charge may come before more is said."""
        self.texts(body)
        if then and "wished" in self.oracle.since:
            self.noon_of_the_charge_comes()

    @rule(months=st.integers(1, 3))
    def who_wants_no_texts_is_told_of_the_end_of_a_pause(self, months: int) -> None:
        """By mail alone."""
        self.a_month_is_paid()
        self.texts("STOP")
        self.asks_for_a_pause(months)
        self.a_pause_ends_by_itself(True)

    def texts(self, body: str) -> None:
        self.world.clock.advance(timedelta(seconds=1))
        now = self.world.clock.now()
        is_known = bool(self.rows("messages", to=shop.MOBILE, business_id=shop.ID))
        texts_in.keep(self.world.deps, {"id": ids.new_id("event"), "from": shop.MOBILE, "body": body})
        for text in self.rows("texts_in", worked_at=None) * 2:
            texts_in.work(self.world.deps, text.id)
        if is_known:
            self.oracle.since.setdefault("quiet", now)
        if is_known and body == "start":
            del self.oracle.since["quiet"]
        if is_known and body.lower().startswith("cancel") and "canceled" not in self.oracle.since:
            self.oracle.since.setdefault("wished", now)
        self.run()

    @rule()
    def the_owner_stays(self) -> None:
        """Whoever had asked to leave; nothing else changes by it."""
        cancelling.stay(self.world.deps, shop.TRIAL, **OWNER)
        self.oracle.since.pop("wished", None)
        self.run()

    @invariant()
    def who_has_left_is_served_to_the_day_that_was_said_and_who_owes_nothing_always(self) -> None:
        now = self.world.clock.now()
        is_served = service_of(self.subscription, now) is not Service.NONE
        if self.ends_on is not None:
            assert is_served == (self.today < self.ends_on)
        elif "canceled" not in self.oracle.since and not any(bill.state is InvoiceState.OPEN for bill in self.bills):
            assert is_served
