"""Reading a listing the way its publisher allows, later and independently of our own write, and saying what differs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from checkers.accepted import Accepted, with_accepted
from checkers.compare import Known, compare
from checkers.fetch.outcome import CouldNotCheck
from checkers.nap import Nap
from mappop import ids
from mappop.domain.business import Business
from mappop.domain.check import Check, CheckOutcome
from mappop.domain.listing import Listing, ListingState
from mappop.domain.scan import Scan, ScanResult, ScanState
from mappop.services import records
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.entitled import not_worked_for
from mappop.services.meant import accepted_there
from mappop.services.places import Place, Seen, place_of
from mappop.services.provisioning import CHECK_AFTER, check_later
from mappop.services.scanning import nap_from, verdict_dict
from provisioners.errors import Permanent, Retryable

RECHECK_EVERY = timedelta(days=1)
_WATCHED = (ListingState.ACCEPTED, ListingState.LIVE, ListingState.PENDING_VERIFICATION, ListingState.DRIFTED)


@dataclass(frozen=True, slots=True)
class _Reading:
    outcome: CheckOutcome
    way: str
    seen: tuple[Seen, ...] = ()
    reason: str = ""


LAST_LOOK = len(CHECK_AFTER)  # an attempt after which no further one follows by itself


def check_listing(deps: Deps, listing_id: str, *, attempt: int = LAST_LOOK, round: str = "") -> None:
    """Read, compare, keep the evidence, move the listing; look again until it is right or the looks run out."""
    with deps.unit_of_work() as uow:
        listing = uow.listings.get(listing_id)
        business, revision = records.current_business(uow, listing.business_id)
        known = records.known_of(uow, business)
        accepted = accepted_there(uow, listing)
    reading = _read(deps, listing, business, known)
    with deps.unit_of_work() as uow:
        listing = uow.listings.get(listing_id)
        site = records.site_address(deps, uow, business.id)
        check = _check_of(deps, business, revision, listing.publisher, site, reading, known, accepted)
        check.listing_id = listing.id
        uow.checks.add(check)
        _move(deps, listing, check, reading)
        if check.is_right:
            uow.record(business.id, "listing_proven", actor="worker", data=_evidence(check))
        elif attempt + 1 < len(CHECK_AFTER) and listing.state is ListingState.ACCEPTED:
            check_later(deps, uow, listing, attempt=attempt + 1, round=round)
        uow.commit()


def _read(deps: Deps, listing: Listing, business: Business, known: Known) -> _Reading:
    """No transaction is open here. "Could not check" is an answer of its own, never "wrong"."""
    try:
        place = place_of(deps, listing.publisher)
        seen = _look(place, listing, records.nap_of(business), known)
    except (CouldNotCheck, Retryable, Permanent) as fault:
        way = deps.connectors[listing.publisher].evidence.value
        return _Reading(CheckOutcome.COULD_NOT_CHECK, way, reason=str(fault)[:300])
    return _Reading(CheckOutcome.READ if seen else CheckOutcome.NOT_FOUND, place.way, tuple(seen))


def _look(place: Place, listing: Listing, ours: Nap, known: Known) -> list[Seen]:
    """By its known address or reference first; else, or when that is gone, by searching."""
    has_address = bool(listing.url) if place.directory is not None else bool(listing.ref)
    if has_address and (seen := place.read(ours, known, ref=listing.ref, url=listing.url)) is not None:
        return [seen]
    return place.find(ours, known)


def _check_of(
    deps: Deps, business: Business, revision: int, publisher: str, site: str, reading: _Reading, known: Known,
    accepted: Sequence[Accepted] = (),
) -> Check:  # fmt: skip
    website = records.website_on_listings(business, site)
    check = Check(
        ids.new_id("check"), business.id, publisher, revision, deps.clock.now(), reading.way, reading.outcome,
        reason=reading.reason,
    )  # fmt: skip
    if reading.seen:
        best = reading.seen[0]
        check.url, check.seen = best.url, best.nap.to_dict()
        verdicts = compare(records.nap_of(business, website=website), best.nap, known, is_closed=best.is_closed)
        check.verdicts = [verdict_dict(verdict) for verdict in with_accepted(verdicts, accepted)]
        check.duplicates = [other.url for other in reading.seen[1:]]
    return check


def _move(deps: Deps, listing: Listing, check: Check, reading: _Reading) -> None:
    if reading.seen and not listing.url:
        listing.url = reading.seen[0].url
    if reading.seen and not listing.ref:
        listing.ref = reading.seen[0].ref
    settle(deps, listing, check)


def settle(deps: Deps, listing: Listing, check: Check) -> None:
    """The listing's state as its newest check has it."""
    now = deps.clock.now()
    if check.is_right:
        if listing.state is ListingState.NEEDS_PERSON and check.revision <= listing.proven_revision:
            return
        listing.proven(revision=check.revision, at=now)
        if check.duplicates:
            listing.why = f"{len(check.duplicates)} more listing of the same business"
    elif listing.state is ListingState.LIVE and check.outcome is not CheckOutcome.COULD_NOT_CHECK:
        listing.move(ListingState.DRIFTED, at=now, why=difference(check))


