"""One page, all syntaxes, one answer: who is listed here, and what it says about them."""

from __future__ import annotations

from checkers.extract import json_ld, microdata, microformats, plain, rdfa
from checkers.extract.document import Document, open_document
from checkers.extract.listing import PageListing, merged
from checkers.normalise.text import fold

LISTINGS_MAX = 200
_READERS = (json_ld.read, microdata.read, rdfa.read, microformats.read, plain.read)


def read_page(content: bytes | str, *, url: str = "", content_type: str = "") -> tuple[PageListing, ...]:
    """The page's listings, its own subject first; none where it names no business. Never raises on any content."""
    document = open_document(content, url=url, content_type=content_type)
    found = [listing for read in _READERS for listing in read(document)]
    return tuple(_subject_first(merged(found[:LISTINGS_MAX]), document))


def _subject_first(listings: list[PageListing], document: Document) -> list[PageListing]:
    """The title names the subject; else the fuller listing, else the earlier one."""
    title = fold(document.title)

    def rank(numbered: tuple[int, PageListing]) -> tuple[bool, bool, int]:
        n, listing = numbered
        is_titled = bool(listing.nap.name) and fold(listing.nap.name) in title
        return (not is_titled, listing.weight < 3, n)

    return [listing for _, listing in sorted(enumerate(listings), key=rank)]
