"""Support's cases of a subscription that has an end: what they ask about is not charged, tried or told any more."""

from __future__ import annotations

from mappop.domain.subscription import Subscription
from mappop.domain.task import Task, TaskState
from mappop.services.deps import Deps, UnitOfWork


def close(deps: Deps, uow: UnitOfWork, subscription: Subscription, *, how: str) -> None:
    """In the transaction that ends it. Their keys are free by that: where the end is taken back, the same question
    may come up again for the same day."""
    for task in uow.tasks.where(business_id=subscription.business_id, state=TaskState.OPEN):
        if _is_of_its_charges(task, subscription):
            task.withdraw(at=deps.clock.now(), why=f"The subscription has ended: {how}.")
            task.key = f"over:{task.id}"


def _is_of_its_charges(task: Task, subscription: Subscription) -> bool:
    """A debit that came back, an owner whom no notice of a charge reaches, a charge that waits for its tax."""
    about, _, rest = task.key.partition(":")
    return about == "dunning" or (about in ("reach", "tax") and rest.startswith(f"{subscription.id}:"))
