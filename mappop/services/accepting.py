"""“That’s how we say it”: a difference that is meant is no mistake, until it changes again or is taken back."""

from __future__ import annotations

from typing import Any

from checkers.accepted import accept as accepted_of
from checkers.accepted import with_accepted
from mappop import ids
from mappop.domain.accepted import AcceptedDifference
from mappop.domain.check import Check
from mappop.domain.errors import Refused
from mappop.domain.listing import Listing
from mappop.domain.person import CurrentPerson
from mappop.services.checking import settle
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.meant import accepted_there
from mappop.services.scanning import verdict_dict, verdict_from


def accept(deps: Deps, listing_id: str, field: str, *, who: CurrentPerson) -> None:
    """Keep who accepted what the newest look saw, and when. Raises Refused where nothing differs (any more)."""
    with deps.unit_of_work() as uow:
        listing = uow.listings.get(listing_id)
        check = _newest(uow, listing)
        meant = check.difference(field) if check else None
        if check is None or meant is None:
            raise Refused("Nothing differs there any more. Reload the page to see how it stands.")
        row = AcceptedDifference(
            ids.new_id("accepted"), listing.business_id, listing.publisher, field, meant, who.id, deps.clock.now()
        )
        uow.accepted_differences.add(row)
        known = accepted_there(uow, listing)
        check.verdicts = [verdict_dict(v) for v in with_accepted(map(verdict_from, check.verdicts), known)]
        settle(deps, listing, check)
        _record(uow, "difference_accepted", row, who)
        uow.commit()


def take_back(deps: Deps, listing_id: str, field: str, *, who: CurrentPerson) -> None:
    """The difference counts again, in the newest look too. Twice changes nothing."""
    with deps.unit_of_work() as uow:
        listing = uow.listings.get(listing_id)
        where = {"business_id": listing.business_id, "publisher": listing.publisher, "field": field}
        rows = uow.accepted_differences.where(**where, taken_back_at=None)
        for row in rows:
            row.taken_back_at = deps.clock.now()
            _record(uow, "difference_taken_back", row, who)
        if rows and (check := _newest(uow, listing)):
            told = {accepted_of(verdict_from(row.verdict)): row.verdict for row in rows}
            check.verdicts = [_as_told(verdict, told) for verdict in check.verdicts]
            settle(deps, listing, check)
        uow.commit()


def _newest(uow: UnitOfWork, listing: Listing) -> Check | None:
    return max(uow.checks.where(listing_id=listing.id), key=lambda check: check.at, default=None)


def _as_told(verdict: dict[str, Any], told: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    """The verdict that was accepted, on the spelling that stands there now."""
    before = told.get(accepted_of(verdict_from(verdict)))
    return {**before, "seen": verdict["seen"], "canonical": verdict["canonical"]} if before else verdict


def _record(uow: UnitOfWork, event: str, row: AcceptedDifference, who: CurrentPerson) -> None:
    data = {"publisher": row.publisher, "field": row.field, "seen": row.verdict["seen"][:300]}
    uow.record(row.business_id, event, actor=who.id, data=data)
