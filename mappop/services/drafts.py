"""A sale being made: what the agent has picked and typed, kept at every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mappop import ids
from mappop.domain.business import SITE_LANGUAGES, Business
from mappop.domain.errors import FieldError, Invalid, NotFound
from mappop.domain.person import CurrentPerson
from mappop.domain.trial import Draft
from mappop.services.channels import channel_faults
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.leads import own_lead
from mappop.services.records import take_in
from site_templates.loader import FALLBACK_TRADE, trades

PREVIEW_ID = "preview"


def start_draft(deps: Deps, *, who: CurrentPerson, scan_id: str | None, lead_id: str | None) -> str:
    """A draft for this scan or lead; the same again gives the same one."""
    with deps.unit_of_work() as uow:
        if lead_id:
            own_lead(uow, lead_id, who)
        wanted = {"agent_id": who.id, "trial_id": None, "scan_id": scan_id, "lead_id": lead_id}
        known = uow.drafts.first(**wanted)
        if known is not None:
            return known.id
        draft = Draft(ids.new_id("draft"), who.id, who.centre_id or "", deps.clock.now(), lead_id, scan_id)
        uow.drafts.add(draft)
        uow.commit()
    return draft.id


def own_draft(uow: UnitOfWork, draft_id: str, who: CurrentPerson) -> Draft:
    draft = uow.drafts.get(draft_id)
    if draft.agent_id != who.id:
        raise NotFound(f"There is no draft “{draft_id[:60]}”.")
    return draft


def save_record(
    deps: Deps, draft_id: str, *, who: CurrentPerson, record: Mapping[str, Any], owner: Mapping[str, str]
) -> None:
    """Keep what was typed, right or wrong; then say what is wrong with it."""
    with deps.unit_of_work() as uow:
        draft = own_draft(uow, draft_id, who)
        draft.record, draft.owner = {**draft.record, **record}, dict(owner)
        content = draft.record
        uow.commit()
    faults = list(_owner_faults(owner))
    try:
        take_in(deps, content)
    except Invalid as invalid:
        faults = [*invalid.errors, *faults]
    if faults:
        raise Invalid(faults)


def save_look(
    deps: Deps, draft_id: str, *, who: CurrentPerson, trade: str, theme: str, brand_color: str,
    languages: Sequence[str], ticked: Sequence[str],
) -> None:  # fmt: skip
    """`ticked` are usual services of the trade, in any of its languages; they are kept in the site's first one."""
    with deps.unit_of_work() as uow:
        draft = own_draft(uow, draft_id, who)
        services = _services(draft.record, trade, languages[0], ticked)
        look = {"trade": trade, "brand_color": brand_color, "languages": list(languages), "services": services}
        draft.record = {**draft.record, **look}
        draft.theme = theme
        uow.commit()


def usual_services(trade: str, language: str) -> tuple[str, ...]:
    return (trades().get(trade) or trades()[FALLBACK_TRADE]).copy[language].default_services


def _services(record: Mapping[str, Any], trade: str, language: str, ticked: Sequence[str]) -> list[Mapping[str, Any]]:
    """Those of the record that were not offered, and the ticked ones of the trade, each with what is known of it."""
    known = {row.get("name"): row for row in record.get("services", [])}
    here = [usual_services(trade, other) for other in SITE_LANGUAGES]
    offered = {name for names in here for name in names}
    offered |= {name for other in SITE_LANGUAGES for name in usual_services(record.get("trade", ""), other)}
    rows = [row for name, row in known.items() if name not in offered]
    for names in zip(usual_services(trade, language), *here, strict=True):
        if set(names) & set(ticked):
            rows.append({**next((known[name] for name in names if name in known), {}), "name": names[0]})
    return rows


def save_photos(deps: Deps, draft_id: str, *, who: CurrentPerson, photos: Sequence[Mapping[str, str]]) -> None:
    with deps.unit_of_work() as uow:
        draft = own_draft(uow, draft_id, who)
        draft.record = {**draft.record, "photos": [dict(photo) for photo in photos]}
        uow.commit()


def save_owner(deps: Deps, draft_id: str, *, who: CurrentPerson, mobile: str, email: str) -> None:
    """The owner's own channels, as corrected while agreeing. Raises Invalid, after keeping what was typed."""
    with deps.unit_of_work() as uow:
        draft = own_draft(uow, draft_id, who)
        draft.owner = {**draft.owner, "mobile": mobile, "email": email}
        owner = draft.owner
        uow.commit()
    if faults := _owner_faults(owner):
        raise Invalid(faults)


def tick(
    deps: Deps, draft_id: str, *, who: CurrentPerson, clause: str, is_ticked: bool, language: str = "en"
) -> None:  # fmt: skip
    """Note when a clause was read out in a language; unticking forgets it, ticking again is a new time."""
    with deps.unit_of_work() as uow:
        draft = own_draft(uow, draft_id, who)
        mark = f"{language}.{clause}"
        ticks = {key: at for key, at in draft.ticks.items() if key != mark}
        draft.ticks = {**ticks, mark: deps.clock.now().isoformat()} if is_ticked else ticks
        uow.commit()


@dataclass(frozen=True, slots=True)
class Preview:
    business: Business
    theme: str


def preview(deps: Deps, draft_id: str) -> Preview:
    """The record as it stands, for a look at its site; raises Invalid while it can't be one."""
    with deps.unit_of_work() as uow:
        draft = uow.drafts.get(draft_id)
        content, theme = draft.record, draft.theme
    business = take_in(deps, content)
    return Preview(replace(business, id=business.id or PREVIEW_ID), theme or deps.default_theme(business.trade))


def _owner_faults(owner: Mapping[str, str]) -> list[FieldError]:
    faults = []
    if not owner.get("name", "").strip():
        faults.append(FieldError("owner.name", "is missing", "who decides for the business"))
    return faults + channel_faults(owner.get("mobile", "").strip(), owner.get("email", "").strip())
