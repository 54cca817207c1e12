"""The agent's queue: next lead, lookup, and the one disposition that ends a call."""

from __future__ import annotations

from datetime import datetime

from mappop import ids
from mappop.domain.errors import FieldError, Invalid, NotFound
from mappop.domain.lead import Call, Disposition, Lead
from mappop.domain.person import CurrentPerson
from mappop.services.deps import Deps, UnitOfWork


def own_lead(uow: UnitOfWork, lead_id: str, who: CurrentPerson) -> Lead:
    """The lead, if it is the asker's centre's; otherwise there is none."""
    lead = uow.leads.get(lead_id)
    if lead.centre_id != who.centre_id:
        raise NotFound(f"There is no lead “{lead_id[:60]}”.")
    return lead


def close_call(
    deps: Deps, lead_id: str, *, who: CurrentPerson, disposition: str, note: str = "",
    call_back_at: datetime | None = None,
) -> None:  # fmt: skip
    """End the call with its code; a call-back needs its time."""
    now = deps.clock.now()
    code = _disposition(disposition)
    if code is Disposition.CALL_BACK and (call_back_at is None or call_back_at <= now):
        raise Invalid([FieldError("call_back_at", "is not a time to come", "pick the day and time that was agreed")])
    with deps.unit_of_work() as uow:
        lead = own_lead(uow, lead_id, who)
        lead.close_call(code, at=now, call_back_at=call_back_at)
        lead.agent_id = who.id
        uow.calls.add(Call(ids.new_id("call"), lead_id, who.id, code, now, note.strip()[:2_000], call_back_at))
        uow.commit()


def _disposition(value: str) -> Disposition:
    try:
        return Disposition(value)
    except ValueError:
        raise Invalid([FieldError("disposition", "is not chosen", "every call ends with exactly one")]) from None


def add_lead(deps: Deps, lead: Lead) -> None:
    """Keep a lead; the same id again changes nothing."""
    with deps.unit_of_work() as uow:
        if uow.leads.find(lead.id) is None:
            uow.leads.add(lead)
            uow.commit()
