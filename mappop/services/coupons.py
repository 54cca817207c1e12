"""A coupon given to a customer: by whom it may be, as often as it may be, one at a time."""

from __future__ import annotations

from mappop.domain.coupon import CouponUses, coupon
from mappop.domain.errors import Refused
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services.billing import id_of
from mappop.services.deps import Deps

MAY_HAVE = (SubscriptionState.TRIALING, SubscriptionState.ACTIVE, SubscriptionState.PAST_DUE)


def give(deps: Deps, business_id: str, key: str, *, role: Role, actor: str, reason: str = "") -> None:
    """From the next bill on; the same one again changes nothing. Raises Refused, NotFound."""
    one = coupon(key)
    with deps.unit_of_work() as uow:
        subscription = uow.subscriptions.get(id_of(uow, business_id))
        if subscription.coupon == key:
            return
        if subscription.coupon or subscription.state not in MAY_HAVE:
            raise Refused("One coupon at a time, and none where Map Pop has ended or is paused.")
        uses = uow.coupon_uses.find(key) or uow.coupon_uses.add(CouponUses(key))
        today, agreed = subscription.today(deps.clock.now()), subscription.agreed_next
        one.check(price_minor=agreed.each_minor, interval=agreed.interval, uses=uses.given, on=today, role=role.value)
        uses.given += 1
        subscription.coupon, subscription.coupon_left = key, one.periods
        uow.record(business_id, "coupon_given", actor=actor, data={"coupon": key, "title": one.titles["en"],
                                                                   "role": role.value, "reason": reason})  # fmt: skip
        uow.commit()
