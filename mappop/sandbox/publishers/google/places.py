"""What Google shows to everybody: places, some claimed, found by googleLocations:search."""

from __future__ import annotations

from typing import Any

from mappop.sandbox.listings import NOBODY, Facts, Listing, e164
from mappop.sandbox.network import Network
from mappop.sandbox.publishers.google import masks
from mappop.sandbox.publishers.google.errors import invalid
from mappop.sandbox.publishers.google.shapes import to_facts, to_location

DEFAULT_RESULTS, MOST_RESULTS = 3, 10


def search(network: Network, body: dict[str, Any]) -> dict[str, Any]:
    if ("location" in body) == ("query" in body):
        raise invalid(("", "exactly one of location and query must be set"))
    size = body.get("pageSize", DEFAULT_RESULTS)
    if not 1 <= size <= MOST_RESULTS:
        raise invalid(("page_size", f"from 1 to {MOST_RESULTS}"))
    found = _by_text(network, body["query"]) if "query" in body else _by_location(network, body["location"])
    return {"googleLocations": [google_location(place) for place in found[:size]]} if found else {}


def google_location(place: Listing) -> dict[str, Any]:
    shown = {**to_location(place.facts), "languageCode": "en", "metadata": place_metadata(place)}
    found = {"name": f"googleLocations/{place_id(place)}", "location": shown}
    if place.claimed_by != NOBODY:
        found["requestAdminRightsUri"] = f"https://business.google.com/arc/p/{place_id(place)}"
    return found


def place_id(place: Listing) -> str:
    return f"ChIJsandbox{place.ref}"


def place_metadata(place: Listing) -> dict[str, Any]:
    return {"placeId": place_id(place), "mapsUri": f"https://maps.google.com/maps?cid={place.ref}"}


def by_id(network: Network, given: str) -> Listing | None:
    return network.listings("google").get(given.removeprefix("ChIJsandbox"))


def match(network: Network, facts: Facts) -> Listing | None:
    return network.listings("google").match(facts)


def _by_location(network: Network, location: dict[str, Any]) -> list[Listing]:
    if not location.get("title", "").strip():
        raise invalid(("location.title", "location must include a title"))
    facts = to_facts(masks.project(location, ["title", "storefrontAddress", "phoneNumbers"]))
    places = network.listings("google")
    by_name = places.search(name=facts["name"], city=facts["city"], region=facts["region"])
    best = places.match(facts)
    first = [best] if best else []
    by_phone = places.by_phone(facts["phone"]) if facts["phone"] else []
    return _without_repeats([*first, *by_phone, *by_name])


def _by_text(network: Network, query: str) -> list[Listing]:
    """Words may be a phone, a name, or a name with its city."""
    places = network.listings("google")
    by_phone = places.by_phone(e164(query))
    cities = {x.facts["city"] for x in places.all() if x.facts.get("city", "").casefold() in query.casefold()}
    by_name = [x for city in sorted(cities) for x in places.search(name=_without(query, city), city=city)]
    return _without_repeats([*by_phone, *by_name, *places.search(name=query)])


def _without(query: str, city: str) -> str:
    at = query.casefold().find(city.casefold())
    return query[:at].rstrip(" ,")


def _without_repeats(found: list[Listing]) -> list[Listing]:
    return list({place.ref: place for place in found}.values())
