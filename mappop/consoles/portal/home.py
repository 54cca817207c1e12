"""The owner's page: the answer first, then four numbers, what we did, what comes next, and every place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, render_template, url_for

from mappop.consoles.current import deps, me, reader
from mappop.consoles.filters import phone
from mappop.consoles.portal import portal
from mappop.consoles.portal.accepting import button
from mappop.db.queries import owners as queries
from mappop.db.queries.owners import Overview
from mappop.domain.audit import AuditEntry
from mappop.domain.check import Check, CheckOutcome
from mappop.domain.listing import Listing, ListingState
from mappop.services.signing import cancel_token

_FIELDS = ("name", "address", "phone")
_MOVING = {ListingState.ACCEPTED, ListingState.PLANNED, ListingState.PENDING_VERIFICATION, ListingState.NEEDS_PERSON}


@portal.page("/", menu="Your page", position=1)
def home() -> str:
    seen = queries.overview(reader(), me().business_id or abort(404))
    now = deps().clock.now()
    settings, dates = deps().settings, seen.trial.dates(now)
    titles = {listing.publisher: listing.title for listing in seen.listings}
    url = settings.site_url(seen.business.id)
    return render_template(
        "portal/home.html",
        business=seen.business,
        today=now.astimezone(ZoneInfo(seen.trial.timezone)).date(),
        counts=_counts(seen),
        needs_you=_needs_you(seen),
        numbers=_numbers(seen),
        done=[event for entry in seen.events if (event := _event(entry, titles))][:12],
        next=_next(seen),
        grid=[_row(listing, seen) for listing in seen.listings if _is_readable(listing, seen)],
        checked_at=max((check.at for check in seen.newest.values()), default=None),
        site={"url": url, "preview_url": url, "published_at": seen.site.published_at}
        if seen.site and seen.site.published_at
        else None,
        trial=seen.trial,
        dates=dates,
        price=seen.trial.price_minor,
        cancel_url=url_for("public.cancel", token=cancel_token(settings, seen.trial.id)),
    )


def _is_readable(listing: Listing, seen: Overview) -> bool:
    return listing.publisher in seen.newest or listing.publisher in seen.day_0


def _counts(seen: Overview) -> dict[str, int]:
    places = [listing for listing in seen.listings if _is_readable(listing, seen)]
    right = sum(_is_right(seen, listing.publisher) for listing in places)
    on_the_way = sum(x.state in _MOVING and not _is_right(seen, x.publisher) for x in places)
    was_right = sum(check.is_right and not check.duplicates for check in seen.day_0.values())
    return {"right": right, "total": len(places), "on_the_way": on_the_way, "was_right": was_right}


def _is_right(seen: Overview, publisher: str) -> bool:
    check = seen.newest.get(publisher) or seen.day_0.get(publisher)
    return check is not None and check.is_right and not check.duplicates


def _needs_you(seen: Overview) -> list[dict[str, Any]]:
    """What only the owner can do: a PIN that rings their phone."""
    return [
        {"what": f"{listing.title} reads a PIN out to your phone: tell it to us when it rings.", "minutes": 3,
         "url": url_for("portal.listing", listing_id=listing.id)}
        for listing in seen.listings
        if listing.state is ListingState.PENDING_VERIFICATION and "pin" in listing.why
    ]  # fmt: skip


def _numbers(seen: Overview) -> list[dict[str, Any]]:
    counts, site = _counts(seen), seen.site
    return [
        {"value": counts["right"], "label": "places right", "note": f"{counts['was_right']} on day 0"},
        {"value": site.visits if site else 0, "label": "visits to your site", "note": "since it went live"},
        {"value": site.calls if site else 0, "label": "taps on Call", "note": "from your site"},
        {"value": site.directions if site else 0, "label": "taps on Directions", "note": "from your site"},
    ]


_SAID = {
    "trial_started": "Your free month began",
    "trial_canceled": "You canceled: nothing will be charged",
    "site_published": "Your site went live",
    "listings_planned": "We planned where you should be found",
    "task_done": "One of us did a step by hand",
}


def _event(entry: AuditEntry, titles: dict[str, str]) -> dict[str, Any] | None:
    place = titles.get(entry.data.get("publisher", ""), "")
    said = _SAID.get(entry.event, "")
    if entry.event == "listing_pushed" and entry.data.get("state") in ("accepted", "pending_verification"):
        said = f"We sent your facts to {place}"
    elif entry.event == "listing_proven":
        said = f"{place} says it right: we looked, on our own"
    elif entry.event == "difference_accepted":
        said = f"You told us that {place} may say its {entry.data.get('field', '')} as it does"
    if not said:
        return None
    return {"at": entry.at, "what": said, "detail": entry.data.get("url", ""), "by": ""}


def _next(seen: Overview) -> list[dict[str, Any]]:
    dates, zone = seen.trial.dates(seen.trial.sold_at), ZoneInfo(seen.trial.timezone)
    coming: list[dict[str, Any]] = [
        {"on": (listing.planned_at + timedelta(days=listing.forecast_days)).astimezone(zone).date(),
         "what": f"{listing.title} should be right", "why": _WAITS.get(listing.state, "")}
        for listing in seen.listings
        if listing.state in _MOVING and listing.forecast_days and not _is_right(seen, listing.publisher)
    ]  # fmt: skip
    if seen.trial.canceled_at is None:
        coming.append(
            {"on": dates.reminder, "what": "We remind you of the first charge", "why": "With a link to cancel."}
        )
    return sorted(coming, key=lambda item: item["on"])[:8]


_WAITS = {
    ListingState.NEEDS_PERSON: "One of us does this by hand.",
    ListingState.PENDING_VERIFICATION: "It wants proof that you are you.",
    ListingState.PLANNED: "We send it your facts.",
    ListingState.ACCEPTED: "It has your facts. We look until its own page shows them.",
}


def _row(listing: Listing, seen: Overview) -> dict[str, Any]:
    before, after = seen.day_0.get(listing.publisher), seen.newest.get(listing.publisher)
    after = after or before
    return {
        "title": listing.title,
        "url": listing.url if listing.url.startswith(("http://", "https://")) else "",
        "href": url_for("portal.listing", listing_id=listing.id),
        "state": listing.state,
        "cells": {
            field: _cell(field, before, after)
            | {"button": button(listing, seen.newest.get(listing.publisher), field, seen.trial.language)}
            for field in _FIELDS
        },
    }


def _cell(field: str, before: Check | None, after: Check | None) -> dict[str, Any]:
    then, now = _verdict(field, before), _verdict(field, after)
    said = phone if field == "phone" else str
    return {
        "before": then["verdict"] if then else None, "now": now["verdict"] if now else None,
        "seen": said((now or {}).get("seen") or ""), "was": said((then or {}).get("seen") or ""),
        "why": (now or {}).get("label") or "",
    }  # fmt: skip


def _verdict(field: str, check: Check | None) -> dict[str, Any] | None:
    """A listing that is not there misses every fact; one that could not be checked says nothing."""
    if check is None or check.outcome is CheckOutcome.COULD_NOT_CHECK:
        return None
    if check.outcome is CheckOutcome.NOT_FOUND:
        return {"verdict": "missing", "label": "not listed", "seen": ""}
    return next((verdict for verdict in check.verdicts if verdict["field"] == field), None)
