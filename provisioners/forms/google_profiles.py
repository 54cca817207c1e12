"""Google's answers as listings: profiles of our account, and what its search knows of others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from provisioners.connector import Claim, Found
from provisioners.errors import Permanent, Retryable
from provisioners.forms.google import FIELD_OF, nap_of
from provisioners.replies import text_of

LOCATION = re.compile(r"locations/[A-Za-z0-9_-]{1,64}")


def ours(data: Mapping[str, Any]) -> Found:
    """A profile that our account manages; raises Retryable where the reply is none."""
    ref = text_of(data, "name")
    if not LOCATION.fullmatch(ref):
        raise Retryable("the publisher's reply makes no sense")
    return _found(ref, data, Claim.US, text_of(data, "metadata", "mapsUri"))


def as_seen(own: Found, data: Mapping[str, Any]) -> Found:
    """Our profile as consumers see it, from GoogleUpdatedLocation; what we sent stays beside it as the draft."""
    place = data.get("location")
    seen = _found(own.ref, place if isinstance(place, Mapping) else {}, own.claim, own.url)
    pending = {path.partition(".")[0] for path in text_of(data, "pendingMask").split(",")}
    in_review = frozenset(label for label, field in FIELD_OF.items() if field in pending)
    raw = {**seen.raw, "category": own.raw["category"], "place_id": own.raw["place_id"]}
    is_shown = bool(seen.nap.name)
    return replace(seen, draft=own.nap, in_review=in_review, is_shown=is_shown, raw=raw)


def theirs(row: Mapping[str, Any]) -> Found:
    """A claimed profile carries an address at which its ownership can be asked for."""
    request_url, data = text_of(row, "requestAdminRightsUri"), row.get("location")
    claim = Claim.OTHER if request_url else Claim.NOBODY
    place = data if isinstance(data, Mapping) else {}
    return _found(text_of(row, "name"), place, claim, request_url or text_of(place, "metadata", "mapsUri"))


def _found(ref: str, data: Mapping[str, Any], claim: Claim, url: str) -> Found:
    raw = {
        "category": text_of(data, "categories", "primaryCategory", "name"),
        "place_id": text_of(data, "metadata", "placeId"),
        "duplicate_of": text_of(data, "metadata", "duplicateLocation"),
    }
    is_closed = text_of(data, "openInfo", "status") == "CLOSED_PERMANENTLY"
    return Found(ref, nap_of(data), url=url, claim=claim, is_closed=is_closed, raw=raw)


def checked_location(ref: str) -> str:
    """The name of a profile, fit for a path; raises Permanent for any other text."""
    if not LOCATION.fullmatch(ref):
        raise Permanent("this is not the name of a Google profile")
    return ref
