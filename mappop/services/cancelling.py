"""The owner ends it: nothing is charged, the free month runs to its end, and it is confirmed in writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mappop.domain.person import CurrentPerson
from mappop.domain.subscription import Change
from mappop.domain.trial import Trial
from mappop.services import billing, dunning, ending, records, texts_in
from mappop.services.billing_messages import queue_ended, queue_staying
from mappop.services.callers import on_the_line
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.messages import queue_cancellation
from mappop.services.subscription_states import take


def cancel(deps: Deps, trial_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Trial:
    """Twice changes nothing. Raises Refused for an offer that was never confirmed."""
    with deps.unit_of_work() as uow:
        trial = uow.trials.get(trial_id)
        if _cancel(deps, uow, trial, actor=actor, evidence=evidence):
            uow.commit()
        return trial


def cancel_for(deps: Deps, trial_id: str, *, who: CurrentPerson, heard: str) -> Trial:
    """The same on the word of whoever this person of ours speaks with. Raises Refused where nobody was noted."""
    with deps.unit_of_work() as uow:
        trial = uow.trials.get(trial_id)
        caller = on_the_line(deps, uow, trial.business_id, who=who)
        if _cancel(deps, uow, trial, actor=who.id, evidence={**caller.evidence(), "heard": heard}):
            uow.commit()
        return trial


def _cancel(deps: Deps, uow: UnitOfWork, trial: Trial, *, actor: str, evidence: Mapping[str, Any]) -> bool:
    if not trial.cancel(at=deps.clock.now(), evidence=dict(evidence)):
        return False
    subscription = uow.subscriptions.get(billing.id_of(uow, trial.business_id))
    cause = f"canceled by {evidence.get('way', actor)}"
    take(uow, subscription, Change.ENDED, actor=actor, cause=cause)
    ending.begin(deps, uow, trial, on=subscription.ends_on)
    dunning.owner_canceled(deps, uow, subscription)
    texts_in.settle_case(deps, uow, subscription, how=cause)
    subscription.cancel_asked_at = None
    business, _ = records.current_business(uow, trial.business_id)
    uow.record(business.id, "trial_canceled", actor=actor, data={"trial": trial.id, **evidence})
    if subscription.paid_until:
        queue_ended(deps, uow, trial, business, subscription)
    else:
        dates = subscription.dates(trial.dates(deps.clock.now()))
        queue_cancellation(deps, uow, trial, business, dates=dates)
    return True


def stay(deps: Deps, trial_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Trial:
    """The wish to cancel is taken back: the gate asks its other questions again. Twice changes nothing."""
    with deps.unit_of_work() as uow:
        trial = uow.trials.get(trial_id)
        if _stay(deps, uow, trial, actor=actor, evidence=evidence):
            uow.commit()
        return trial


def stay_for(deps: Deps, trial_id: str, *, who: CurrentPerson, heard: str) -> Trial:
    """The same on the word of whoever this person of ours speaks with. Raises Refused where nobody was noted."""
    with deps.unit_of_work() as uow:
        trial = uow.trials.get(trial_id)
        caller = on_the_line(deps, uow, trial.business_id, who=who)
        if _stay(deps, uow, trial, actor=who.id, evidence={**caller.evidence(), "heard": heard}):
            uow.commit()
        return trial


def _stay(deps: Deps, uow: UnitOfWork, trial: Trial, *, actor: str, evidence: Mapping[str, Any]) -> bool:
    subscription = uow.subscriptions.get(billing.id_of(uow, trial.business_id))
    if subscription.cancel_asked_at is None:
        return False
    subscription.cancel_asked_at = None
    texts_in.settle_case(deps, uow, subscription, how="the owner wants to stay")
    uow.record(trial.business_id, "cancel_taken_back", actor=actor, data=dict(evidence))
    business, _ = records.current_business(uow, trial.business_id)
    queue_staying(deps, uow, trial, business, subscription, at=deps.clock.now())
    return True
