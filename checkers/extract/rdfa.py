"""RDFa Lite (typeof, property), and the business facts that Open Graph puts into the page's head."""

from __future__ import annotations

from typing import Any

from checkers.extract.document import Document
from checkers.extract.listing import PageListing
from checkers.extract.schema_org import Item, listings, short_type
from checkers.extract.scopes import property_name, read_scopes

_OPEN_GRAPH = {
    "og:street-address": "streetaddress", "og:locality": "addresslocality", "og:region": "addressregion",
    "og:postal-code": "postalcode", "og:country-name": "addresscountry", "og:phone_number": "telephone",
    "business:contact_data:street_address": "streetaddress", "business:contact_data:locality": "addresslocality",
    "business:contact_data:region": "addressregion", "business:contact_data:postal_code": "postalcode",
    "business:contact_data:country_name": "addresscountry", "business:contact_data:phone_number": "telephone",
    "business:contact_data:website": "url",
}  # fmt: skip


def read(document: Document) -> list[PageListing]:
    found: list[PageListing] = []
    if "typeof" in document.text:
        found = listings(
            read_scopes(document, _types, _properties, ("typeof", "property", "rel")), "rdfa", document.title
        )
    return found + _open_graph(document)


def _types(element: Any) -> tuple[str, ...] | None:
    kinds = element.get("typeof")
    return None if kinds is None else tuple(short_type(kind) for kind in str(kinds).split())


def _properties(element: Any) -> list[str]:
    return [name for name in str(element.get("property") or element.get("rel") or "").split() if property_name(name)]


def _open_graph(document: Document) -> list[PageListing]:
    metas = [
        (str(e.get("property") or "").lower(), str(e.get("content") or "")) for e in document.elements("meta")[:300]
    ]
    item = Item(("place",), where="meta property")
    for key, value in metas:
        if key in _OPEN_GRAPH and value.strip():
            item.props.setdefault(_OPEN_GRAPH[key], []).append(value)
    if "streetaddress" not in item.props:
        return []
    title = next((value for key, value in metas if key == "og:title"), "")
    item.props["name"] = [title] if title else []
    item.props["address"] = [Item(("postaladdress",), {k: v for k, v in item.props.items() if k != "name"})]
    return listings([item], "rdfa")
