"""Who is served just now: asked wherever work is done for a business."""

from __future__ import annotations

from mappop.domain.entitlement import ALWAYS, UNTIL, Service, service_of
from mappop.domain.subscription import SubscriptionState
from mappop.services.deps import Deps, UnitOfWork

FOR_GOOD = frozenset({SubscriptionState.CANCELED, SubscriptionState.INCOMPLETE_EXPIRED})


def service_for(deps: Deps, uow: UnitOfWork, business_id: str) -> Service:
    """In full where there is no subscription: then it is none of billing's business."""
    subscription = uow.subscriptions.first(business_id=business_id)
    return service_of(subscription, deps.clock.now()) if subscription else Service.FULL


def is_over(uow: UnitOfWork, business_id: str) -> bool:
    """Whether it has ended for good: an open payment may still bring service back."""
    subscription = uow.subscriptions.first(business_id=business_id)
    return subscription is None or subscription.state in FOR_GOOD


def not_worked_for(deps: Deps, uow: UnitOfWork) -> frozenset[str]:
    """Businesses whose listings are left as they are, until they are served in full again."""
    now, states = deps.clock.now(), [s for s, service in ALWAYS.items() if service is not Service.FULL] + list(UNTIL)
    found = [one for state in states for one in uow.subscriptions.where(state=state)]
    return frozenset(one.business_id for one in found if service_of(one, now) is not Service.FULL)
