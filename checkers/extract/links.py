"""Addresses that a page of results leads to, as they stand in it."""

from __future__ import annotations

from checkers.extract.document import open_document

LINKS_MAX = 1_000  # a page of results has tens


def classed_links(content: bytes, *, content_type: str = "", of_class: str) -> list[str]:
    """Of the links that carry the class, in the page's order; nothing is joined with the page's own address yet."""
    links = open_document(content, content_type=content_type).elements("a")
    classed = [link.get("href") or "" for link in links if of_class in (link.get("class") or "").split()]
    return classed[:LINKS_MAX]
