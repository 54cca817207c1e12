"""One place: what it said, when, how we know, and what we do about it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mappop.consoles.current import deps, me, reader
from mappop.consoles.language import of_owner
from mappop.consoles.portal import portal
from mappop.consoles.portal.accepting import button, own_listing
from mappop.consoles.portal.words import label, opening, reason, words
from mappop.db.queries import owners as queries
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.listing import Listing, ListingState
from mappop.services import verification


@portal.form("/places/<listing_id>")
def listing(listing_id: str) -> ResponseReturnValue:
    """Looking, and telling the PIN that the place has read out to the owner."""
    found = own_listing(listing_id)
    if request.method == "GET":
        return _page(found, "", ())
    said = words(of_owner(found.business_id))["place"]
    pin = "".join(request.form.get("pin", "").split())[:40]
    try:
        verification.enter_pin(deps(), found.id, pin, who=me())
    except Invalid:
        fault = FieldError("pin", said["pin_wrong"].format(place=found.title), said["pin_remedy"])
        return _page(found, pin, (fault,)), 422
    except Refused:
        told = "pin_no_answer" if _wants_pin(found) else "pin_not_waited_for"
        flash(said[told].format(place=found.title), "wrong")
    else:
        flash(said["pin_taken"].format(place=found.title), "done")
    return redirect(url_for("portal.listing", listing_id=listing_id))


def _wants_pin(found: Listing) -> bool:
    return found.state is ListingState.PENDING_VERIFICATION and verification.takes_pin(deps(), found.publisher)


def _page(found: Listing, pin: str, errors: tuple[FieldError, ...]) -> str:
    language = of_owner(found.business_id)
    said = words(language)
    checks = queries.checks_of(reader(), found.business_id, found.publisher)
    newest = next((check for check in checks if not check.is_day_0), None)
    return render_template(
        "portal/listing.html",
        language=language,
        words=said,
        label=lambda text: label(text, language),
        reason=lambda text: reason(text, language),
        opening=lambda text: opening(text, language),
        listing=found,
        business=queries.overview(reader(), found.business_id).business,
        checks=checks,
        fields=list(said["fields"].items()),
        buttons={field: button(found, newest, field, language) for field in said["fields"]},
        accepted=queries.accepted_of(reader(), found.business_id, found.publisher),
        next=said["states"][found.state.value],
        wants_pin=_wants_pin(found),
        pin=pin,
        errors=errors,
    )
