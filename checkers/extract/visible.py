"""What a reader sees, held against what only machines read: a page's visible words are the ones that are kept up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from checkers.extract import json_ld
from checkers.extract.document import Document
from checkers.extract.known_directories import own_names
from checkers.extract.lines import Line
from checkers.extract.listing import ADDRESS_FIELDS, VISIBLE_MAX, PageListing
from checkers.extract.plain_phone import find_phones, tel_links
from checkers.extract.scopes import HIDDEN
from checkers.normalise import address, name, phone, region
from checkers.normalise.text import fold

_STATE_NAMES = {code: state.lower() for state, code in region.BY_NAME.items()}
_SLOGAN = re.compile(r"\s+[-–—|]\s+")


class Shown:
    """The page as shown: its words, numbers and the listings that were read from them."""

    def __init__(self, document: Document, lines: Sequence[Line], plain: Sequence[PageListing]) -> None:
        self.document, self.lines = document, lines
        self.placed = [listing for listing in plain if listing.nap.street]

    @cached_property
    def text(self) -> str:
        return fold(" ".join([self.document.title, *(line.text for line in self.lines)]), VISIBLE_MAX)

    @cached_property
    def numbers(self) -> set[str]:
        return {placed.e164 for placed in find_phones(list(self.lines))} | set(tel_links(self.document))

    def corrected(self, listing: PageListing) -> PageListing:
        """The listing of some markup with what the page shows where that says otherwise."""
        for correct in (self._name, self._town, self._phone, self._address):
            listing = correct(listing)
        return listing

    def _name(self, listing: PageListing) -> PageListing:
        """ "Delgado Plumbing - Open all night" is nowhere shown, and title or text call it "Delgado Plumbing"."""
        whole = listing.nap.name
        head, *slogans = _SLOGAN.split(whole)
        if not slogans or fold(whole) in self.text:
            return listing
        title = fold(self.document.title, 500)
        is_titled = fold(head) in {fold(part) for part in _SLOGAN.split(self.document.title)}
        is_told_apart = fold(slogans[0]) in title and fold(head) not in title and fold(head) in self.text
        return replace(listing, nap=replace(listing.nap, name=head)) if is_titled or is_told_apart else listing

    def _town(self, listing: PageListing) -> PageListing:
        """A town without street and ZIP that no reader sees is where some head office sits."""
        nap = listing.nap
        is_town = bool(nap.city and nap.phone) and not nap.street and not nap.postal_code
        state = rf"\W+(?:{nap.region.lower()}|{_STATE_NAMES.get(nap.region, nap.region)})" if nap.region else ""
        if not is_town or re.search(rf"\b{re.escape(fold(nap.city))}{state}\b", self.text):
            return listing
        return _without(listing, ("city", "region"))

    def _phone(self, listing: PageListing) -> PageListing:
        number = listing.nap.phone
        is_unseen = listing.source == json_ld.SOURCE or HIDDEN in listing.provenance.get("phone", "")
        if not number or not is_unseen or not self._is_of(listing):
            return listing
        if number in self.numbers or len(self.numbers) != 1:
            return listing
        return self._with(listing, {"phone": next(iter(self.numbers))}, "page: the only number shown")

    def _address(self, listing: PageListing) -> PageListing:
        """The page's only address, where the house number of the markup's is nowhere on it."""
        number = re.match(r"\d+", listing.nap.street)
        if not number or len(self.placed) != 1 or self._is_shown(number.group(0)):
            return listing
        if own_names(self.document):  # where the only other address is a neighbour's of the listing
            return listing
        own = self.placed[0]
        if not self._is_one(own, listing) or not own.nap.city or not address.parse_fields(own.nap.street).number:
            return listing
        texts = {key: getattr(own.nap, key) for key in ADDRESS_FIELDS}
        return self._with(listing, texts, own.provenance.get("street", own.source))

    def _is_one(self, own: PageListing, listing: PageListing) -> bool:
        """One number or name; below a directory's listing its footer has an address of its own, beside no name."""
        same_phone, same_name = (a != "" and a == b for a, b in zip(_keys(own), _keys(listing), strict=True))
        return same_phone or (same_name and self._stands_beside_its_name(own))

    def _stands_beside_its_name(self, own: PageListing) -> bool:
        number = address.parse_fields(own.nap.street).number
        around = [line for line in self.lines if number in line.text]
        feet = [fold(line.text) for line in self.lines if "footer" in line.marks]
        is_above = any("footer" not in line.marks for line in around)
        return is_above or any(fold(own.nap.name) in text for text in feet)

    def _is_shown(self, number: str) -> bool:
        whole = re.compile(rf"(?<!\d){number}(?!\d)")
        return any(number in line.text and whole.search(line.text) for line in self.lines)

    def _is_of(self, listing: PageListing) -> bool:
        """Whether the page shows the listing's door, so that its number is the listing's."""
        street = address.parse_fields(listing.nap.street).door_key if listing.nap.street else ""
        return bool(street) and any(address.parse_fields(own.nap.street).door_key == street for own in self.placed)

    @staticmethod
    def _with(listing: PageListing, texts: dict[str, Any], where: str) -> PageListing:
        provenance = _others(listing.provenance, tuple(texts))
        provenance |= {key: where for key, value in texts.items() if value}
        printed = _others(listing.printed, tuple(texts))
        return replace(listing, nap=replace(listing.nap, **texts), provenance=provenance, printed=printed)


def _keys(listing: PageListing) -> tuple[str, str]:
    return phone.key(listing.nap.phone), name.key(listing.nap.name)


def _without(listing: PageListing, keys: tuple[str, ...]) -> PageListing:
    empty: dict[str, Any] = dict.fromkeys(keys, "")
    kept, printed = _others(listing.provenance, keys), _others(listing.printed, keys)
    return replace(listing, nap=replace(listing.nap, **empty), provenance=kept, printed=printed)


def _others(texts: Mapping[str, str], keys: tuple[str, ...]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if key not in keys}
