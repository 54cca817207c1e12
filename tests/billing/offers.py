"""Deeds that change what the next bill asks, or when: another plan from the next period on, coupons, a longer month."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mappop.domain.correction import CorrectionState
from mappop.domain.errors import Invalid, Refused
from mappop.domain.plan import Interval
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services import callers, coupons, extending, plan_changes
from mappop.services.plan_changes import Wish
from tests.billing import shop
from tests.billing.oracle import COUPONS, FEES

GIVEN = [key for key in COUPONS if key]
PLANS = [{"plan": plan, "months": months} for plan in FEES for months in (1, 12)]
WANTED = st.sampled_from(PLANS) | st.sampled_from([{"hours": hours} for hours in (0, 1, 2, 10)])
Wants = dict[str, Any]  # a plan by so many months, or so many hours of the desk


class Offers:
    """For a machine with a world, an oracle and a run."""

    world: Any
    oracle: Any
    run: Any
    see_bills: Any
    a_month_is_paid: Any
    subscription: Any
    is_disputed: Any
    something_went_back: Any
    agent: Any
    today: Any
    rows: Any
    noon_of_the_charge_comes: Any

    @rule(key=st.sampled_from(GIVEN))
    def a_coupon_is_given(self, key: str) -> None:
        """One at a time; the same again changes nothing."""
        terms = self.oracle.terms
        try:
            coupons.give(self.world.deps, shop.ID, key, role=Role.ADMIN, actor="person_mia")
        except Refused:
            is_over = self.subscription.state not in (SubscriptionState.TRIALING, SubscriptionState.ACTIVE)
            fits = COUPONS[key][3] in (0, terms.next.months)
            assert terms.coupon not in ("", key) or not fits or key == "launch" or is_over
        else:
            kinds = {0, terms.next.months, terms.runs.months if terms.set_up else 0}
            assert terms.coupon == key or (not terms.coupon and COUPONS[key][3] in kinds)
            terms.coupon, terms.uses = key, terms.uses if key == terms.coupon else 0
        self.run()

    @rule(wants=st.lists(WANTED, min_size=1, max_size=3), key=st.sampled_from(["", *GIVEN]), then=st.booleans())
    def the_owner_wants_something_else_from_the_next_period_on(
        self, wants: list[Wants], key: str, then: bool
    ) -> None:  # fmt: skip
        """And may think better of it at once; a coupon may be given first, and the next period come before anything
        else does."""
        if then:
            self.a_month_is_paid()
        if key:
            self.a_coupon_is_given(key)
        for one in wants:
            self.changes(one, at_once=False)
        self.run()
        if then:
            self.noon_of_the_charge_comes()

    @rule(wants=st.lists(WANTED, min_size=1, max_size=3), after=st.sampled_from([0, 0, 1, 8]))
    def the_owner_wants_something_else_now(self, wants: list[Wants], after: int) -> None:
        self.a_month_is_paid()
        self.world.clock.advance(timedelta(days=after))
        self.run()
        for one in wants:
            self.changes(one, at_once=True)
            self.see_bills()
        self.run()

    def changes(self, wants: Wants, *, at_once: bool) -> None:
        """A plan, or so many hours of the desk; at once becomes later where no period runs."""
        terms, today = self.oracle.terms, self.oracle.local(self.world.clock.now()).date()
        is_now = at_once and today < terms.ends
        begins_anew = is_now and wants.get("months", terms.runs.months) != terms.runs.months
        is_in_the_way = begins_anew and self.oracle.told_from is not None  # of a pause's first day
        if "hours" in wants:
            wish = Wish(at_once, add_on="desk_hour", quantity=wants["hours"])
        else:
            interval = Interval.YEAR if wants["months"] == 12 else Interval.MONTH
            wish = Wish(at_once, plan=wants["plan"], interval=interval)
        try:
            seen = plan_changes.preview(self.world.deps, shop.ID, wish)
            plan_changes.change(self.world.deps, shop.ID, wish, seal=seen.seal, actor="owner")
        except Refused:
            is_other_state = self.subscription.state is not SubscriptionState.ACTIVE
            is_other_state |= self._is_told_an_amount() or is_in_the_way
            is_leaving = "wished" in self.oracle.since
            waits = self.rows("corrections", state=CorrectionState.PROPOSED)  # for a second person
            is_less = self.something_went_back or self.is_disputed or waits
            assert is_other_state or is_leaving or (is_now and is_less)
        else:
            assert not self._is_told_an_amount() and not is_in_the_way
            if self.oracle.told_from and today >= terms.ends and wants.get("months", 1) > terms.next.months:
                self.oracle.since["chose a year"] = self.world.clock.now()
            terms.wants(today, wants, at_once=is_now)

    def _is_told_an_amount(self) -> bool:
        """Of the first charge, or of the first after a pause."""
        day = f":{self.subscription.charge_on}"
        letters = self.rows("messages", kind="charge_reminder")
        return self.oracle.told_from is not None and any(letter.key.endswith(day) for letter in letters)

    @rule(days=st.sampled_from([7, 14, 30]))
    def the_free_month_is_made_longer(self, days: int) -> None:
        """Up to sixty days in all, to a day that can still be told seven days before, and for nobody who wants to
        leave."""
        day_0, told = self.oracle.local(self.rows("trials")[0].confirmed_at).date(), self.subscription.charge_on
        is_free = self.subscription.state is SubscriptionState.TRIALING and "wished" not in self.oracle.since
        fits = (told - day_0).days + days <= 60 and told + timedelta(days=days) >= self.today + timedelta(days=7)
        callers.note_caller(self.world.deps, shop.ID, who=self.agent, name="Rosa", way="facts", note="street, trade")
        try:
            extending.extend(self.world.deps, shop.ID, days=days, reason="she was away", who=self.agent)
        except (Invalid, Refused):
            assert not (is_free and fits)
        else:
            assert is_free and fits
            self.oracle.told_from = told + timedelta(days=days)
        self.run()
