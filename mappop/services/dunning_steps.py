"""Taking dunning's steps when their time has come: tries, letters, the end of service and that of the subscription."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mappop.domain.dunning import Act, Dunning, DunningState, Step
from mappop.domain.subscription import Change
from mappop.services import ending, giving_back, moot_cases, pausing, texts_in
from mappop.services.batches import one_by_one
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.dunning_messages import queue_ended_unpaid, queue_step
from mappop.services.dunning_tries import are_held, for_dated_tries, promise, record, try_again, usable
from mappop.services.subscription_states import take
from mappop.services.tries import is_under_way

MOST = 500


def pursue(deps: Deps) -> int:
    """Every step whose time has come; how many. One that can't be taken keeps nobody else from theirs: its fault is
    raised when everything else is done."""
    with deps.unit_of_work() as uow:
        due = uow.dunnings_due(now=deps.clock.now(), most=MOST)
    return one_by_one(due, partial(_pursue, deps))


def _pursue(deps: Deps, dunning_id: str) -> int:
    with deps.unit_of_work() as uow:
        known = uow.dunnings.first(id=dunning_id)
        if known is None:
            return 0
        subscription = uow.subscriptions.get(known.subscription_id)
        uow.invoices.get(known.invoice_id)
        dunning = uow.dunnings.get(dunning_id)
        method = for_dated_tries(deps, uow, dunning, usable(uow, subscription))
        is_asked, is_held = is_under_way(uow, dunning.invoice_id), are_held(uow, subscription)
        steps = dunning.take(
            deps.clock.now(), method_id=method.id if method else None, is_under_way=is_asked, is_held=is_held
        )
        promise(subscription, dunning)
        for step in steps:
            _TAKE[step.act](deps, uow, dunning, step)
        uow.commit()
        return len(steps)


def _try(deps: Deps, uow: UnitOfWork, dunning: Dunning, step: Step) -> None:
    try_again(uow, dunning, step.name)


def _say(deps: Deps, uow: UnitOfWork, dunning: Dunning, step: Step) -> None:
    queue_step(deps, uow, dunning, step, uow.invoices.get(dunning.invoice_id))


def _stop_service(deps: Deps, uow: UnitOfWork, dunning: Dunning, step: Step) -> None:
    subscription, invoice = uow.subscriptions.get(dunning.subscription_id), uow.invoices.get(dunning.invoice_id)
    if take(uow, subscription, Change.GRACE_ENDED, actor="schedule", cause=invoice.title):
        ending.stop(uow, dunning.business_id, dunning.id)
        record(uow, "service_stopped", dunning, invoice)


def _end(deps: Deps, uow: UnitOfWork, dunning: Dunning, step: Step) -> None:
    subscription, invoice = uow.subscriptions.get(dunning.subscription_id), uow.invoices.get(dunning.invoice_id)
    dunning.close(DunningState.LOST, at=deps.clock.now())
    if take(uow, subscription, Change.ENDED, actor="schedule", cause=f"{invoice.title} was not paid"):
        trial = uow.trials.get(subscription.trial_id)
        ending.begin(deps, uow, trial, on=subscription.ends_on)
        pausing.close(uow, subscription, on=subscription.ends_on)
        texts_in.settle_case(deps, uow, subscription, how=f"it ended: {invoice.title} was not paid")
        moot_cases.close(deps, uow, subscription, how=f"{invoice.title} was not paid")
        record(uow, "dunning_lost", dunning, invoice)
        rest = giving_back.give_back_paid(deps, uow, subscription)
        queue_ended_unpaid(deps, uow, dunning, invoice, rest=rest)


_TAKE: dict[Act, Callable[[Deps, UnitOfWork, Dunning, Step], None]] = {
    Act.RETRY: _try, Act.SAY: _say, Act.STOP_SERVICE: _stop_service, Act.END: _end,
}  # fmt: skip