def difference(check: Check) -> str:
    """What is wrong, in a sentence."""
    if check.outcome is CheckOutcome.NOT_FOUND:
        return "The listing is gone."
    wrong = [v for v in check.verdicts if v["verdict"] not in ("match", "variant", "extra")]
    return "; ".join(f"{v['field']}: {v['label']}" for v in wrong[:3]) or "It differs."


def _evidence(check: Check) -> dict[str, Any]:
    return {
        "check": check.id,
        "publisher": check.publisher,
        "way": check.way,
        "url": check.url,
        "revision": check.revision,
    }


def keep_day_0(deps: Deps, uow: UnitOfWork, business: Business, revision: int) -> None:
    """Keep the scan before the sale as the checks of day 0, compared with the record that the owner confirmed."""
    scans = uow.scans.where(business_id=business.id)
    if not scans:
        return
    scan, known = max(scans, key=lambda s: s.started_at), records.known_of(uow, business)
    site = records.site_address(deps, uow, business.id)
    for row in uow.scan_results.where(scan_id=scan.id):
        uow.checks.add(_check_of_day_0(deps, business, revision, scan, row, site, known))


def _check_of_day_0(
    deps: Deps, business: Business, revision: int, scan: Scan, row: ScanResult, site: str, known: Known
) -> Check:  # fmt: skip
    outcomes = {ScanState.FOUND: CheckOutcome.READ, ScanState.MISSING: CheckOutcome.NOT_FOUND}
    outcome = outcomes.get(row.state, CheckOutcome.COULD_NOT_CHECK)
    seen = tuple(Seen(nap_from(s["nap"]), s["url"], s["way"], is_closed=s.get("is_closed", False)) for s in row.seen)
    way = deps.connectors[row.publisher].evidence.value
    reading = _Reading(outcome, way, seen, row.reason)
    check = _check_of(deps, business, revision, row.publisher, site, reading, known)
    check.is_day_0, check.at = True, row.answered_at or scan.started_at
    return check


def recheck_due(deps: Deps) -> int:
    """Queue the daily looks of this hour; how many. Each listing has a minute of the day of its own, so that no hour
    brings them all. Whoever is not served is left out."""
    hour, queued = deps.clock.now().replace(minute=0, second=0, microsecond=0), 0
    with deps.unit_of_work() as uow:
        left_out = not_worked_for(deps, uow)
        for listing in (x for state in _WATCHED for x in uow.listings.where(state=state)):
            own_hour, own_minute = divmod(minute_of_day(listing.id), 60)
            if own_hour == hour.hour and listing.business_id not in left_out:
                key, due_at = f"check:{listing.id}:day:{hour:%Y%m%d}", hour + timedelta(minutes=own_minute)
                uow.enqueue("jobs.checking.check_listing", {"listing_id": listing.id}, key=key, due_at=due_at)
                queued += 1
        uow.commit()
    return queued


def minute_of_day(listing_id: str) -> int:
    """0 to 1439, always the same for one listing and even over many."""
    return int.from_bytes(hashlib.sha256(listing_id.encode()).digest()[:8], "big") % 1440


def repair_drifted(deps: Deps) -> int:
    """A drifted listing gets its facts pushed again, once a day, while its business is served; how many."""
    with deps.unit_of_work() as uow:
        left_out = not_worked_for(deps, uow)
        drifted = [x for x in uow.listings.where(state=ListingState.DRIFTED) if x.business_id not in left_out]
        for listing in drifted:
            _, revision = records.current_business(uow, listing.business_id)
            listing.sent_revision = min(listing.sent_revision, revision - 1)
            args = {"listing_id": listing.id, "revision": revision}
            key = f"push:{listing.id}:{revision}:{deps.clock.now():%Y%m%d}"
            uow.enqueue("jobs.provisioning.push_listing", args, key=key)
        uow.commit()
    return len(drifted)
