"""The owner pauses and goes on: nothing is charged meanwhile, and the charge after it is told as the first was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mappop import ids
from mappop.domain import pause as rules_of_pause
from mappop.domain.charging import rules
from mappop.domain.errors import Refused
from mappop.domain.pause import Pause
from mappop.domain.person import CurrentPerson
from mappop.domain.save_offer import offer_for
from mappop.domain.subscription import Subscription
from mappop.services import records
from mappop.services.callers import on_the_line
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.leaving_letters import queue_going_on, queue_pausing, queue_resumed

NOT_OFFERED = "There is no pause to choose on this page, so nothing was changed. To pause, open Payments or call us."


def pause(deps: Deps, business_id: str, *, months: int, actor: str, evidence: Mapping[str, Any]) -> Pause:
    """Plan a pause from the end of what is paid. Raises Refused where the rules do not allow it."""
    with deps.unit_of_work() as uow:
        made = _pause(deps, uow, business_id, months, actor=actor, evidence=evidence)
        uow.commit()
        return made


def take_offer(deps: Deps, business_id: str, *, months: int, evidence: Mapping[str, Any]) -> Pause:
    """Pause instead of canceling, as the cancel page offered. Raises Refused where it may not offer that, whatever the
    browser sent."""
    with deps.unit_of_work() as uow:
        subscription = _subscription(uow, business_id)
        business, _ = records.current_business(uow, business_id)
        before = uow.pauses.where(subscription_id=subscription.id)
        if offer_for(business.address.region, subscription, before) is None:
            raise Refused(NOT_OFFERED)
        said = {**evidence, "instead_of": "canceling"}
        made = _pause(deps, uow, business_id, months, actor="owner", evidence=said)
        uow.commit()
        return made


def pause_for(deps: Deps, business_id: str, *, months: int, who: CurrentPerson, heard: str) -> Pause:
    """As `pause`, for the caller whom `who` of ours speaks with. Raises Refused where no caller was noted."""
    with deps.unit_of_work() as uow:
        caller = on_the_line(deps, uow, business_id, who=who)
        evidence = {**caller.evidence(), "heard": heard}
        made = _pause(deps, uow, business_id, months, actor=who.id, evidence=evidence)
        uow.commit()
        return made


def resume(deps: Deps, business_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Subscription:
    """End a pause: one that has not begun is dropped, from one that has the next charge is seven days away.

    Raises Refused where there is no pause.
    """
    with deps.unit_of_work() as uow:
        subscription = _resume(deps, uow, business_id, actor=actor, evidence=evidence)
        uow.commit()
        return subscription


def resume_for(deps: Deps, business_id: str, *, who: CurrentPerson, heard: str) -> Subscription:
    """As `resume`, for the caller whom `who` of ours speaks with. Raises Refused where no caller was noted."""
    with deps.unit_of_work() as uow:
        caller = on_the_line(deps, uow, business_id, who=who)
        evidence = {**caller.evidence(), "heard": heard}
        subscription = _resume(deps, uow, business_id, actor=who.id, evidence=evidence)
        uow.commit()
        return subscription


def _pause(
    deps: Deps, uow: UnitOfWork, business_id: str, months: int, *, actor: str, evidence: Mapping[str, Any]
) -> Pause:
    subscription = _subscription(uow, business_id)
    before = uow.pauses.where(subscription_id=subscription.id)
    start, until = rules_of_pause.plan(subscription, before, months)
    now = deps.clock.now()
    made = uow.pauses.add(Pause(ids.new_id("pause"), subscription.id, business_id, start, until, now, actor))
    subscription.resume_on = until
    data = {"pause": made.id, "start": start.isoformat(), "until": until.isoformat(), **evidence}
    uow.record(business_id, "pause_asked", actor=actor, data=data)
    queue_pausing(deps, uow, subscription, made)
    return made


def _resume(deps: Deps, uow: UnitOfWork, business_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Subscription:
    subscription = _subscription(uow, business_id)
    if subscription.resume_on is None:
        raise Refused("There is no pause to end.")
    now = deps.clock.now()
    today, has_begun = subscription.today(now), subscription.pause_has_begun(now)
    if has_begun:
        subscription.resume(now, charge_on=today + rules().remind_before)
    subscription.resume_on = None
    close(uow, subscription, on=today if has_begun else subscription.charge_on)
    data = {"charge_on": subscription.charge_on.isoformat(), **evidence}
    uow.record(business_id, "pause_ended" if has_begun else "pause_dropped", actor=actor, data=data)
    tell = queue_resumed if has_begun else queue_going_on
    tell(deps, uow, subscription)
    return subscription


def close(uow: UnitOfWork, subscription: Subscription, *, on: Any) -> None:
    """Give the open pause its last day; one that never began ends on the day on which it would have begun."""
    for one in uow.pauses.where(subscription_id=subscription.id):
        if one.is_open:
            one.ended_on = min(on, one.until) if on > one.starts_on else one.starts_on


def _subscription(uow: UnitOfWork, business_id: str) -> Subscription:
    found = uow.subscriptions.first(business_id=business_id)
    if found is None:
        raise Refused("There is no subscription here.")
    return uow.subscriptions.get(found.id)
