"""Localista's API beside its pages: PUT under the caller's own id, a PIN read out by phone, errors with a field."""

from __future__ import annotations

import hmac
import re
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request

from mappop.sandbox import clock, messages
from mappop.sandbox.hours import is_week
from mappop.sandbox.listings import OTHER, US, Facts, Listing, Listings, e164
from mappop.sandbox.network import Network
from mappop.sandbox.publishers import directory

FIELDS = ("name", "street", "unit", "city", "region", "postal_code", "phone", "website", "hours")
REQUIRED = ("name", "city", "region", "phone")
VALUE_MAX = 200
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,80}")


class ApiError(Exception):
    def __init__(self, status: int, error: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": error, "message": message, "field": field or None}


def application(network: Network) -> Flask:
    app = directory.application(network, "localista")
    app.register_blueprint(_api(network))
    return app


def _api(network: Network) -> Blueprint:
    bp = Blueprint("api", __name__, url_prefix="/v2")
    listings = network.listings("localista")
    bp.before_request(lambda: _authenticate(network))
    bp.register_error_handler(ApiError, lambda error: (jsonify(error.body), error.status))

    @bp.put("/listings/<id>")
    def put(id: str) -> tuple[Response, int]:
        with network.store.writing():
            listing = _put(network, listings, id, _facts(request.get_json(silent=True)))
        return jsonify(_brief(network, listing)), 202 if _status(listing) == "pin_sent" else 200

    @bp.get("/listings/<id>")
    def get(id: str) -> Response:
        return jsonify(_whole(network, _known(listings, id)))

    @bp.post("/listings/<id>/pin")
    def confirm(id: str) -> Response:
        with network.store.writing():
            return jsonify(_brief(network, _confirm(listings, _known(listings, id))))

    @bp.get("/search")
    def search() -> Response:
        asked = {key: request.args.get(key, "")[:VALUE_MAX] for key in ("phone", "name", "city", "region")}
        if not asked["phone"] and not asked["name"]:
            raise ApiError(400, "missing", "give phone or name", "phone")
        return jsonify(results=[_whole(network, found) for found in listings.search(**asked)])

    return bp


def _authenticate(network: Network) -> None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), network.keys["localista_token"].encode()):
        raise ApiError(401, "unauthorized", "the bearer token is missing or wrong")


def _put(network: Network, listings: Listings, id: str, facts: Facts) -> Listing:
    if not _ID.fullmatch(id):
        raise ApiError(400, "invalid", "an id is 1 to 80 letters, digits, dots, colons, hyphens", "id")
    listing = _of_id(listings, id) or _unclaimed_twin(listings, facts)
    if listing is not None and listing.claimed_by == OTHER:
        raise ApiError(409, "claimed", "this business is claimed by another account")
    if listing is None:
        listing = listings.add(facts, ref=id, status="pending", extra={"wanted": facts})
    if listing.claimed_by == US:
        return listings.change(listing.ref, facts)
    is_repeat = listing.extra.get("pin") and listing.extra.get("wanted") == facts and listing.extra.get("id") == id
    if is_repeat:
        return listing
    pin = clock.digits(4)
    spoken = f"Hello, this is Localista for {facts['name']}. Your PIN is {' '.join(pin)}."
    messages.arrive(network, messages.CALL, to=facts["phone"], sender="+14155550112", text=spoken, subject="Localista")
    return listings.change(listing.ref, extra={"pin": pin, "wanted": facts, "id": id})


def _confirm(listings: Listings, listing: Listing) -> Listing:
    body = request.get_json(silent=True)
    pin = body.get("pin") if isinstance(body, dict) else None
    if listing.claimed_by == US:
        return listing
    if not listing.extra.get("pin") or str(pin) != listing.extra["pin"]:
        raise ApiError(422, "wrong_pin", "that is not the PIN that was read out", "pin")
    return listings.change(listing.ref, listing.extra["wanted"], extra={"pin": ""}, status="live", claimed_by=US)


def _of_id(listings: Listings, id: str) -> Listing | None:
    """By its own id, or by ours where we took over a listing that was there."""
    known = [*listings.all(), *listings.all(status="pending")]
    return listings.get(id) or next((found for found in known if found.extra.get("id") == id), None)


def _unclaimed_twin(listings: Listings, facts: Facts) -> Listing | None:
    """A listing that is there already is taken over by its claim rather than doubled."""
    twin = listings.match(facts)
    return twin if twin is not None and twin.claimed_by != US else None


def _known(listings: Listings, id: str) -> Listing:
    found = _of_id(listings, id)
    if found is None or found.status == "removed":
        raise ApiError(404, "not_found", "no listing by that id")
    return found


def _facts(body: object) -> Facts:
    if not isinstance(body, dict):
        raise ApiError(400, "invalid", "the body is no JSON object")
    for field in body:
        if field not in FIELDS:
            raise ApiError(422, "unknown_field", "no such field", str(field)[:60])
    facts: Facts = {field: _text(body, field) for field in FIELDS if field != "hours"}
    facts["phone"] = e164(facts["phone"])
    _check_texts(facts)
    hours = body.get("hours") or {}
    if not is_week(hours):
        raise ApiError(422, "invalid", 'hours are like {"mon": [["08:00", "17:00"]]}', "hours")
    return {**facts, "hours": hours}


def _check_texts(facts: Facts) -> None:
    for field in REQUIRED:
        if not facts[field]:
            raise ApiError(422, "missing", f"{field} is required", field)
    if not re.fullmatch(r"\+1\d{10}", facts["phone"]):
        raise ApiError(422, "invalid", "a US phone of ten digits", "phone")
    if facts["website"] and not re.fullmatch(r"https?://\S+", facts["website"]):
        raise ApiError(422, "invalid", "an address that begins with http:// or https://", "website")


def _text(body: dict[str, Any], field: str) -> str:
    value = body.get(field)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > VALUE_MAX:
        raise ApiError(422, "invalid", f"a text of at most {VALUE_MAX} letters", field)
    return value.strip()


def _status(listing: Listing) -> str:
    if listing.extra.get("pin"):
        return "pin_sent"
    return "published" if listing.claimed_by == US else "unclaimed"


def _brief(network: Network, listing: Listing) -> dict[str, Any]:
    url = f"{network.urls['localista']}/biz/{listing.slug}"
    return {"id": listing.extra.get("id") or listing.ref, "url": url, "status": _status(listing)}


def _whole(network: Network, listing: Listing) -> dict[str, Any]:
    facts = {field: listing.facts.get(field) for field in FIELDS}
    marks = {"claimed": listing.claimed_by != "", "closed": bool(listing.facts.get("is_closed"))}
    return {**facts, **marks, **_brief(network, listing)}
