"""Pages without markup: the address, phone, hours and name that a reader would find by eye."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from checkers.extract.document import Document
from checkers.extract.known_directories import house_of_title, own_names
from checkers.extract.lines import Line
from checkers.extract.listing import PageListing, make_nap, printed_texts
from checkers.extract.map_links import map_address
from checkers.extract.placeholders import is_address
from checkers.extract.plain_abroad import find_addresses_abroad
from checkers.extract.plain_address import find_addresses, towns_of
from checkers.extract.plain_hours import find_hours
from checkers.extract.plain_name import FRAME, find_name
from checkers.extract.plain_name_candidate import is_agreed_on
from checkers.extract.plain_name_host import WHOLE_HOST, titled_like_the_host
from checkers.extract.plain_name_words import GENERIC, clean_name
from checkers.extract.plain_neighbours import without_neighbours
from checkers.extract.plain_numbered import HEADINGS, NUMBERED, numbered_names
from checkers.extract.plain_phone import PlacedPhone, find_phones, of_city, tel_links
from checkers.extract.plain_place import PlacedAddress
from checkers.extract.plain_rows import Rows, find_rows
from checkers.extract.plain_town import LOCATED, OWN_LINE, RIGHTS, SEATED, located_town, lone_town, rights_town, seat
from checkers.nap import Nap
from checkers.normalise import address, hours
from checkers.normalise import website as site
from checkers.normalise.text import fold

SOURCE = "page"
FEW = 3  # different numbers on a page with one address, up to which one far from it is still its own
NEAR = 12  # lines from an address to a phone of its own; beyond that it may be anybody's
TOWN_ABOVE = 3  # lines from a town without a street down to the number
STREET_START = 12  # characters by which a street is found again in its line
LABEL_MAX = 60  # characters before a street that can say whose or when
_LEFT = re.compile(
    r"\b(?:old|former|previous|prior) (?:location|address|office|store|shop|showroom)\b(?!.*\bnew\b)"
    r"|\b(?:formerly|previously|used to be) (?:at|located)|\b(?:moved|relocated) from\b(?!.*\bto\b)"
    r"|\b(?:ubicaci[oó]n|direcci[oó]n) anterior\b",
    re.IGNORECASE,
)
_RINGS = re.compile(r"(?:tele)?phone(?: number)?|tel|call(?: us)?", re.IGNORECASE)
REVIEWED = frozenset({"review", "testimonial", "comment"})
CLOSE = 4  # the same on a page of several addresses


def read(document: Document, lines: list[Line]) -> list[PageListing]:
    """The subject first, then other addresses of the page; `lines` are the page's visible ones."""
    return _Page(document, lines).listings() if lines else _of_pictures(document)


def _of_pictures(document: Document) -> list[PageListing]:
    """Of a page that shows pictures alone: whom its title names, where the host of its mail or its own spells that."""
    name = clean_name(titled_like_the_host(document))
    return [PageListing(Nap(name=name), SOURCE, {"name": f"{SOURCE}: title, {WHOLE_HOST}"})] if name else []


def says_closed(lines: list[Line]) -> bool:
    """Whether a banner says so of the page's subject."""
    return any("permanently closed" in line.text[:200].lower() for line in lines)


def is_in_its_town(listing: PageListing) -> bool:
    """Whether the page says of whom it names in which town that is, without street and number."""
    return bool(listing.nap.name) and listing.provenance.get("city") in {
        f"page: {where}" for where in (OWN_LINE, RIGHTS, SEATED)
    }


def is_the_owners(listing: PageListing) -> bool:
    """Whether it is the name that independent witnesses of a page agree on as its owner's."""
    said = listing.provenance.get("name", "").removeprefix(f"{SOURCE}: ")
    return listing.source == SOURCE and is_agreed_on(said.split(", "))


