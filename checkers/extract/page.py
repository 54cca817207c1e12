"""One page, all syntaxes, one answer: who is listed here, and what it says about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from checkers.extract import json_ld, maps_payload, microdata, microformats, plain, rdfa
from checkers.extract.document import Document, open_document
from checkers.extract.lines import read_lines
from checkers.extract.listing import PageListing, merged
from checkers.extract.refusal import refusal
from checkers.extract.schema_org import PARENT, VENUE
from checkers.extract.visible import Shown
from checkers.nap import Nap
from checkers.normalise.text import fold

LISTINGS_MAX = 200
FULL = 5  # name, street, city, ZIP and phone
_READERS = (maps_payload.read, json_ld.read, microdata.read, rdfa.read, microformats.read)


class PageState(StrEnum):
    """`not_shown` is an answer: the page was read and lists nobody. `could_not_check` is none: it was a wall.

    `named` says whose the page is and shows neither place nor number: whose listing it could be is not told by that.
    """

    LISTED = "listed"
    NAMED = "named"
    NOT_SHOWN = "not_shown"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(frozen=True, slots=True)
class PageReading:
    """`reason` says in words for people why a page could not be checked."""

    state: PageState
    listings: tuple[PageListing, ...] = ()
    reason: str = ""


def read_page(content: bytes | str, *, url: str = "", content_type: str = "") -> tuple[PageListing, ...]:
    """The page's listings, its own subject first; none where it names no business. Never raises on any content.

    A page without place and number is its owner's by name alone, where that is sure.
    """
    return read_with_state(content, url=url, content_type=content_type).listings


def read_with_state(content: bytes | str, *, url: str = "", content_type: str = "") -> PageReading:
    """The same with what it means that nothing was found. A wall's own address is not the subject's."""
    document = open_document(content, url=url, content_type=content_type)
    lines = read_lines(document)
    shown = plain.read(document, lines)
    found = [listing for read in _READERS for listing in read(document)]
    if found:
        visible = Shown(document, lines, shown)
        found = [visible.corrected(listing) for listing in found[:LISTINGS_MAX]]
    found += shown
    listings = merged(found[:LISTINGS_MAX], document.title, [document.title, *(line.text for line in lines)])
    placed = tuple(_subject_first([listing for listing in listings if _is_placed(listing)], document))
    if len(placed) == 1 and plain.says_closed(lines):  # on a list of places the banner is one place's
        placed = (replace(placed[0], is_closed=True),)
    if reason := refusal(document, lines, is_listing=bool(placed)):
        return PageReading(PageState.COULD_NOT_CHECK, (), reason)
    if placed:
        return PageReading(PageState.LISTED, placed)
    owner = next((listing for listing in listings if plain.is_the_owners(listing)), None)
    return PageReading(PageState.NAMED, (_named_alone(owner),)) if owner else PageReading(PageState.NOT_SHOWN)


def _named_alone(listing: PageListing) -> PageListing:
    return PageListing(Nap(name=listing.nap.name), listing.source, {"name": listing.provenance["name"]})


def _is_placed(listing: PageListing) -> bool:
    """A name alone is the site's own as often as the subject's: without address, town or phone it is no listing."""
    nap = listing.nap
    has_town = listing.source != plain.SOURCE or plain.is_in_its_town(listing)
    return bool(nap.street or nap.phone or (nap.city and has_town))


def _subject_first(listings: list[PageListing], document: Document) -> list[PageListing]:
    """Markup, plain text, a footer's, a venue or parent; then whom the title names, the fuller one, the earlier one."""
    title = fold(document.title)

    def rank(numbered: tuple[int, PageListing]) -> tuple[int, bool, bool, int]:
        n, listing = numbered
        is_titled = bool(listing.nap.name) and fold(listing.nap.name) in title
        return (_standing(listing), not is_titled, listing.weight < FULL, n)

    return [listing for _, listing in sorted(enumerate(listings), key=rank)]


def _standing(listing: PageListing) -> int:
    if listing.source == plain.SOURCE:
        return 1
    if any(where.endswith((VENUE, PARENT)) for where in listing.provenance.values()):
        return 3
    return 2 if any("in the footer" in where for where in listing.provenance.values()) else 0
