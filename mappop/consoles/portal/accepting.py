"""“That’s how we say it”, beside the value that is meant, and the way back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from checkers.accepted import ACCEPTED
from mappop.consoles.current import deps, me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.portal import portal
from mappop.consoles.portal.words import words
from mappop.db.queries import owners as queries
from mappop.domain.check import Check
from mappop.domain.errors import Refused
from mappop.domain.listing import Listing
from mappop.services import accepting


@portal.action("/places/<listing_id>/accept")
def accept(listing_id: str) -> ResponseReturnValue:
    found = own_listing(listing_id)
    try:
        accepting.accept(deps(), found.id, request.form.get("field", ""), who=me())
    except Refused:
        flash(_words(found)["nothing_differs"], "wrong")
    else:
        flash(_words(found)["accepted"].format(place=found.title), "done")
    return redirect(url_for("portal.listing", listing_id=listing_id))


@portal.action("/places/<listing_id>/take-back")
def take_back(listing_id: str) -> ResponseReturnValue:
    found = own_listing(listing_id)
    accepting.take_back(deps(), found.id, request.form.get("field", ""), who=me())
    flash(_words(found)["taken_back"], "done")
    return redirect(url_for("portal.listing", listing_id=listing_id))


def button(listing: Listing, check: Check | None, field: str, language: str) -> dict[str, Any] | None:
    """What the owner may say of a value as it stands there now: {url, field, label}, or none."""
    if check is None:
        return None
    is_accepted = any(v["field"] == field and v["label"] == ACCEPTED for v in check.verdicts)
    if not is_accepted and check.difference(field) is None:
        return None
    act = "take_back" if is_accepted else "accept"
    url = url_for(f"portal.{act}", listing_id=listing.id)
    return {"url": url, "field": field, "label": words(language)["accepting"][act]}


def own_listing(listing_id: str) -> Listing:
    """The listing, if it is one of the asking owner's business; for every other id the page is not there (404)."""
    return queries.listing_of(reader(), listing_id, me().business_id or abort(404)) or abort(404)


def _words(listing: Listing) -> dict[str, str]:
    said: dict[str, str] = words(of_owner(listing.business_id))["accepting"]
    return said
