"""Letters about what is agreed: decided on in the caller's transaction, each once for its reason."""

from __future__ import annotations

from datetime import date

from mappop.domain.plan import Interval
from mappop.services.billing_messages import queue_letter
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork


def queue_changed(
    deps: Deps, uow: UnitOfWork, facts: Facts, *, on: date, each_minor: int, interval: Interval
) -> None:  # fmt: skip
    """A change that the owner asked for, with the new price and how to cancel."""
    reason = f"{facts.subscription.id}:{facts.now.isoformat(timespec='seconds')}"
    queue_letter(
        deps, uow, "plan_changed", facts.trial, facts.business, each_minor, reason, day=on, interval=interval.value
    )
