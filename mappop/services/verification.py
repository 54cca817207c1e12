"""Passing a publisher's PIN on: what proves to it that the owner stands behind the listing."""

from __future__ import annotations

from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.listing import Listing, ListingState
from mappop.domain.person import CurrentPerson
from mappop.domain.task import TaskState
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.provisioning import check_later
from provisioners.connector import TakesPin
from provisioners.errors import Permanent, Retryable

PIN_MAX = 20


def takes_pin(deps: Deps, publisher: str) -> bool:
    return isinstance(deps.connectors[publisher], TakesPin)


def enter_pin(deps: Deps, listing_id: str, pin: str, *, who: CurrentPerson) -> None:
    """Hand the PIN to the publisher. Raises Invalid for a wrong one, Refused where the publisher does not answer."""
    pin = pin.strip()
    if not pin or len(pin) > PIN_MAX or not pin.isalnum():
        raise Invalid([FieldError("pin", "is not a PIN", "the digits as the publisher gave them")])
    with deps.unit_of_work() as uow:
        listing = uow.listings.get(listing_id)
    connector = deps.connectors[listing.publisher]
    if listing.state is not ListingState.PENDING_VERIFICATION or not isinstance(connector, TakesPin):
        raise Refused("This listing does not wait for a PIN.")
    try:
        connector.confirm_pin(listing.ref, pin, deps.session_for(connector))
    except Permanent as fault:
        raise Invalid(
            [FieldError("pin", f"was not taken by {listing.title}", "ask the owner to read it out once more")]
        ) from fault
    except Retryable as fault:
        raise Refused(f"{listing.title} does not answer just now ({fault.reason}). Try again in a minute.") from None
    with deps.unit_of_work() as uow:
        listing = uow.listings.get(listing_id)
        if listing.state is ListingState.PENDING_VERIFICATION:
            listing.move(ListingState.ACCEPTED, at=deps.clock.now(), why="verified by PIN; not proven yet")
            data = {"listing": listing.id, "publisher": listing.publisher}
            uow.record(listing.business_id, "listing_verified", actor=who.id, data=data)
            _close_tasks(deps, uow, listing, who)
            check_later(deps, uow, listing)
            uow.commit()


def _close_tasks(deps: Deps, uow: UnitOfWork, listing: Listing, who: CurrentPerson) -> None:
    """What was asked of a person while the listing waited for its PIN is done, whoever passed it on."""
    said = f"{listing.title} has taken the PIN."
    for task in uow.tasks.where(listing_id=listing.id, state=TaskState.OPEN):
        task.hand_in(by=who.id, at=deps.clock.now(), evidence=said, evidence_url="")
        uow.record(task.business_id, "task_done", actor=who.id, data={"task": task.id, "evidence": said})
