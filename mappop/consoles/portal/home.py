"""The owner's page: the answer first, then four numbers, what we did, what comes next, and every place."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, render_template, url_for

from mappop.consoles.current import deps, me, reader
from mappop.consoles.filters import day, phone
from mappop.consoles.language import of_owner
from mappop.consoles.portal import next_bill, portal, weeks
from mappop.consoles.portal.accepting import button
from mappop.consoles.portal.site import own_look_url
from mappop.consoles.portal.words import label, words
from mappop.db.queries import owners as queries
from mappop.db.queries import sites as site_queries
from mappop.db.queries.billing import debits_under_way, payments_of
from mappop.db.queries.owners import Overview
from mappop.domain.audit import AuditEntry
from mappop.domain.check import Check, CheckOutcome
from mappop.domain.entitlement import Service, service_of
from mappop.domain.listing import Listing, ListingState
from mappop.domain.subscription import SubscriptionState
from mappop.services.signing import CANCEL_LINK

Words = dict[str, Any]

_OWING = (SubscriptionState.PAST_DUE, SubscriptionState.UNPAID)
_FIELDS = ("name", "address", "phone")
_MOVING = {ListingState.ACCEPTED, ListingState.PLANNED, ListingState.PENDING_VERIFICATION, ListingState.NEEDS_PERSON}


@portal.page("/", menu="Your page", position=1)
def home() -> str:
    seen = queries.overview(reader(), me().business_id or abort(404))
    money = payments_of(reader(), seen.business.id)
    language = of_owner(seen.business.id)
    said = words(language)
    now = deps().clock.now()
    settings, dates = deps().settings, queries.dates_told(seen.trial, seen.subscription, now)
    titles = {listing.publisher: listing.title for listing in seen.listings}
    today = now.astimezone(ZoneInfo(seen.trial.timezone)).date()
    asked = next_bill.in_words(seen.business.id, language)
    return render_template(
        "portal/home.html",
        language=language,
        words=said,
        business=seen.business,
        today=today,
        counts=_counts(seen),
        needs_you=_needs_you(seen, said, is_under_way=money.is_under_way),
        has_ended=_service(seen, now) is Service.NONE and not _owes(seen),
        numbers=_numbers(seen, said),
        weeks=weeks.told(
            site_queries.two_weeks(reader(), seen.business.id, today), dates.day_0, language, said["weeks"]
        ),
        done=[event for entry in seen.events if (event := _event(entry, titles, said))][:12],
        next=_next(seen, said, today, language) if _service(seen, now) is Service.FULL else [],
        grid=[_row(listing, seen, language) for listing in seen.listings if _is_readable(listing, seen)],
        checked_at=max((check.at for check in seen.newest.values()), default=None),
        site=_site(seen),
        trial=seen.trial,
        dates=dates,
        price=seen.trial.price_minor,
        subscription=seen.subscription,
        asked=asked,
        coming=sum(debits_under_way(reader(), seen.business.id).values()) if seen.trial.canceled_at else 0,
        is_charge_held=money.is_charge_held,
        waits_for_day=money.waits_for_day or asked["has_no_day"],
        last=queries.last_day(seen.trial, seen.subscription),
        cancel_url=url_for("public.cancel", token=CANCEL_LINK.sign(settings, seen.trial.id), lang=language),
    )


def _site(seen: Overview) -> dict[str, Any] | None:
    if seen.site is None or seen.site.published_at is None:
        return None
    business_id, own_host = seen.business.id, seen.site.own_host
    shown, opened = deps().settings.site_url(business_id, own_host), own_look_url(business_id, own_host)
    return {
        "url": shown, "open_url": opened, "preview_url": own_look_url(business_id),
        "published_at": seen.site.published_at,
    }  # fmt: skip


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


def _service(seen: Overview, now: datetime) -> Service:
    """A free month that waits for the owner's yes is one."""
    return service_of(seen.subscription, now) if seen.subscription else Service.FULL


def _owes(seen: Overview) -> bool:
    return seen.subscription is not None and seen.subscription.state in _OWING


