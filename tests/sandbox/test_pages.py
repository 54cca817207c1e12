"""Every directory's public page holds what its state says, in its own markup, with decoys that are not the subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import extruct
import pytest
from bs4 import BeautifulSoup

from mappop.sandbox.catalogue import CATALOGUE
from mappop.sandbox.listings import Listing

from .running import World

WITH_PAGES = [entry.name for entry in CATALOGUE if entry.has_pages]
Card = dict[str, str]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)[-10:]


def from_schema(html: str, syntax: str) -> Iterator[Card]:
    for item in flat(extruct.extract(html, syntaxes=[syntax], uniform=True)[syntax]):
        if "telephone" in item:
            address = item.get("address")
            street = address.get("streetAddress", "") if isinstance(address, dict) else str(address)
            yield {"name": item["name"], "phone": digits(item["telephone"]), "street": street}


def flat(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield from flat(item["@graph"]) if "@graph" in item else [item]


def from_rdfa(html: str) -> Iterator[Card]:
    schema = "https://schema.org/"
    by_id = {item.get("@id"): item for item in extruct.extract(html, syntaxes=["rdfa"])["rdfa"]}
    for item in by_id.values():
        if schema + "telephone" in item:
            address = by_id[item[schema + "address"][0]["@id"]]
            street = address.get(schema + "streetAddress", [{"@value": ""}])[0]["@value"]
            name, phone = (item[schema + key][0]["@value"] for key in ("name", "telephone"))
            yield {"name": name, "phone": digits(phone), "street": street}


def from_microformats(html: str) -> Iterator[Card]:
    for item in extruct.extract(html, syntaxes=["microformat"])["microformat"]:
        found = item["properties"]
        address = (found.get("adr") or [{}])[0]
        street = address.get("value", "") if isinstance(address, dict) else address
        yield {"name": found["name"][0], "phone": digits("".join(found.get("tel", []))), "street": street}


def from_text(html: str) -> Iterator[Card]:
    """Pages without markup: the facts as a person reads them, heading first."""
    soup = BeautifulSoup(html, "html.parser")
    text = soup.main.get_text(", ", strip=True)
    phone = re.search(r"\(?\d{3}\)?[ -]\d{3}-\d{4}", text)
    yield {"name": soup.find(["h1", "h2"]).get_text(), "phone": digits(phone.group()), "street": text}


READERS: dict[str, Callable[[str], Iterator[Card]]] = {
    "mainstreet": lambda html: from_schema(html, "json-ld"),
    "wherewhat": lambda html: from_schema(html, "json-ld"),
    "townbook": lambda html: from_schema(html, "microdata"),
    "openplaces": lambda html: from_schema(html, "microdata"),
    "localista": from_rdfa,
    "nextstreet": from_microformats,
    "goldpages": from_microformats,
    "citydir": from_text,
    "chamberlist": from_text,
    "tradefinder": from_text,
}


def holds(card: Card, listing: Listing) -> bool:
    facts = listing.facts
    parts = [part for part in (facts["street"], facts["unit"]) if part]
    is_same = card["name"] == facts["name"] and card["phone"] == digits(facts["phone"])
    return is_same and all(part in card["street"] for part in parts)


@pytest.mark.parametrize("publisher", WITH_PAGES)
def test_each_page_says_what_the_directory_holds(still_world: World, publisher: str) -> None:
    for listing in still_world.network.listings(publisher).all():
        page = still_world.get(publisher, f"/biz/{listing.slug}").text
        cards = list(READERS[publisher](page))
        assert sum(holds(card, listing) for card in cards) == 1, (listing.facts, cards)
        assert ("Permanently closed" in page) is bool(listing.facts["is_closed"])


@pytest.mark.parametrize("publisher", WITH_PAGES)
def test_each_page_carries_an_advert_a_neighbour_and_the_houses_own_address(still_world: World, publisher: str) -> None:
    slug = still_world.network.listings(publisher).all()[0].slug
    soup = BeautifulSoup(still_world.get(publisher, f"/biz/{slug}").text, "html.parser")
    phones = {digits(found) for found in re.findall(r"\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}", soup.get_text())}
    assert len(phones) >= 4


@pytest.mark.parametrize("publisher", WITH_PAGES)
def test_search_finds_by_phone_and_by_name_and_says_when_there_is_nothing(still_world: World, publisher: str) -> None:
    listing = still_world.network.listings(publisher).all()[0]
    by_phone = still_world.get(publisher, f"/search?phone=%2B{listing.facts['phone'][1:]}").text
    assert f'href="/biz/{listing.slug}"' in by_phone
    nothing = still_world.get(publisher, "/search?name=Nobody+Of+That+Name&city=Nowhere&region=TX")
    assert (nothing.status, 'class="result"' in nothing.text) == (200, False)


def test_every_directory_has_a_design_of_its_own(still_world: World) -> None:
    sheets = {BeautifulSoup(still_world.get(name, "/").text, "html.parser").style.get_text() for name in WITH_PAGES}
    assert len(sheets) == len(WITH_PAGES)


def test_a_removed_listing_is_gone_and_an_unknown_one_is_not_found(world: World) -> None:
    listing = world.network.listings("mainstreet").all()[0]
    world.network.listings("mainstreet").change(listing.ref, status="removed")
    assert world.get("mainstreet", f"/biz/{listing.slug}").status == 410
    assert world.get("mainstreet", "/biz/never-was").status == 404


def test_robots_allow_what_checkers_read(still_world: World) -> None:
    robots = still_world.get("mainstreet", "/robots.txt").text
    assert "Allow: /biz/" in robots and "Allow: /search" in robots


def test_submitted_text_never_becomes_markup(world: World) -> None:
    hostile = {"name": "<script>alert(1)</script>\"'", "website": "javascript:alert(1)", "street": "</script><b>"}
    for publisher in WITH_PAGES:
        listings = world.network.listings(publisher)
        listing = listings.add({**listings.all()[0].facts, **hostile})
        page = world.get(publisher, f"/biz/{listing.slug}").text
        assert "<script>alert" not in page and "</script><b>" not in page and 'href="javascript' not in page
