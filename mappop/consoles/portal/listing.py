"""One place: what it said, when, how we know, and what we do about it."""

from __future__ import annotations

from flask import abort, render_template

from mappop.consoles.current import me, reader
from mappop.consoles.portal import portal
from mappop.db.queries import owners as queries
from mappop.domain.listing import Listing, ListingState

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


@portal.page("/places/<listing_id>")
def listing(listing_id: str) -> str:
    business_id = me().business_id or abort(404)
    found = queries.listing_of(reader(), listing_id, business_id) or abort(404)
    return render_template(
        "portal/listing.html",
        listing=found,
        business=queries.overview(reader(), business_id).business,
        checks=queries.checks_of(reader(), business_id, found.publisher),
        fields=FIELDS,
        way_words=WAYS,
        next=next_step(found),
    )


def next_step(found: Listing) -> str:
    return _NEXT.get(found.state, found.why or "We look into it.")
