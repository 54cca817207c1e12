"""Noting who calls or writes, and asking for that note before a change."""

from __future__ import annotations

from mappop import ids
from mappop.domain.caller import NAME_MAX, NOTE_MAX, Caller, ways
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.person import CurrentPerson
from mappop.services.deps import Deps, UnitOfWork


def note_caller(deps: Deps, business_id: str, *, who: CurrentPerson, name: str, way: str, note: str) -> Caller:
    """Raises Invalid. The note holds for one conversation of this person of ours."""
    name, note = " ".join(name.split()), " ".join(note.split())
    faults = []
    if not name:
        faults.append(FieldError("name", "is missing", "ask for it"))
    elif len(name) > NAME_MAX:
        faults.append(FieldError("name", f"is {len(name)} letters long", f"at most {NAME_MAX}"))
    if way not in ways():
        faults.append(FieldError("way", "is not chosen", "how you made sure that it is the owner"))
    if way == "facts" and not note:
        faults.append(FieldError("note", "is empty", "which two facts they told, without the facts' own words"))
    if len(note) > NOTE_MAX:
        faults.append(FieldError("note", f"is {len(note)} letters long", f"at most {NOTE_MAX}"))
    if faults:
        raise Invalid(faults)
    with deps.unit_of_work() as uow:
        uow.businesses.get(business_id)
        caller = Caller(
            ids.new_id("caller"), business_id, who.id, name, way, note, deps.clock.now()
        )  # fmt: skip
        uow.callers.add(caller)
        data = {"caller": caller.id, "name": caller.name, "way": way, "note": caller.note}
        uow.record(business_id, "caller_verified", actor=who.id, data=data)
        uow.commit()
        return caller


def on_the_line(deps: Deps, uow: UnitOfWork, business_id: str, *, who: CurrentPerson) -> Caller:
    """Whom this person of ours speaks with now. Raises Refused where nobody was noted, or too long ago."""
    noted = uow.callers.where(business_id=business_id, person_id=who.id)
    newest = max(noted, key=lambda caller: caller.at, default=None)
    if newest is None or not newest.holds(deps.clock.now()):
        raise Refused("Note first who is calling, and how you made sure of it. Nothing was changed.")
    return newest
