"""A subscription's changes, each kept in the audit trail with its cause: those that are refused too."""

from __future__ import annotations

from mappop.domain.errors import Refused
from mappop.domain.subscription import Change, Subscription
from mappop.services.deps import UnitOfWork


def take(uow: UnitOfWork, subscription: Subscription, what: Change, *, actor: str, cause: str) -> bool:
    """In the caller's transaction; whether the event was taken. One that is ignored leaves no trace.

    `cause` names what made it happen: an invoice, a payment, the schedule.
    """
    before = subscription.state
    data = {"subscription": subscription.id, "change": what.value, "from": before.value, "cause": cause}
    try:
        is_taken = subscription.change(what)
    except Refused:
        uow.record(subscription.business_id, "subscription_change_refused", actor=actor, data=data)
        return False
    if subscription.state is not before:
        data["to"] = subscription.state.value
        uow.record(subscription.business_id, "subscription_changed", actor=actor, data=data)
    return is_taken
