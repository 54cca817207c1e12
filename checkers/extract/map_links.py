"""Links to maps: where a page prints no address, the one that its map opens on is the page's."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote_plus, urlsplit

from checkers.extract.document import Document
from checkers.extract.plain_place import is_street
from checkers.extract.schema_org import address_texts
from checkers.normalise import address, region

LINKS_MAX = 3_000
URL_MAX = 1_000
_MAPS = re.compile(r"//(?:[\w-]+\.)*(?:mapquest|google|apple|bing|yahoo)\.[a-z.]+/|//goo\.gl/maps", re.IGNORECASE)
_LINES = ("q", "query", "daddr", "destination", "address", "where1")  # a whole address in one text
# What an embed was made for ("!2s12+Elm+St,+Austin,+TX"), and the place or way that a link opens.
_SAID = re.compile(r"(?:!2s|/place/|/dir//)(?P<said>[^!/@?&]{8,200})")
_MADE_FOR = re.compile(r"!1s0x[0-9a-f]+(?::|%3A)0x[0-9a-f]+!2s(?P<said>[^!]{2,100})", re.IGNORECASE)
_FIELDS = {"address": "street", "city": "city", "state": "region", "zipcode": "postal_code", "zip": "postal_code"}


def map_address(document: Document) -> dict[str, str]:
    """The one address that the page's map links and embeds name, as texts by field; empty where they name several."""
    found: dict[str, dict[str, str]] = {}
    for element in document.elements("a", "iframe")[:LINKS_MAX]:
        url = element.get("href") or element.get("src") or ""
        if len(url) <= URL_MAX and "map" in url.lower() and _MAPS.search(url) and (texts := _address(url)):
            found.setdefault(address.parse_fields(texts["street"]).door_key, texts)
    for field in document.elements("input")[:LINKS_MAX]:  # a form that asks a map for the way to here
        if field.get("name") == "daddr" and (texts := _whole(_line((field.get("value") or "")[:URL_MAX]))):
            found.setdefault(address.parse_fields(texts["street"]).door_key, texts)
    return next(iter(found.values())) if len(found) == 1 else {}


def mapped_name(document: Document) -> str:
    """Whom the page's one map was made for ("!2sElm+Pipes"), or empty: a map of a door or of several says nobody."""
    found = {}
    for element in document.elements("iframe")[:LINKS_MAX]:
        url = element.get("src") or ""
        if len(url) <= URL_MAX and _MAPS.search(url) and (said := _MADE_FOR.search(url)):
            text = unquote_plus(said.group("said")).strip()
            found[text] = not any(letter.isdigit() or letter == "," for letter in text)
    return next(iter(found)) if list(found.values()) == [True] else ""


def _address(url: str) -> dict[str, str]:
    try:
        query = {key.lower(): values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    except ValueError:
        return {}
    texts = {_FIELDS[key]: value.strip() for key, value in query.items() if key in _FIELDS}
    if not texts.get("city"):
        said = [query[key] for key in _LINES if key in query]
        said += [unquote_plus(found.group("said")) for found in _SAID.finditer(url)]
        texts = next((line for text in said if (line := _line(text))), {})
    return _whole(texts)


def _whole(texts: dict[str, str]) -> dict[str, str]:
    is_whole = is_street(texts.get("street", "")) and texts.get("city") and region.code(texts.get("region", ""))
    return {**texts, "country": "US"} if is_whole else {}


def _line(text: str) -> dict[str, str]:
    """ "1204 E 7th St, Austin, TX 78702": a name may stand before the street, as maps are asked for both."""
    text = re.sub(r",?\s*(?:USA|United States)$", "", text.strip())
    if "," not in text and text[:1].isdigit():  # "12 Elm St Austin TX 78702", as links are made of an address's lines
        return address_texts(text)
    parts = [part.strip() for part in text.split(",")]
    while len(parts) > 1 and not is_street(parts[0]):
        parts.pop(0)
    place = re.fullmatch(r"([A-Za-z .]+?)\.?\s*(\d{5}(?:-\d{4})?)?", parts[-1])
    if len(parts) < 3 or not place or not region.code(place.group(1)):
        return {}
    return {
        "street": ", ".join(parts[:-2]),
        "city": parts[-2],
        "region": region.code(place.group(1)),
        "postal_code": place.group(2) or "",
    }
