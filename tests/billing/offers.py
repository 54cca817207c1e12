"""Deeds that change what the next bill asks: another plan from the next period on, and coupons."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mappop.domain.errors import Refused
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services import coupons, plan_changes
from mappop.services.plan_changes import Wish
from tests.billing import shop
from tests.billing.oracle import COUPONS, PRICES


class Offers:
    """For a machine with a world, an oracle and a run."""

    world: Any
    oracle: Any
    run: Any
    subscription: Any

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

    @rule(plans=st.lists(st.sampled_from(list(PRICES)), min_size=1, max_size=3))
    def the_owner_wants_another_plan_from_the_next_period_on(self, plans: list[str]) -> None:
        """And may think better of it at once."""
        for plan in plans:
            wish = Wish(at_once=False, plan=plan)
            try:
                seen = plan_changes.preview(self.world.deps, shop.ID, wish)
                plan_changes.change(self.world.deps, shop.ID, wish, seal=seen.seal, actor="owner")
            except Refused:
                assert self.subscription.state is not SubscriptionState.ACTIVE
            else:
                self.oracle.terms.plan = plan
        self.run()
