"""One place: what it said, when, how we know, and what we do about it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.portal import portal
from mappop.consoles.portal.accepting import button
from mappop.db.queries import owners as queries
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.listing import Listing, ListingState
from mappop.services import verification

FIELDS = [("name", "Name"), ("address", "Address"), ("phone", "Phone"), ("website", "Website"), ("hours", "Hours")]
WAYS = {
    "page": "its public page, read as anyone can", "official_read": "its official interface",
    "owner_view": "your own view of it", "none": "it can't be read",
}  # fmt: skip
_NEXT = {
    ListingState.LIVE: "It is right. We look again every day, and mend it if it drifts.",
    ListingState.ACCEPTED: "It took our facts. We look again until its own page shows them.",
    ListingState.PENDING_VERIFICATION: "It wants proof that you are you. We tell you what and when.",
    ListingState.NEEDS_PERSON: "One of us does this by hand, and hands in what proves it.",
    ListingState.DRIFTED: "It stopped matching. We send your facts again.",
    ListingState.UNCONFIRMED: "It took our facts, and shows nothing that could confirm them.",
}


@portal.form("/places/<listing_id>")
def listing(listing_id: str) -> ResponseReturnValue:
    """Looking, and telling the PIN that the place has read out to the owner."""
    found = queries.listing_of(reader(), listing_id, me().business_id or abort(404)) or abort(404)
    if request.method == "GET":
        return _page(found, "", ())
    pin = "".join(request.form.get("pin", "").split())[:40]
    try:
        verification.enter_pin(deps(), found.id, pin, who=me())
    except Invalid as invalid:
        return _page(found, pin, tuple(FieldError(e.field, e.reason, _PIN_REMEDY) for e in invalid.errors)), 422
    except Refused as refused:
        flash(str(refused), "wrong")
    else:
        flash(f"{found.title} has taken the PIN. We look at its page next.", "done")
    return redirect(url_for("portal.listing", listing_id=listing_id))


_PIN_REMEDY = "type the digits as the call read them out, or call us"


def _page(found: Listing, pin: str, errors: tuple[FieldError, ...]) -> str:
    waits = found.state is ListingState.PENDING_VERIFICATION
    checks = queries.checks_of(reader(), found.business_id, found.publisher)
    language = queries.language_of(reader(), found.business_id)
    newest = next((check for check in checks if not check.is_day_0), None)
    return render_template(
        "portal/listing.html",
        listing=found,
        business=queries.overview(reader(), found.business_id).business,
        checks=checks,
        fields=FIELDS,
        buttons={field: button(found, newest, field, language) for field, _ in FIELDS},
        accepted=queries.accepted_of(reader(), found.business_id, found.publisher),
        way_words=WAYS,
        next=next_step(found),
        wants_pin=waits and verification.takes_pin(deps(), found.publisher),
        pin=pin,
        errors=errors,
    )


def next_step(found: Listing) -> str:
    return _NEXT.get(found.state, found.why or "We look into it.")
