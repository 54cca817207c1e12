"""Bringing a business to its publishers: plan the listings, push each revision once, file what needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from checkers.accepted import Accepted
from checkers.compare import Known
from checkers.fetch.outcome import CouldNotCheck
from checkers.nap import Nap
from checkers.whose import judged
from mappop import ids
from mappop.domain.business import Business
from mappop.domain.listing import Listing, ListingState
from mappop.domain.task import Task, TaskState
from mappop.services import records
from mappop.services.breakers import guarded
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.meant import accepted_there, meant_of
from mappop.services.places import place_of
from mappop.services.scanning import nap_from
from provisioners.connector import (
    Action,
    Capability,
    Connector,
    DesiredListing,
    Evidence,
    Found,
    HandTask,
    Outcome,
    OutcomeKind,
    Plan,
)
from provisioners.errors import Permanent, Retryable

# The first looks after a push; publishers that take longer are looked at again every day.
CHECK_AFTER = tuple(timedelta(seconds=s) for s in (4, 15, 60, 300, 3600))


def plan_listings(deps: Deps, uow: UnitOfWork, business: Business) -> None:
    """A listing for each publisher, each with its forecast and its first push, in the caller's transaction."""
    now = deps.clock.now()
    for connector in deps.connectors.values():
        if uow.listings.first(business_id=business.id, publisher=connector.name) is not None:
            continue
        days = connector.limits.typical_days[0]
        listing = Listing(ids.new_id("listing"), business.id, connector.name, connector.title, now, days, since=now)
        uow.listings.add(listing)
        push_later(uow, listing.id, 1)
    uow.record(business.id, "listings_planned", actor="service", data={"publishers": sorted(deps.connectors)})


_AT_REST = (ListingState.CLOSING, ListingState.LEFT_UP, ListingState.REMOVED, ListingState.NOT_SUITABLE)


def push_changes(deps: Deps, uow: UnitOfWork, before: Business, after: Business, revision: int) -> int:
    """A push to every listing of what they say of a business, if that changed; to how many."""
    address = records.site_address(deps, uow, after.id)
    if _told(before, address) == _told(after, address):
        return 0
    listings = [x for x in uow.listings.where(business_id=after.id) if x.state not in _AT_REST]
    for listing in listings:
        push_later(uow, listing.id, revision)
    return len(listings)


def _told(business: Business, address: str) -> tuple[Nap, str]:
    return records.nap_of(business, website=records.website_on_listings(business, address)), business.trade


def push_again(uow: UnitOfWork, business_id: str, revision: int, reason: str) -> int:
    """The same revision once more to every listing, as what we say beside it has changed; to how many."""
    listings = [x for x in uow.listings.where(business_id=business_id) if x.state not in _AT_REST]
    for listing in listings:
        listing.sent_revision = min(listing.sent_revision, revision - 1)
        args = {"listing_id": listing.id, "revision": revision}
        uow.enqueue("jobs.provisioning.push_listing", args, key=f"push:{listing.id}:{reason}"[:200])
    return len(listings)


def push_later(uow: UnitOfWork, listing_id: str, revision: int) -> None:
    args = {"listing_id": listing_id, "revision": revision}
    uow.enqueue("jobs.provisioning.push_listing", args, key=f"push:{listing_id}:{revision}")


def push_listing(deps: Deps, listing_id: str, revision: int) -> None:
    """Bring one listing up to `revision`. Safe to run twice, or late."""
    with deps.unit_of_work() as uow:
        listing = uow.listings.get(listing_id)
        if listing.sent_revision >= revision:
            return  # delivered before, or a newer revision got there first
        business, revision = records.current_business(uow, listing.business_id)
        connector, accepted = deps.connectors[listing.publisher], accepted_there(uow, listing)
        before, known = _seen_before(uow, listing), records.known_of(uow, business)
        website = records.website_on_listings(business, records.site_address(deps, uow, business.id))
    desired = DesiredListing(listing_id, business, revision, website, ref=listing.ref)
    try:
        plan, outcome = guarded(
            deps, connector.name, partial(_carry_out, deps, connector, desired, accepted, before, known)
        )
    except Permanent as fault:
        _record_failure(deps, listing_id, revision, fault)
        return
    with deps.unit_of_work() as uow:
        listing = uow.listings.get(listing_id)
        if listing.sent_revision < revision:
            _record(deps, uow, listing, connector, plan, outcome)
            uow.commit()  # the row's fencing token refuses a worker that lost its lease


def _carry_out(
    deps: Deps, connector: Connector, desired: DesiredListing, accepted: Sequence[Accepted], before: Found | None,
    known: Known,
) -> tuple[Plan, Outcome]:  # fmt: skip
    """Look, plan, apply; no transaction is open here. What the owner means to be otherwise there stays as it is."""
    session = deps.session_for(connector)
    found = _found(deps, connector, desired, before, known, session)
    if found is not None:
        ours = records.nap_of(desired.business, website=desired.website)
        desired = replace(desired, meant=meant_of(ours, found.nap, accepted))
    plan = connector.plan(desired, found)
    if plan.asks:
        return plan, Outcome.needs_person(_ask_task(connector, plan), ref=plan.ref)
    return plan, connector.apply(plan, session)


def _seen_before(uow: UnitOfWork, listing: Listing) -> Found | None:
    """What the newest reading of its page showed."""
    read = (check for check in uow.checks.where(listing_id=listing.id) if check.seen)
    newest = max(read, key=lambda check: check.at, default=None)
    return Found(newest.url, nap_from(newest.seen), newest.url) if newest else None


