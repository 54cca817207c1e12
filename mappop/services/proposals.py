"""Changes that wait for their owner's yes: proposed, looked at, and published by one press.

An approval counts for the revision that it was made from. When the record has moved on since, nothing is published:
the change is carried over to the newest revision and looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mappop import ids
from mappop.domain.business import Business
from mappop.domain.errors import NotFound, Refused
from mappop.domain.proposal import LOOK, Proposal, ProposalState, carried_over, changed_fields
from mappop.domain.site import Site
from mappop.services import messages, pictures, provisioning, records
from mappop.services.deps import Deps, UnitOfWork

TOLD_LETTERS = 300  # of each value that the audit trail keeps


class Outdated(Refused):
    """The record has changed since the proposal was made."""


def propose(
    deps: Deps, business_id: str, content: Mapping[str, Any], *, by: str, theme: str = "", base: int = 0,
    is_told: bool = False,
) -> str:  # fmt: skip
    """Keep a change; its id. `is_told` sends the owner the link. The same again, while it is open, is the same.

    Raises Invalid for a record that can't be one, Refused where nothing would change or the site has ended.
    """
    with deps.unit_of_work() as uow:
        site = _site(uow, business_id)
        current = uow.businesses.get(business_id).revision
        based_on = records.revision_of(uow, business_id, base or current)
        business = replace(records.take_in(deps, content, before=based_on.content), id=business_id)
        theme, wanted = theme or site.theme, business.to_dict()
        if wanted == based_on.business().to_dict() and theme == site.theme:
            raise Refused("Nothing would change.")
        found = _same(uow, business_id, based_on.number, wanted, theme)
        proposal = found or _add(deps, uow, business_id, based_on.number, wanted, theme, by)
        if is_told:
            _tell(deps, uow, business, proposal)
        uow.commit()
    return proposal.id


def _site(uow: UnitOfWork, business_id: str) -> Site:
    """Locked, before the business's own row; raises Refused where it has ended."""
    site = uow.sites.get(business_id)
    if site.ended_at is not None:
        raise Refused("This site has ended, so there is nothing to change.")
    return site


def _same(uow: UnitOfWork, business_id: str, base: int, wanted: dict[str, Any], theme: str) -> Proposal | None:
    waiting = uow.proposals.where(business_id=business_id, state=ProposalState.OPEN, base_revision=base, theme=theme)
    return next((row for row in waiting if row.content == wanted), None)


def _add(
    deps: Deps, uow: UnitOfWork, business_id: str, base: int, wanted: dict[str, Any], theme: str, by: str
) -> Proposal:
    row = Proposal(ids.new_id("change"), business_id, base, wanted, theme, by, deps.clock.now())
    uow.record(business_id, "change_proposed", actor=by, data={"proposal": row.id, "base": base})
    return uow.proposals.add(row)


def _tell(deps: Deps, uow: UnitOfWork, business: Business, proposal: Proposal) -> None:
    trials = uow.trials.where(business_id=business.id)
    newest = max(trials, key=lambda trial: trial.sold_at, default=None)
    if newest is not None:
        messages.queue_change(deps, uow, newest, business, proposal)


def approve(deps: Deps, proposal_id: str, *, actor: str, evidence: Mapping[str, Any]) -> Proposal:
    """The owner's press: the next revision, its publishing and its pushes in one transaction. Twice is once.

    Raises Outdated where the record has moved on, Refused where it was declined or the site has ended.
    """
    with deps.unit_of_work() as uow:
        proposal = uow.proposals.get(proposal_id)
        if proposal.state is ProposalState.APPROVED:
            return proposal
        business_id = proposal.business_id
        site, row = _site(uow, business_id), uow.businesses.get(business_id)
        if row.revision != proposal.base_revision:
            raise Outdated("The record has changed since this was proposed.")
        before = records.revision_of(uow, business_id, row.revision)
        told = _told(before.content, proposal.content, site.theme, proposal.theme)
        proposal.approve(revision=row.revision + 1, at=deps.clock.now(), evidence=dict(evidence))
        number = records.add_revision(deps, uow, row, proposal.business(), made_by=proposal.proposed_by)
        after = records.revision_of(uow, business_id, number)
        site.theme = proposal.theme
        uow.enqueue("jobs.sites.publish", {"business_id": business_id}, key=f"publish:{business_id}:{number}")
        places = provisioning.push_changes(deps, uow, before.business(), after.business(), number)
        data = {"proposal": proposal.id, "revision": number, "changes": told, "places": places, **evidence}
        uow.record(business_id, "change_approved", actor=actor, data=data)
        uow.commit()
        return proposal


def _told(before: dict[str, Any], after: dict[str, Any], theme: str, new_theme: str) -> list[dict[str, str]]:
    """What was said yes to: each field, as it stood there and as it shall."""
    rows = [(field, before.get(field, ""), after.get(field, "")) for field in changed_fields(before, after)]
    rows += [(LOOK, theme, new_theme)] if theme != new_theme else []
    return [
        {"field": field, "before": str(old)[:TOLD_LETTERS], "after": str(new)[:TOLD_LETTERS]}
        for field, old, new in rows
    ]


def decline(deps: Deps, proposal_id: str, *, actor: str, evidence: Mapping[str, Any]) -> None:
    """Nothing changes, and the link shows it no more. Twice is once."""
    with deps.unit_of_work() as uow:
        proposal = uow.proposals.get(proposal_id)
        if proposal.decline(at=deps.clock.now(), evidence=dict(evidence)):
            uow.record(proposal.business_id, "change_declined", actor=actor, data={"proposal": proposal.id})
            uow.commit()


def renew(deps: Deps, proposal_id: str) -> str:
    """The same change of the newest revision, as a proposal of its own; its id. Refused where that says it already."""
    with deps.unit_of_work() as uow:
        old = uow.proposals.get(proposal_id)
        base = records.revision_of(uow, old.business_id, old.base_revision).content
        now = records.revision_of(uow, old.business_id, uow.businesses.get(old.business_id).revision).content
        shown = uow.site_versions.first(business_id=old.business_id, revision=old.base_revision)
    theme = "" if shown is not None and shown.theme == old.theme else old.theme  # a look that was not changed stays
    content = carried_over(base, old.content, now)
    return propose(deps, old.business_id, content, by=old.proposed_by, theme=theme)


def preview(deps: Deps, proposal_id: str, path: str) -> bytes | None:
    """A file of the site as it would be; none of it is kept, and nobody else sees it."""
    with deps.unit_of_work() as uow:
        proposal = uow.proposals.find(proposal_id)
        if proposal is None:
            raise NotFound("There is no such change.")
        address = records.site_address(deps, uow, proposal.business_id)
    return pictures.site_file(deps, proposal.business(), theme=proposal.theme, address=address, path=path)
