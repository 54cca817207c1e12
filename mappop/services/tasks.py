"""Hand work: handing in what was done, and looking at the listing then."""

from __future__ import annotations

from mappop.domain.listing import ListingState
from mappop.domain.person import CurrentPerson
from mappop.services.deps import Deps
from mappop.services.provisioning import check_later


def hand_in(deps: Deps, task_id: str, *, who: CurrentPerson, evidence: str, evidence_url: str) -> None:
    """Close the task with its evidence. The listing is only "accepted" by it: an independent look proves it."""
    with deps.unit_of_work() as uow:
        known = uow.tasks.first(id=task_id)
        if known is not None:  # before the task: whoever records what closes it by itself has the business first
            uow.businesses.get(known.business_id)
        task = uow.tasks.get(task_id)
        if not task.hand_in(by=who.id, at=deps.clock.now(), evidence=evidence, evidence_url=evidence_url):
            return
        uow.record(task.business_id, "task_done", actor=who.id, data={"task": task.id, "evidence": evidence[:300]})
        if task.listing_id:
            listing = uow.listings.get(task.listing_id)
            if listing.state is ListingState.NEEDS_PERSON:
                listing.move(ListingState.ACCEPTED, at=deps.clock.now(), why="done by hand; not proven yet")
            check_later(deps, uow, listing)
        uow.commit()