def _found_by_page(deps: Deps, connector: Connector, ours: Nap, before: Found | None, known: Known) -> Found | None:
    """What a person would see before filling in a form; where it can't be looked at just now, what was seen last."""
    try:
        seen = place_of(deps, connector.name).find(ours, known)
    except (CouldNotCheck, Retryable, Permanent):
        return before
    return Found(seen[0].url, seen[0].nap, seen[0].url) if seen else None


def _found(
    deps: Deps, connector: Connector, desired: DesiredListing, before: Found | None, known: Known, session: object
) -> Found | None:
    """The listing that is there already: by reference, else the best candidate that is the same business."""
    if desired.ref and Capability.READ in connector.capabilities:
        return connector.read(desired.ref, session)  # type: ignore[arg-type]  # the session is opaque here
    ours = records.nap_of(desired.business)
    if Capability.HAND in connector.capabilities:
        return _found_by_page(deps, connector, ours, before, known)
    if Capability.FIND not in connector.capabilities:
        return None
    candidates = connector.find(desired.business, session, known)  # type: ignore[arg-type]  # the same
    return next((found for found in candidates if judged(ours, found.nap, known).same), None)


def _ask_task(connector: Connector, plan: Plan) -> HandTask:
    return HandTask(
        title=f"Decide a change on {connector.title}",
        outcome=f"The listing on {connector.title} says what the owner wants, with the owner's yes.",
        steps=(*plan.asks, "Ask the owner, then make the change or note the refusal."),
        proof="The owner's answer, with date and channel.",
        url="",
    )


def _record(deps: Deps, uow: UnitOfWork, listing: Listing, connector: Connector, plan: Plan, outcome: Outcome) -> None:
    now = deps.clock.now()
    state, why = _state_of(connector, plan, outcome)
    listing.sent(state, revision=plan.revision, at=now, ref=outcome.ref or plan.ref, url=outcome.url, why=why)
    if outcome.task is not None:
        _file_task(deps, uow, listing, outcome.task, plan.revision)
    data = {"listing": listing.id, "publisher": listing.publisher, "revision": plan.revision, "state": state.value}
    uow.record(listing.business_id, "listing_pushed", actor="worker", data=data)
    if state is ListingState.ACCEPTED:  # what waits for a person or a PIN is looked at when that is done, and daily
        check_later(deps, uow, listing)


def check_later(deps: Deps, uow: UnitOfWork, listing: Listing, *, attempt: int = 0, round: str = "") -> None:
    """Queue the look number `attempt` of a round of looks; a round belongs to one push or one deed by hand."""
    now = deps.clock.now()
    round = round or f"{now:%Y%m%dT%H%M%S}"
    args = {"listing_id": listing.id, "attempt": attempt, "round": round}
    key, due_at = f"check:{listing.id}:{round}:{attempt}", now + CHECK_AFTER[attempt]
    uow.enqueue("jobs.checking.check_listing", args, key=key, due_at=due_at)


def _state_of(connector: Connector, plan: Plan, outcome: Outcome) -> tuple[ListingState, str]:
    if outcome.kind is OutcomeKind.NEEDS_PERSON:
        return ListingState.NEEDS_PERSON, outcome.task.title if outcome.task else "a person must act"
    if outcome.kind is OutcomeKind.PENDING:
        return ListingState.PENDING_VERIFICATION, f"waits for {outcome.waits_for.replace('_', ' ')}"
    if connector.evidence is Evidence.NONE:
        return ListingState.UNCONFIRMED, "sent; this publisher shows nothing that could confirm it"
    if plan.action is Action.WATCH:
        return ListingState.ACCEPTED, "fed by our aggregator; we watch its page"
    return ListingState.ACCEPTED, "taken by the publisher; not proven yet"


def _file_task(deps: Deps, uow: UnitOfWork, listing: Listing, brief: HandTask, revision: int) -> None:
    key = f"listing:{listing.id}:{revision}"
    before = uow.tasks.first(key=key)
    if before is not None and before.state is TaskState.DONE:  # the same revision has to be brought there once more
        key, before = f"{key}:{deps.clock.now():%Y%m%dT%H%M%S}", None
    if before is None:
        task = Task(
            ids.new_id("task"), listing.business_id, brief.title[:200], brief.outcome, brief.proof, deps.clock.now(),
            key, listing_id=listing.id, steps=list(brief.steps), url=brief.url,
        )  # fmt: skip
        uow.tasks.add(task)


def _record_failure(deps: Deps, listing_id: str, revision: int, fault: Permanent) -> None:
    """The publisher said no for good: the listing says so, and a person looks into it."""
    with deps.unit_of_work() as uow:
        listing = uow.listings.get(listing_id)
        if listing.sent_revision >= revision:
            return
        state = ListingState.CLAIMED_BY_OTHER if fault.code == "claimed" else ListingState.FAILED
        listing.sent(state, revision=revision, at=deps.clock.now(), ref="", url="", why=fault.reason)
        brief = HandTask(
            title=f"Find out why {listing.title} refused the listing",
            outcome=f"{listing.title} carries the listing, or we know why it never will.",
            steps=(f"It said: {fault.reason} {fault.detail}".strip(), "Mend the record or ask the publisher."),
            proof="The listing's address, or the publisher's answer.",
        )
        _file_task(deps, uow, listing, brief, revision)
        data = {"listing": listing.id, "publisher": listing.publisher, "reason": fault.reason}
        uow.record(listing.business_id, "listing_refused", actor="worker", data=data)
        uow.commit()
