"""Deeds that change what the next bill asks, or when: another plan from the next period on, coupons, a longer month."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mappop.domain.errors import Invalid, Refused
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services import callers, coupons, extending, plan_changes
from mappop.services.plan_changes import Wish
from tests.billing import shop
from tests.billing.price_list import COUPONS, PRICES


class Offers:
    """For a machine with a world, an oracle and a run."""

    world: Any
    oracle: Any
    run: Any
    subscription: Any
    agent: Any
    rows: Any
    noon_of_the_charge_comes: Any

    @rule(key=st.sampled_from(list(COUPONS)))
    def a_coupon_is_given(self, key: str) -> None:
        """One at a time; the same again changes nothing."""
        terms = self.oracle.terms
        try:
            coupons.give(self.world.deps, shop.ID, key, role=Role.ADMIN, actor="person_mia")
        except Refused:
            is_over = self.subscription.state not in (SubscriptionState.TRIALING, SubscriptionState.ACTIVE)
            assert terms.coupon not in ("", key) or key == "launch" or is_over
        else:
            assert terms.coupon in ("", key)
            terms.coupon, terms.uses = key, terms.uses if key == terms.coupon else 0
        self.run()

    @rule(plans=st.lists(st.sampled_from(list(PRICES)), min_size=1, max_size=3), then=st.booleans())
    def the_owner_wants_another_plan_from_the_next_period_on(self, plans: list[str], then: bool) -> None:
        """And may think better of it at once; the next period may come before anything else does."""
        for plan in plans:
            wish = Wish(at_once=False, plan=plan)
            try:
                seen = plan_changes.preview(self.world.deps, shop.ID, wish)
                plan_changes.change(self.world.deps, shop.ID, wish, seal=seen.seal, actor="owner")
            except Refused:
                assert self.oracle.wished_at or self.subscription.state is not SubscriptionState.ACTIVE
            else:
                self.oracle.terms.plan = plan
        self.run()
        if then:
            self.noon_of_the_charge_comes()

    @rule(days=st.sampled_from([7, 14, 30]))
    def the_free_month_is_made_longer(self, days: int) -> None:
        """Up to sixty days in all, before its end, and for nobody who wants to leave."""
        day_0, told = self.oracle.local(self.rows("trials")[0].confirmed_at).date(), self.subscription.charge_on
        is_free = self.subscription.state is SubscriptionState.TRIALING and not self.oracle.wished_at
        callers.note_caller(self.world.deps, shop.ID, who=self.agent, name="Rosa", way="facts", note="street, trade")
        try:
            extending.extend(self.world.deps, shop.ID, days=days, reason="she was away", who=self.agent)
        except (Invalid, Refused):
            assert not is_free or (told - day_0).days + days > 60
        else:
            assert is_free and (told - day_0).days + days <= 60
            self.oracle.not_before = told + timedelta(days=days)
        self.run()
