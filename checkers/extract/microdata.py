"""Microdata: itemscope, itemtype, itemprop."""

from __future__ import annotations

from typing import Any

from checkers.extract.document import Document
from checkers.extract.listing import PageListing
from checkers.extract.schema_org import listings, short_type
from checkers.extract.scopes import read_scopes


def read(document: Document) -> list[PageListing]:
    if "itemscope" not in document.text and "itemprop" not in document.text:
        return []
    return listings(
        read_scopes(document, _types, _properties, ("itemscope", "itemtype", "itemprop")), "microdata", document.title
    )


def _types(element: Any) -> tuple[str, ...] | None:
    if element.get("itemscope") is None and element.get("itemtype") is None:
        return None
    return tuple(short_type(kind) for kind in (element.get("itemtype") or "").split())


def _properties(element: Any) -> list[str]:
    return str(element.get("itemprop") or "").split()
