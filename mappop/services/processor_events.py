"""What the payment processor tells of itself: kept once, answered, worked later, and read again when it is worked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mappop.domain.processor import Answer, DisputeTold, Event, LostMethod, OwnMove, RefundTold, SavedMethod, Told
from mappop.services import disputes, own_moves, payment_methods, payments, refunding
from mappop.services.deps import Deps

PROCESSOR = "processor"  # who tells, in the audit trail


def keep(deps: Deps, event: Event) -> None:
    """Under its id, once; a type that nothing is made of is kept too."""
    kept = {"id": event.id, "type": event.type, "object_id": event.object_id, "at": event.at.isoformat()}
    with deps.unit_of_work() as uow:
        if uow.take_event(deps.processor.name, event.id, kept):
            uow.enqueue("jobs.payments.take_event", {"event": kept}, key=f"{deps.processor.name}:{event.id}"[:200])
            uow.commit()


def work(deps: Deps, event: Mapping[str, Any]) -> None:
    """Late, twice and in any order it ends the same. Raises NoAnswer while the object can't be read."""
    kept = Event(event["id"], event["type"], event["object_id"], datetime.fromisoformat(event["at"]))
    for told in deps.processor.told(kept):
        take(deps, told, told_by=PROCESSOR)


def take(deps: Deps, told: Told, *, told_by: str) -> None:
    """Each to whom it is for; what is known already changes nothing."""
    match told:
        case Answer():
            payments.take(deps, told, told_by=told_by)
        case SavedMethod():
            payment_methods.keep(deps, told, actor=told_by)
        case LostMethod():
            payment_methods.lose(deps, told)
        case RefundTold():
            refunding.take(deps, told, told_by=told_by)
        case DisputeTold():
            disputes.take(deps, told, told_by=told_by)
        case OwnMove():
            own_moves.take(deps, told)
