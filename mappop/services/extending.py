"""A free month made longer by support: the day moves, the owner is told at once, and the reminder goes with the day."""

from __future__ import annotations

from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.extension import extended
from mappop.domain.person import CurrentPerson
from mappop.domain.subscription import Subscription
from mappop.services import records
from mappop.services.callers import on_the_line
from mappop.services.deps import Deps
from mappop.services.leaving_letters import queue_extended, queue_pay_link


def extend(deps: Deps, business_id: str, *, days: int, reason: str, who: CurrentPerson) -> Subscription:
    """Raises Refused where nobody was noted or the rules say no, Invalid without a reason."""
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise Invalid([FieldError("heard", "is empty", "why the month is made longer")])
    with deps.unit_of_work() as uow:
        caller = on_the_line(deps, uow, business_id, who=who)
        found = uow.subscriptions.first(business_id=business_id)
        if found is None:
            raise Refused("There is no subscription here.")
        subscription = uow.subscriptions.get(found.id)
        trial = uow.trials.get(subscription.trial_id)
        business, _ = records.current_business(uow, business_id)
        now, before = deps.clock.now(), subscription.charge_on
        began_on, today = trial.dates(now).day_0, subscription.today(now)
        subscription.charge_on = extended(subscription, began_on, business.address.region, days, today)
        data = {
            "from": before.isoformat(), "to": subscription.charge_on.isoformat(), "reason": reason, **caller.evidence()
        }  # fmt: skip
        uow.record(business_id, "trial_extended", actor=who.id, data=data)
        queue_extended(deps, uow, subscription, moved_from=before)
        uow.commit()
        return subscription


def send_pay_link(deps: Deps, business_id: str, *, who: CurrentPerson) -> None:
    """The way to the page where the owner says how they pay; to the addresses of the record, whoever asks."""
    with deps.unit_of_work() as uow:
        found = uow.subscriptions.first(business_id=business_id)
        if found is None:
            raise Refused("There is no subscription here.")
        queue_pay_link(deps, uow, uow.subscriptions.get(found.id))
        uow.record(business_id, "pay_link_sent", actor=who.id)
        uow.commit()
