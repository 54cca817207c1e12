"""The case of an own domain that does not lead to its site any more: filed once for each loss, closed by itself."""

from __future__ import annotations

from mappop import ids
from mappop.domain.own_domain import DomainState, OwnDomain
from mappop.domain.task import Task, TaskState
from mappop.services.deps import Deps, UnitOfWork

ABOUT = "domain"
_ENDED_AS = {
    "owner": "the owner ended it",
    "canceled": "the owner has canceled",
    "site_ended": "the site has ended",
    "taken": "another business has proven that it is theirs",
    "given_up": "it led nowhere for too long",
}


def file(deps: Deps, uow: UnitOfWork, domain: OwnDomain) -> None:
    steps = (
        "Look at what we saw on the page “Domains” of the administration.",
        "Call the owner: did they change something at their registrar, or did the domain run out?",
        "Go through the registrar's steps with them. We look every hour and switch back by ourselves.",
    )
    task = Task(
        ids.new_id("task"), domain.business_id, f"{domain.name[:120]} does not lead to its site any more",
        "The domain leads to the site again, or the owner has ended it.", "What the owner said, with date and channel.",
        deps.clock.now(), f"{ABOUT}:{domain.id}:{domain.looks}", steps=list(steps),
    )  # fmt: skip
    uow.tasks.add(task)


def settle(deps: Deps, uow: UnitOfWork, domain: OwnDomain) -> None:
    """Nothing where it is still lost. A later loss has a key of its own."""
    if domain.state is DomainState.BROKEN:
        return
    how = "It leads to the site again."
    if domain.state is DomainState.ENDED:
        how = f"The domain is no longer the site's: {_ENDED_AS.get(domain.why, 'it has ended')}."
    for task in uow.tasks.where(business_id=domain.business_id, state=TaskState.OPEN):
        if task.key.startswith(f"{ABOUT}:{domain.id}:"):
            task.withdraw(at=deps.clock.now(), why=how)
