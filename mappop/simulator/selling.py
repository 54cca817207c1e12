"""A sale from an empty draft to a trial that waits for its owner, through the services that the consoles use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mappop.domain.person import CurrentPerson
from mappop.services import drafts, records, sales
from mappop.services.deps import Deps


def sell(
    deps: Deps, agent: CurrentPerson, *, record: Mapping[str, Any], owner: Mapping[str, Any], scan_id: str | None = None
) -> str:
    """The trial's id."""
    draft_id = drafts.start_draft(deps, who=agent, scan_id=scan_id, lead_id=None)
    channels = {key: owner.get(key) or "" for key in ("name", "mobile", "email")}
    drafts.save_record(deps, draft_id, who=agent, record=record, owner=channels)
    business = records.take_in(deps, record)
    for clause in sales.disclosure_for(deps, who=agent, business=business, language="en").clauses:
        drafts.tick(deps, draft_id, who=agent, clause=clause.id, is_ticked=True)
    said = sales.Agreement(owner["name"], owner.get("role", "owner"), "I may decide this for the business", "rec 114")
    return sales.start_trial(deps, draft_id, who=agent, agreement=said)