class _Page:
    def __init__(self, document: Document, lines: list[Line]) -> None:
        found = sorted(find_addresses(lines) + find_addresses_abroad(lines), key=lambda a: a.first)
        lines, found = _without_neighbours(lines, found)
        if samples := [placed for placed in found if is_address(placed.street, placed.city)]:
            found = [placed for placed in found if placed not in samples]
            lines = _without(lines, samples)
        self.is_in_a_house = bool(own_names(document))
        if not self.is_in_a_house and house_of_title(document, lines):
            self.is_in_a_house = any(FRAME.isdisjoint(lines[placed.last].marks) for placed in found)
        if self.is_in_a_house:
            lines = _without_the_houses(lines, found)
            found = [placed for placed in found if lines[placed.last].text]
        self.document, self.lines = document, lines
        found = [placed for placed in _without_reviewers(found, lines) if not _was_left(placed, lines)]
        self.everywhere = _with_units(_with_directions(_without_corners(found, map_address(document))))
        self.addresses = _distinct(self.everywhere)
        self.named = numbered_names(lines, self.everywhere)
        self.phones = find_phones(lines, _country(self.addresses))
        self.rows = find_rows(lines)
        self.is_closed = says_closed(lines)

    def listings(self) -> list[PageListing]:
        labelled = [self._labelled(rows) for rows in self.rows if rows.is_address]
        subject = self._subject() if not labelled else None
        others = [
            self._other(placed) for placed in self.addresses if placed is not subject and not _is_for_letters(placed)
        ]
        found = [*labelled, *([] if labelled else [self._subject_listing(subject)]), *others]
        return [listing for listing in found if listing.nap.name or listing.nap.street]

    def _subject(self) -> PlacedAddress | None:
        """A place to visit before a mailing address; then the page's own part before its footer; then the first."""

        def rank(placed: PlacedAddress) -> tuple[bool, bool]:
            return placed.is_mailing, "footer" in self.lines[placed.last].marks

        return min(self.addresses, key=rank, default=None)

    def _subject_listing(self, placed: PlacedAddress | None) -> PageListing:
        doors = [twin.first for twin in self.everywhere if placed and _door(twin) == _door(placed)]
        name, name_where = find_name(
            self.document,
            self.lines,
            doors,
            [p.line for p in self.phones],
            has_one_phone=len({p.e164 for p in self.phones}) == 1,
            towns=[placed.city] if placed else [map_address(self.document).get("city", "")],
        )
        if placed and placed.first in self.named:
            name, name_where = self.named[placed.first], NUMBERED
        if told := self._registered(name):
            name, name_where = told
        if placed and _is_its_street(name, placed):
            name, name_where = "", ""
        number, printed_number, phone_where = self._phone(placed)
        town, town_where = ({}, "") if placed else self._town(name)
        week, hours_line = find_hours(self.lines) or (None, 0)
        website = next((r.texts["website"] for r in self.rows if site.key(r.texts.get("website", ""))), "")
        texts = {"name": name, "phone": number, "website": website} | (_texts(placed) if placed else town)
        where = {"name": name_where, "phone": phone_where, "hours": self.lines[hours_line].where}
        where |= dict.fromkeys(town, town_where)
        printed = {"phone": printed_number, "hours": self.lines[hours_line].text if week else ""}
        return self._listing(make_nap(texts, week=week), where, placed, printed)

    def _registered(self, name: str) -> tuple[str, str] | None:
        """Whom a row and the title name, where that is no part of what was found: registers print numbers first."""
        title = fold(self.document.title, 500)
        told = [(text, rows.where) for rows in self.rows if (text := clean_name(rows.texts.get("name", "")))]
        return next(((text, at) for text, at in told if fold(text) in title and fold(text) not in fold(name)), None)

    def _town(self, name: str) -> tuple[dict[str, str], str]:
        """Without a street: where the map leads, else the one town with ZIP beside a number, or one in its own line."""
        if self.rows and any(rows.is_address for rows in self.rows):
            return {}, ""
        if texts := map_address(self.document):
            return texts, "a link to a map"
        near = {n for p in self.phones for n in range(p.line - TOWN_ABOVE, p.line + 2)}
        towns = [place for n in sorted(near) if 0 <= n < len(self.lines) for place in towns_of(self.lines[n], name)]
        found = {(place["city"], place["postal_code"]): place for place in towns}
        if not found and (lone := lone_town(self.lines, [p.line for p in self.phones], name)):
            return lone, OWN_LINE
        if not found and (held := rights_town(self.lines, name)):
            return held, RIGHTS
        if not found and (titled := located_town(self.document.title, self.lines)):
            return titled, LOCATED
        if not found and (said := seat(self.lines, name)):
            return said, SEATED
        return (next(iter(found.values())), "beside the number") if len(found) == 1 else ({}, "")

    def _labelled(self, rows: Rows) -> PageListing:
        """Each row says what it is: nothing is looked for around it."""
        nap = make_nap({**rows.texts, "country": "US"}, week=hours.parse(rows.texts.get("hours", "")))
        said = [key for key, value in nap.to_dict().items() if value]
        provenance = {key: f"page: {rows.where}" for key in said}
        return PageListing(nap, SOURCE, provenance, self.is_closed, printed_texts(nap, rows.texts))

    def _other(self, placed: PlacedAddress) -> PageListing:
        own = self._own_phones(placed) or self._shared_phone()
        texts = {"name": self.named.get(placed.first, ""), "phone": own[0].e164 if own else ""}
        nap = make_nap(_texts(placed) | texts)
        return self._listing(nap, {"name": NUMBERED}, placed, {"phone": own[0].printed} if own else {})

    def _shared_phone(self) -> list[PlacedPhone]:
        """The page's only number, in its header or footer, answers for each of its places."""
        is_one = len({p.e164 for p in self.phones}) == 1
        return [p for p in self.phones[:1] if is_one and not FRAME.isdisjoint(self.lines[p.line].marks)]

    def _phone(self, placed: PlacedAddress | None) -> tuple[str, str, str]:
        """The number, as it is printed, and where."""
        own = self._own_phones(placed) if placed else []
        numbers = len({p.e164 for p in self.phones})
        is_lone = numbers == 1 or (len(self.addresses) < 2 and numbers <= FEW)
        left = [p for p in self.phones if not placed or not self._is_anothers(p, placed)] if is_lone else []
        anywhere = sorted(left, key=lambda p: (p.is_aside, p.is_toll_free, p.line))
        heads = [p for p in anywhere if "header" in self.lines[p.line].marks and not p.is_aside]
        if chosen := next(iter(heads if own and own[0].is_aside and heads else own or anywhere), None):
            return chosen.e164, chosen.printed, self.lines[chosen.line].where
        is_told = self.is_in_a_house or (is_lone and len(left) < len(self.phones))  # whose the numbers are
        links = [] if is_told else tel_links(self.document)
        return (links[0], "", "a[href=tel:]") if len(links) == 1 else ("", "", "")

    def _is_anothers(self, number: PlacedPhone, placed: PlacedAddress) -> bool:
        """Whether it stands beside another place, far from this one; in the site's frame, on the other's own line."""
        doors = {_door(a) for a in self.everywhere if a.first <= number.line <= a.last}
        if doors and _door(placed) not in doors:
            return True
        if len(self.addresses) < 2 or FRAME & self.lines[number.line].marks:
            return False
        nearest = min(abs(number.line - a.last) for a in self.everywhere if _door(a) == _door(placed))
        return nearest > NEAR and self._owner(number) not in ("", _door(placed))

    @cached_property
    def _phones_of(self) -> dict[str, list[PlacedPhone]]:
        """Each door's numbers, in order of the page."""
        found: dict[str, list[PlacedPhone]] = {}
        for number in self.phones:
            found.setdefault(self._owner(number), []).append(number)
        return found | self._left_over(found)

    def _left_over(self, found: Mapping[str, list[PlacedPhone]]) -> dict[str, list[PlacedPhone]]:
        """The one "Phone:" that no place has is that of the one place above it that has none."""
        without = {_door(a): a.last for a in self.everywhere if _door(a) not in found}
        left = [number for number in found.get("", []) if _RINGS.fullmatch(number.label)]
        if len(without) != 1 or len(left) != 1 or len(self.addresses) < 2:
            return {}
        ((door, last),) = without.items()
        return {door: left} if 0 < left[0].line - last <= NEAR else {}

    def _own_phones(self, placed: PlacedAddress) -> list[PlacedPhone]:
        """This address's numbers: local before toll-free, below it before above, as contact blocks are printed."""
        own = of_city(self._phones_of.get(_door(placed), []), placed.city)
        return sorted(own, key=lambda p: (p.is_aside, p.is_toll_free, p.line < placed.first, abs(p.line - placed.last)))

    def _owner(self, number: PlacedPhone) -> str:
        """The door that a number belongs to: the last address above it, else the next below.

        Where a heading of its own begins the next place's block, the number below that heading is the next place's.
        """
        if len(here := [a for a in self.everywhere if a.last == number.line]) > 1:
            text = self.lines[number.line].text
            before = [a for a in here if text.find(a.street[:STREET_START]) < text.find(number.printed)]
            return _door(before[-1] if before else here[0])
        reach = NEAR if len(self.addresses) < 2 else CLOSE
        above = [a for a in self.everywhere if a.first <= number.line <= a.last + reach]
        below = [a for a in self.everywhere if a.first - reach // 2 <= number.line < a.first]
        between = self.lines[above[-1].last + 1 : number.line] if above and below else []
        is_anew = any(HEADINGS & line.marks and not GENERIC.match(line.text) for line in between)
        nearest = above[-1] if above and not is_anew else next(iter(below), None)
        return _door(nearest) if nearest else ""

    def _listing(
        self, nap: Nap, where: Mapping[str, str], placed: PlacedAddress | None, printed: Mapping[str, str]
    ) -> PageListing:
        said = [key for key, value in nap.to_dict().items() if value]
        around = self.lines[placed.first].where if placed else ""
        provenance = {key: f"page: {where.get(key) or around}" for key in said}
        texts = {"street": placed.street, "region": placed.printed_region} if placed else {}
        return PageListing(nap, SOURCE, provenance, self.is_closed, printed_texts(nap, texts | dict(printed)))


def _without(lines: list[Line], samples: list[PlacedAddress]) -> list[Line]:
    """The lines, those of a builder's sample address empty: its town is nobody's either."""
    gone = {n for placed in samples for n in range(placed.first, placed.last + 1)}
    return [replace(line, text="") if line.number in gone else line for line in lines]


def _without_neighbours(lines: list[Line], found: list[PlacedAddress]) -> tuple[list[Line], list[PlacedAddress]]:
    """Where the page has numbers or another address besides those of its neighbours, without these."""
    own = without_neighbours(lines) if found else lines
    left = [placed for placed in found if own[placed.last].text]
    return (own, left) if len(left) < len(found) and (left or find_phones(own)) else (lines, found)


def _without_the_houses(lines: list[Line], found: list[PlacedAddress]) -> list[Line]:
    """The lines of a directory's page, those of its own foot and of its head above the listing's empty.

    All that stands above the heading is its head where an address stands below.
    """
    heading = next((line.number for line in lines if "h1" in line.marks), 0)
    is_below = any(placed.first >= heading and "footer" not in lines[placed.last].marks for placed in found)
    return [
        replace(line, text="")
        if "footer" in line.marks or (line.number < heading and (is_below or FRAME & line.marks))
        else line
        for line in lines
    ]


def _without_reviewers(addresses: list[PlacedAddress], lines: list[Line]) -> list[PlacedAddress]:
    """A customer tells where he was; a page that is marked so for the most part only has reviews."""
    said = [placed for placed in addresses if REVIEWED.isdisjoint(lines[placed.last].marks)]
    if said or not addresses:
        return said
    return addresses if 2 * sum(not REVIEWED.isdisjoint(line.marks) for line in lines) > len(lines) else []


def _was_left(placed: PlacedAddress, lines: list[Line]) -> bool:
    """Whether the words before the street say that the business is no longer there."""
    text = lines[placed.first].text
    at = text.find(placed.street[:STREET_START])
    above = lines[placed.first - 1].text if placed.first and at <= 0 else ""
    label = "" if len(above) > LABEL_MAX or re.search(r"\d", above) else above  # one with figures is the place before
    return _LEFT.search(f"{label} {text[:at][-LABEL_MAX:]}") is not None


def _with_directions(addresses: list[PlacedAddress]) -> list[PlacedAddress]:
    """ "260 14th St" on a page that also prints "260 14th St NW" in the same city is that door."""
    if len(addresses) < 2:
        return addresses
    whole: dict[tuple[str, ...], set[str]] = {}
    plain: list[tuple[str, ...]] = []
    for placed in addresses:
        parts = address.parse_fields(placed.street)
        key = (parts.number, parts.street, parts.suffix, fold(placed.city))
        plain.append(() if parts.predirectional or parts.postdirectional else key)
        if not plain[-1]:
            whole.setdefault(key, set()).add(placed.street)
    fuller = {key: next(iter(streets)) for key, streets in whole.items() if len(streets) == 1}
    return [
        replace(placed, street=fuller.get(key, placed.street)) for placed, key in zip(addresses, plain, strict=True)
    ]


def _with_units(addresses: list[PlacedAddress]) -> list[PlacedAddress]:
    """ "12 Elm St" in a header is the door of "12 Elm St, Suite 4" below, if no other unit is named."""
    whole: dict[tuple[str, str], dict[str, str]] = {}
    for placed in addresses:
        if unit := address.parse_fields(placed.street).unit:
            whole.setdefault((_door(placed), fold(placed.city)), {}).setdefault(unit, placed.street)
    fuller = {door: next(iter(streets.values())) for door, streets in whole.items() if len(streets) == 1}
    return (
        [replace(p, street=fuller.get((_door(p), fold(p.city)), p.street)) for p in addresses] if fuller else addresses
    )


def _without_corners(addresses: list[PlacedAddress], mapped: Mapping[str, str]) -> list[PlacedAddress]:
    """Where a page or its map says a house, a corner only helps to find it."""
    if mapped or any(address.parse_fields(placed.street).number for placed in addresses):
        return [placed for placed in addresses if not address.parse_fields(placed.street).intersection]
    return addresses


def _distinct(addresses: list[PlacedAddress]) -> list[PlacedAddress]:
    """One for each door, the fullest spelling of it, in order of first appearance."""
    kept: dict[str, PlacedAddress] = {}
    for placed in addresses:
        door = _door(placed)
        if door not in kept or (placed.postal_code and not kept[door].postal_code):
            kept[door] = placed
    return list(kept.values())


def _is_its_street(name: str, placed: PlacedAddress) -> bool:
    """A house that is let is titled for its street."""
    return name[:1].isdigit() and address.parse_fields(name).door_key == _door(placed)


def _is_for_letters(placed: PlacedAddress) -> bool:
    """A second address that only takes letters is no second place."""
    return placed.is_mailing or bool(address.parse_fields(placed.street).po_box)


def _country(addresses: list[PlacedAddress]) -> str:
    """The one country of the page's addresses, whose numbers may stand without its code."""
    countries = {placed.country for placed in addresses}
    return countries.pop() if len(countries) == 1 else "US"


def _door(placed: PlacedAddress) -> str:
    return address.parse_fields(placed.street).door_key


def _texts(placed: PlacedAddress) -> dict[str, str]:
    return {
        "street": placed.street,
        "city": placed.city,
        "region": placed.region,
        "postal_code": placed.postal_code,
        "country": placed.country,
    }
