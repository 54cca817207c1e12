"""A year that renews: told in time, too late, or not at all."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from mappop.domain.message import MessageState
from mappop.domain.notice import Notice
from mappop.domain.subscription import SubscriptionState

NOTICES = (Notice.PRICE_CHANGE, Notice.YEAR_RENEWAL)
LATER = st.sampled_from([0, 12, 20])  # days
BEFORE = timedelta(days=25)


class Renewing:
    """For a machine with a world, an oracle and a run."""

    world: Any
    oracle: Any
    run: Any
    rows: Any
    subscription: Any
    has_run: Any
    today: Any
    priced_on: Any
    a_month_is_paid: Any
    see_bills: Any
    changes: Any
    the_carrier_reports: Any
    nothing_runs_for_a_while: Any
    noon_of_the_charge_comes: Any

    @rule(begins=st.booleans(), later=LATER, arrives=st.sampled_from([True, True, False]))
    def the_day_of_a_notice_comes(self, begins: bool, later: int, arrives: bool) -> None:
        """And then that of the charge; a year may have to begin first, and the notice arrive so many days later."""
        if begins:
            self.a_month_is_paid()
            self.changes({"plan": "local", "months": 12}, at_once=True)
            self.see_bills()
            self.a_month_is_paid()
        self.a_notice_is_sent(later, arrives)
        self.noon_of_the_charge_comes()

    def a_notice_is_sent(self, later: int, arrives: bool) -> None:
        here = self.oracle.local(self.world.clock.now())
        morning = here.replace(hour=9, minute=1) + (self.oracle.terms.ends - here.date()) - BEFORE
        if timedelta(0) < morning - here < timedelta(days=400):
            self.world.clock.at = morning.astimezone(UTC)
            self.run()
            self.a_year_is_told_before_it_renews_and_a_new_price_before_it_holds()
        self.nothing_runs_for_a_while(timedelta(days=later))
        self.the_carrier_reports(arrives)

    @invariant()
    def a_year_is_told_before_it_renews_and_a_new_price_before_it_holds(self) -> None:
        """Where somebody can be told, and nothing else is asked for first; a price that was known on the day itself."""
        terms, here = self.oracle.terms, self.oracle.local(self.world.clock.now())
        is_year, day = terms.runs.months == terms.next.months == 12, self.oracle.noon(self.oracle.terms.ends) - BEFORE
        is_dearer = terms.newer()[0].asked != terms.next.asked and terms.runs == terms.next
        is_known = self.priced_on < day.date() and here.date() < self.oracle.terms.ends - timedelta(days=7)
        is_wanted = is_year or (is_dearer and is_known)
        is_asked = self.has_run and self.subscription.state is SubscriptionState.ACTIVE and not self.oracle.told_from
        is_reached = not self.rows("messages", state=MessageState.BOUNCED)
        if is_asked and is_reached and is_wanted and here >= day and here.hour >= 9:
            letters = [letter for letter in self.rows("messages") if letter.kind in NOTICES]
            assert any(letter.created_at > day - timedelta(days=1) for letter in letters)
