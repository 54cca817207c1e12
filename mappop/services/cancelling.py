"""The owner ends it: nothing is charged, the free month runs to its end, and it is confirmed in writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mappop.domain.subscription import Change
from mappop.domain.trial import Trial
from mappop.services import billing, ending, records, texts_in
from mappop.services.billing_messages import queue_ended, queue_staying
from mappop.services.deps import Deps
from mappop.services.messages import queue_cancellation
from mappop.services.subscription_states import take


def cancel(deps: Deps, trial_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Trial:
    """Twice changes nothing. Raises Refused for an offer that was never confirmed."""
    with deps.unit_of_work() as uow:
        trial = uow.trials.get(trial_id)
        if not trial.cancel(at=deps.clock.now(), evidence=dict(evidence)):
            return trial
        subscription = uow.subscriptions.get(billing.id_of(uow, trial.business_id))
        take(uow, subscription, Change.ENDED, actor=actor, cause=f"canceled by {evidence.get('way', actor)}")
        ending.begin(deps, uow, trial, on=subscription.ends_on)
        texts_in.settle_case(deps, uow, subscription, how=f"canceled by {evidence.get('way', actor)}")
        subscription.cancel_asked_at = None
        business, _ = records.current_business(uow, trial.business_id)
        uow.record(business.id, "trial_canceled", actor=actor, data={"trial": trial.id, **evidence})
        if subscription.paid_until:
            queue_ended(deps, uow, trial, business, subscription)
        else:
            dates = subscription.dates(trial.dates(deps.clock.now()))
            queue_cancellation(deps, uow, trial, business, dates=dates)
        uow.commit()
        return trial


def stay(deps: Deps, trial_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Trial:
    """The wish to cancel is taken back: the gate asks its other questions again. Twice changes nothing."""
    with deps.unit_of_work() as uow:
        trial = uow.trials.get(trial_id)
        subscription = uow.subscriptions.get(billing.id_of(uow, trial.business_id))
        if subscription.cancel_asked_at is None:
            return trial
        subscription.cancel_asked_at = None
        texts_in.settle_case(deps, uow, subscription, how="the owner wants to stay")
        uow.record(trial.business_id, "cancel_taken_back", actor=actor, data=dict(evidence))
        business, _ = records.current_business(uow, trial.business_id)
        queue_staying(deps, uow, trial, business, subscription, at=deps.clock.now())
        uow.commit()
        return trial
