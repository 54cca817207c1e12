"""Deeds of an owner who pauses and goes on: before the pause begins, in it, or when it ends by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from mappop.domain.errors import Refused
from mappop.domain.subscription import SubscriptionState
from mappop.services import pausing
from tests.billing import shop
from tests.billing.leaving import OWNER

YEAR = timedelta(days=365)
AFTER = st.sampled_from([0, 0, 1, 8, 23, 24, 31, 61])  # days


class Pausing:
    """For a machine with a world, an oracle and a run; `pauses` are the first days of those that were not called off,
    `paused_until` is the day of the charge after the one that is planned or runs."""

    world: Any
    oracle: Any
    run: Any
    subscription: Any
    has_run: Any
    a_month_is_paid: Any
    time_passes: Any
    nothing_runs_for_a_while: Any
    the_morning_of_the_reminder_comes: Any
    the_carrier_reports: Any
    noon_of_the_charge_comes: Any

    def begin_pauses(self) -> None:
        self.pauses: list[date] = []
        self.paused_until: date | None = None

    @property
    def today(self) -> date:
        day: date = self.oracle.local(self.world.clock.now()).date()
        return day

    @rule(months=st.integers(1, 3), after=AFTER, runs=st.booleans(), goes_on=st.booleans())
    def the_owner_pauses(self, months: int, after: int, runs: bool, goes_on: bool) -> None:
        """And may go on later, on its first day as well, whether or not anything ran meanwhile."""
        self.a_month_is_paid()
        self.asks_for_a_pause(months)
        pass_time = self.time_passes if runs else lambda by, _: self.nothing_runs_for_a_while(by)
        if after == 1 and self.oracle.terms.ends > self.today:
            pass_time(self.oracle.terms.ends - self.today, 1)
        elif after:
            pass_time(timedelta(days=after), 1)
        if goes_on:
            self.the_owner_goes_on()
            self.noon_of_the_charge_comes()

    def asks_for_a_pause(self, months: int) -> None:
        oracle = self.oracle
        recent = [day for day in self.pauses if day > oracle.terms.ends - YEAR]
        may = oracle.told_from is None and "wished" not in oracle.since and len(recent) < 2
        try:
            pausing.pause(self.world.deps, shop.ID, months=months, **OWNER)
        except Refused:
            assert not may or self.subscription.state is not SubscriptionState.ACTIVE
        else:
            assert may
            oracle.pauses(months)
            self.pauses.append(oracle.terms.ends)
            self.paused_until = oracle.told_from
        self.run()

    @rule()
    def the_owner_goes_on(self) -> None:
        try:
            pausing.resume(self.world.deps, shop.ID, **OWNER)
        except Refused:
            is_over = self.subscription.state is SubscriptionState.CANCELED  # an invoice from before was not paid
            assert is_over or self.paused_until is None or self.today >= self.paused_until - timedelta(days=7)
        else:
            assert self.paused_until is not None
            self.oracle.goes_on(self.world.clock.now())
            self.the_pause_is_over()
        self.run()

    def the_pause_is_over(self) -> None:
        """By the owner's word; one of no day does not count."""
        self.paused_until = None
        if self.today <= self.pauses[-1]:
            self.pauses.pop()

    @rule(comes=st.booleans())
    def a_pause_ends_by_itself(self, comes: bool) -> None:
        if self.paused_until is not None and self.paused_until - timedelta(days=7) > self.today:
            self.time_passes(self.paused_until - timedelta(days=7) - self.today, 1)
            self.the_carrier_reports(comes)
            self.noon_of_the_charge_comes()

    @invariant()
    def a_pause_begins_where_what_is_paid_ends_and_ends_with_the_reminder(self) -> None:
        now, is_paused = self.world.clock.now(), self.subscription.is_paused_by_choice
        if self.has_run and self.paused_until and "wished" not in self.oracle.since and self._is_in_order:
            is_over = self.today >= self.paused_until - timedelta(days=7)
            if is_over and self.oracle.renews_a_year:
                return  # it goes on until that year was told
            assert is_paused == (self.oracle.noon(self.oracle.terms.ends) <= now and not is_over)

    @property
    def _is_in_order(self) -> bool:
        return self.subscription.state in (SubscriptionState.ACTIVE, SubscriptionState.PAUSED)
