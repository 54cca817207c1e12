"""Microformats: h-card and h-adr, and the classic hCard (vcard, adr) that older pages still carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from checkers.extract.document import Document
from checkers.extract.listing import PageListing
from checkers.extract.plain_phone import phones_in
from checkers.extract.schema_org import Item, listings
from checkers.extract.scopes import read_scopes

INSIDE_MAX = 20
_SCOPES = {
    "vcard": "vcard",
    "h-card": "vcard",
    "adr": "postaladdress",
    "h-adr": "postaladdress",
    "p-adr": "postaladdress",
}
_CLASSIC = frozenset(
    "fn org adr tel url street-address extended-address post-office-box locality region postal-code country-name"
    " organization-name".split()
)  # fmt: skip
_MODERN = re.compile(
    r"^(?:p|u|dt|e)-(name|org|adr|tel|url|street-address|extended-address|post-office-box|locality|region|postal-code|country-name)$"
)


def read(document: Document) -> list[PageListing]:
    if not any(mark in document.text for mark in ("vcard", "h-card", "street-address")):
        return []
    items = read_scopes(document, _types, _properties, ("class",), _value_class)
    return listings(
        [item for item in items if _is_organisation(item) or item.types == ("postaladdress",)],
        "microformats",
        document.title,
    )


def _types(element: Any) -> tuple[str, ...] | None:
    kinds = tuple(_SCOPES[name] for name in _classes(element) if name in _SCOPES)
    return kinds[:1] or None


def _properties(element: Any) -> list[str]:
    if "fax" in _classes(element) or _is_fax(element):
        return []
    classic = [name for name in _classes(element) if name in _CLASSIC]
    modern = [found.group(1) for name in _classes(element) if (found := _MODERN.match(name))]
    return list(dict.fromkeys(classic + modern))


def _value_class(element: Any) -> str:
    """The value class pattern: `<p class="tel">Call <b class="value">…</b>`; `value-title` says it in its title.

    A text that holds the number as it stands is kept whole, as what is left out can be the town that it is for.
    """
    parts = [inner for inner in _inside(element) if {"value", "value-title"} & set(_classes(inner))]
    if not parts or phones_in(" ".join("".join(element.itertext()).split())[:200]):
        return ""
    texts = [
        inner.get("title") or "" if "value-title" in _classes(inner) else "".join(inner.itertext()) for inner in parts
    ]
    return " ".join("".join(texts).split())


def _is_fax(element: Any) -> bool:
    """`<span class="tel"><span class="type">Fax</span>…`: the type stands inside."""
    types = [inner for inner in _inside(element) if "type" in _classes(inner)]
    return any("fax" in "".join(inner.itertext()).lower() for inner in types)


def _inside(element: Any) -> Iterator[Any]:
    """The first elements in it: a property is a line, and one that holds a whole page is none."""
    return islice(element.iterdescendants("*"), INSIDE_MAX)


def _classes(element: Any) -> list[str]:
    return str(element.get("class") or "").lower().split()


def _is_organisation(item: Item) -> bool:
    """A card with an address is a place; one with a name and phone alone is as often a person."""
    return "vcard" in item.types and "address" in item.props
