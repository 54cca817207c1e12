"""An owner whom no address reaches: support finds another way, and what needs a notice is not charged meanwhile."""

from __future__ import annotations

from mappop import ids
from mappop.domain.business import Business
from mappop.domain.roles import Role
from mappop.domain.task import Task
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork


def ask_for_address(deps: Deps, uow: UnitOfWork, facts: Facts) -> None:
    """Once for each date of a charge; the service goes on."""
    key = f"reach:{facts.subscription.id}:{facts.subscription.charge_on}"
    if uow.tasks.first(key=key) is None:
        uow.tasks.add(_task(facts.business, key, deps))


def _task(business: Business, key: str, deps: Deps) -> Task:
    return Task(
        ids.new_id("task"), business.id, f"Find out how {business.name} can be reached in writing"[:200],
        "The owner has given a mobile or a mail address that takes our messages.",
        "Who gave it, when, and on which call.", deps.clock.now(), key,
        role=Role.SUPPORT_AGENT,
        steps=["Call the number of the record.", "Ask for a mobile or a mail address: a charge must be told before.",
               "Until then nothing new is charged, and the site stays."],
    )  # fmt: skip