def _needs_you(seen: Overview, said: Words, *, is_under_way: bool) -> list[dict[str, Any]]:
    """What only the owner can do: pay where nothing is on its way, say how, and give a PIN that rings their phone."""
    row, money = seen.subscription, {"minutes": 3, "url": url_for("portal.payments")}
    paying = [money | {"what": said["home"]["payment_open"]}] if _owes(seen) and not is_under_way else []
    if row and row.state is SubscriptionState.PAUSED and not row.is_paused_by_choice:
        paying = [money | {"what": said["home"]["say_how_to_pay"]}]
    return paying + [
        {"what": said["home"]["pin_call"].format(place=listing.title), "minutes": 3,
         "url": url_for("portal.listing", listing_id=listing.id)}
        for listing in seen.listings
        if listing.state is ListingState.PENDING_VERIFICATION and "pin" in listing.why
    ]  # fmt: skip


def _numbers(seen: Overview, said: Words) -> list[dict[str, Any]]:
    counts, site, t = _counts(seen), seen.site, said["home"]
    return [
        {"value": counts["right"], "label": t["places_right"], "note": t["on_day_0"].format(n=counts["was_right"])},
        {"value": site.visits if site else 0, "label": t["visits"], "note": t["since_live"]},
        {"value": site.calls if site else 0, "label": t["calls"], "note": t["from_site"]},
        {"value": site.directions if site else 0, "label": t["directions"], "note": t["from_site"]},
    ]


def _event(entry: AuditEntry, titles: dict[str, str], said: Words) -> dict[str, Any] | None:
    """One line of what we did; none for what only we need to know."""
    if entry.event == "listing_pushed" and entry.data.get("state") not in ("accepted", "pending_verification"):
        return None
    line = said["done"].get(entry.event)
    if line is None:
        return None
    place, field = titles.get(entry.data.get("publisher", ""), ""), entry.data.get("field", "")
    what = line.format(place=place, field=said["in_a_sentence"].get(field, field))
    return {"at": entry.at, "what": what, "detail": entry.data.get("url", ""), "by": ""}


def _next(seen: Overview, said: Words, today: date, language: str) -> list[dict[str, Any]]:
    dates = queries.dates_told(seen.trial, seen.subscription, seen.trial.sold_at)
    zone, t = ZoneInfo(seen.trial.timezone), said["next"]
    coming: list[dict[str, Any]] = [
        {"on": (listing.planned_at + timedelta(days=listing.forecast_days)).astimezone(zone).date(),
         "what": t["should_be_right"].format(place=listing.title), "why": t.get(listing.state.value, "")}
        for listing in seen.listings
        if listing.state in _MOVING and listing.forecast_days and not _is_right(seen, listing.publisher)
    ]  # fmt: skip
    for item in coming:
        if item["on"] < today:
            item |= {"on": today, "why": t["late"].format(day=day(item["on"], language))}
    if seen.trial.canceled_at is None and not (seen.subscription and seen.subscription.anchor):
        coming.append({"on": dates.reminder, "what": t["reminder"], "why": t["reminder_why"]})
    return sorted(coming, key=lambda item: item["on"])[:8]


def _row(listing: Listing, seen: Overview, language: str) -> dict[str, Any]:
    before, after = seen.day_0.get(listing.publisher), seen.newest.get(listing.publisher)
    after = after or before
    return {
        "title": listing.title,
        "url": listing.url if listing.url.startswith(("http://", "https://")) else "",
        "href": url_for("portal.listing", listing_id=listing.id),
        "state": listing.state,
        "cells": {
            field: _cell(field, before, after, language)
            | {"button": button(listing, seen.newest.get(listing.publisher), field, language)}
            for field in _FIELDS
        },
    }


def _cell(field: str, before: Check | None, after: Check | None, language: str) -> dict[str, Any]:
    then, now = _verdict(field, before), _verdict(field, after)
    said = phone if field == "phone" else str
    return {
        "before": then["verdict"] if then else None, "now": now["verdict"] if now else None,
        "seen": said((now or {}).get("seen") or ""), "was": said((then or {}).get("seen") or ""),
        "why": label((now or {}).get("label") or "", language),
    }  # fmt: skip


def _verdict(field: str, check: Check | None) -> dict[str, Any] | None:
    """A listing that is not there misses every fact; one that could not be checked says nothing."""
    if check is None or check.outcome is CheckOutcome.COULD_NOT_CHECK:
        return None
    if check.outcome is CheckOutcome.NOT_FOUND:
        return {"verdict": "missing", "label": "not listed", "seen": ""}
    return next((verdict for verdict in check.verdicts if verdict["field"] == field), None)
