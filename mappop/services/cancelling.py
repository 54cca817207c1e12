"""The owner ends it: nothing is charged, the free month runs to its end, and it is confirmed in writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mappop.domain.leaving import Rest
from mappop.domain.person import CurrentPerson
from mappop.domain.subscription import Change, Subscription, SubscriptionState
from mappop.domain.trial import Trial
from mappop.services import billing, dunning, ending, moot_cases, pausing, records, texts_in
from mappop.services.callers import on_the_line
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.giving_back import give_back_rest
from mappop.services.leaving_letters import queue_ended, queue_ended_now, queue_going_on, queue_staying
from mappop.services.messages import queue_cancellation
from mappop.services.subscription_states import take


def cancel(
    deps: Deps, trial_id: str, *, actor: str, evidence: Mapping[str, Any], at_once: bool = False
) -> Trial:  # fmt: skip
    """End the subscription after what is promised or paid, or at once. Doing it again changes nothing.

    Raises Refused for an offer that was never confirmed.
    """
    with deps.unit_of_work() as uow:
        trial = _locked(uow, trial_id)
        if _cancel(deps, uow, trial, actor=actor, evidence=evidence, at_once=at_once):
            uow.commit()
        return trial


def cancel_for(deps: Deps, trial_id: str, *, who: CurrentPerson, heard: str, at_once: bool = False) -> Trial:
    """As `cancel`, for the caller whom `who` of ours speaks with. Raises Refused where no caller was noted."""
    with deps.unit_of_work() as uow:
        trial = _locked(uow, trial_id)
        caller = on_the_line(deps, uow, trial.business_id, who=who)
        evidence = {**caller.evidence(), "heard": heard}
        if _cancel(deps, uow, trial, actor=who.id, evidence=evidence, at_once=at_once):
            uow.commit()
        return trial


def _locked(uow: UnitOfWork, trial_id: str) -> Trial:
    """The trial, locked after its subscription, as the bill run locks them.

    In the other order the two would meet crosswise and one be given up: an owner who canceled at noon read that it
    could not be done.
    """
    found = uow.subscriptions.first(trial_id=trial_id)
    if found is not None:
        uow.subscriptions.get(found.id)
    return uow.trials.get(trial_id)


def _cancel(
    deps: Deps, uow: UnitOfWork, trial: Trial, *, actor: str, evidence: Mapping[str, Any], at_once: bool
) -> bool:
    now = deps.clock.now()
    if not trial.cancel(at=now, evidence=dict(evidence)):
        return False
    subscription = uow.subscriptions.get(billing.id_of(uow, trial.business_id))
    today, cause = subscription.today(now), "canceled by the owner"
    has_ended = subscription.state is SubscriptionState.CANCELED  # unpaid: the word is kept, and no day moves
    if not has_ended and (at_once or subscription.would_end_today(now)):
        subscription.service_until = today
    take(uow, subscription, Change.ENDED, actor=actor, cause=cause)
    ending.begin(deps, uow, trial, on=subscription.ends_on)
    dunning.owner_canceled(deps, uow, subscription)
    texts_in.settle_case(deps, uow, subscription, how=cause)
    moot_cases.close(deps, uow, subscription, how=cause)
    pausing.close(uow, subscription, on=today)
    data = {"trial": trial.id, "until": subscription.ends_on.isoformat(), **evidence}
    uow.record(trial.business_id, "trial_canceled", actor=actor, data=data)
    _confirm_in_writing(deps, uow, trial, subscription, at_once=at_once, has_ended=has_ended)
    return True


def _confirm_in_writing(
    deps: Deps, uow: UnitOfWork, trial: Trial, subscription: Subscription, *, at_once: bool, has_ended: bool
) -> None:  # fmt: skip
    business, _ = records.current_business(uow, trial.business_id)
    now = deps.clock.now()
    if at_once or subscription.would_end_today(now):
        rest = Rest() if has_ended else give_back_rest(deps, uow, business, subscription)
        queue_ended_now(deps, uow, subscription, rest=rest)
    elif subscription.paid_until:
        queue_ended(deps, uow, subscription)
    else:
        queue_cancellation(deps, uow, trial, business, dates=subscription.dates(trial.dates(now)))


def go_on(deps: Deps, trial_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Trial:
    """Take an end back that has not come yet: the subscription goes on as it was. Raises Refused where it has come."""
    with deps.unit_of_work() as uow:
        trial = _locked(uow, trial_id)
        _go_on(deps, uow, trial, actor=actor, evidence=evidence)
        uow.commit()
        return trial


def go_on_for(deps: Deps, trial_id: str, *, who: CurrentPerson, heard: str) -> Trial:
    """As `go_on`, for the caller whom `who` of ours speaks with. Raises Refused where no caller was noted."""
    with deps.unit_of_work() as uow:
        trial = _locked(uow, trial_id)
        caller = on_the_line(deps, uow, trial.business_id, who=who)
        _go_on(deps, uow, trial, actor=who.id, evidence={**caller.evidence(), "heard": heard})
        uow.commit()
        return trial


def _go_on(deps: Deps, uow: UnitOfWork, trial: Trial, *, actor: str, evidence: Mapping[str, Any]) -> None:
    subscription = uow.subscriptions.get(billing.id_of(uow, trial.business_id))
    subscription.take_back_end(deps.clock.now())
    trial.canceled_at, trial.cancellation = None, {}
    ending.take_back(deps, uow, trial.business_id)
    billing.take_saved_way(deps, uow, subscription, actor=actor)
    dunning.owner_goes_on(deps, uow, subscription)
    data = {"state": subscription.state.value, "charge_on": subscription.charge_on.isoformat(), **evidence}
    uow.record(trial.business_id, "end_taken_back", actor=actor, data=data)
    queue_going_on(deps, uow, subscription)


def stay(deps: Deps, trial_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Trial:
    """Take a wish to cancel back that was not finished: charges may be made again. Doing it again changes nothing."""
    with deps.unit_of_work() as uow:
        trial = _locked(uow, trial_id)
        if _stay(deps, uow, trial, actor=actor, evidence=evidence):
            uow.commit()
        return trial


def stay_for(deps: Deps, trial_id: str, *, who: CurrentPerson, heard: str) -> Trial:
    """As `stay`, for the caller whom `who` of ours speaks with. Raises Refused where no caller was noted."""
    with deps.unit_of_work() as uow:
        trial = _locked(uow, trial_id)
        caller = on_the_line(deps, uow, trial.business_id, who=who)
        if _stay(deps, uow, trial, actor=who.id, evidence={**caller.evidence(), "heard": heard}):
            uow.commit()
        return trial


def _stay(deps: Deps, uow: UnitOfWork, trial: Trial, *, actor: str, evidence: Mapping[str, Any]) -> bool:
    subscription = uow.subscriptions.get(billing.id_of(uow, trial.business_id))
    if (asked_at := subscription.cancel_asked_at) is None:
        return False
    subscription.cancel_asked_at = None
    dunning.owner_stays(uow, subscription, asked_at=asked_at)
    texts_in.settle_case(deps, uow, subscription, how="the owner wants to stay")
    uow.record(trial.business_id, "cancel_taken_back", actor=actor, data=dict(evidence))
    queue_staying(deps, uow, subscription)
    return True
