"""A person's word on what the processor and we hold differently, and cases that only a person can end."""

from __future__ import annotations

from mappop import ids
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.person import CurrentPerson
from mappop.domain.processor import OwnMove
from mappop.domain.reconciliation import DifferenceCase, DifferenceLook, Flaw, Held, HeldKind
from mappop.services.deps import Deps, UnitOfWork

NOTE_MAX = 500


def close(deps: Deps, case_id: str, *, seal: str, note: str, who: CurrentPerson) -> DifferenceCase:
    """It is looked at, and `note` says what it is. Raises Invalid without that, Refused where it is over, or no longer
    what was looked at (`seal`), NotFound."""
    if not note.strip() or len(note) > NOTE_MAX:
        reason = f"is longer than {NOTE_MAX:,} letters" if note.strip() else "is missing"
        raise Invalid([FieldError("note", reason, "say what it was, and where that can be seen")])
    with deps.unit_of_work() as uow:
        case = uow.difference_cases.get(case_id)
        if not case.is_open:
            raise Refused("This difference is closed already, or both sides agree by now.")
        if case.seal != seal:
            raise Refused("It has changed since you looked. Look again: nothing was closed.")
        case.closed_at = deps.clock.now()
        look = DifferenceLook(ids.new_id("look"), case.id, who.id, note.strip(), case.seal, case.closed_at)
        uow.difference_looks.add(look)
        if case.business_id:
            data = {"kind": case.kind.value, "name": case.name, "flaw": case.flaw.value, "note": look.note}
            uow.record(case.business_id, "difference_closed", actor=who.id, data=data)
        uow.commit()
        return case


def payout_came_back(deps: Deps, uow: UnitOfWork, move: OwnMove) -> None:
    """In the transaction that books it. Both sides agree, so no run of reconciliation ends it."""
    now, processor = deps.clock.now(), deps.processor.name
    key = {"processor": processor, "kind": HeldKind.PAYOUT, "name": move.ref, "flaw": Flaw.CAME_BACK}
    if uow.difference_cases.first(**key) is None:
        made = DifferenceCase(ids.new_id("case"), processor, HeldKind.PAYOUT, move.ref, Flaw.CAME_BACK, now, now)
        theirs, ours = (
            Held(HeldKind.PAYOUT, move.ref, move.amount_minor, state, move.fee_minor) for state in ("came back", "")
        )
        made.see(ours, theirs, at=now)
        uow.difference_cases.add(made)
