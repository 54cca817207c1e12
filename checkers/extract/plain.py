"""Pages without markup: the address, phone, hours and name that a reader would find by eye."""

from __future__ import annotations

from checkers.extract.document import Document
from checkers.extract.lines import Line, read_lines
from checkers.extract.listing import PageListing, make_nap
from checkers.extract.plain_address import PlacedAddress, find_addresses
from checkers.extract.plain_hours import find_hours
from checkers.extract.plain_name import find_name
from checkers.extract.plain_phone import PlacedPhone, find_phones, of_city, tel_links
from checkers.nap import Nap
from checkers.normalise import address

SOURCE = "page"
FEW = 3  # different numbers on a page, up to which one far from the address is still its own
CLOSE = 4  # on a page of several addresses a number further off belongs to another of them
NEAR = 12  # lines between an address and a phone of its own; beyond that it may be anybody's


def read(document: Document) -> list[PageListing]:
    """The subject first, then other addresses of the page."""
    lines = read_lines(document)
    if not lines:
        return []
    addresses = _distinct(find_addresses(lines))
    phones = find_phones(lines)
    subject = _subject(addresses, lines)
    reach = NEAR if len(addresses) < 2 else CLOSE
    first = _subject_listing(document, lines, subject, phones, reach)
    others = [_other_listing(placed, phones, lines) for placed in addresses if placed is not subject]
    return [listing for listing in [first, *others] if listing.nap.name or listing.nap.street]


def _distinct(addresses: list[PlacedAddress]) -> list[PlacedAddress]:
    """One for each door, the fullest spelling of it, in order of first appearance."""
    kept: dict[str, PlacedAddress] = {}
    for placed in addresses:
        door = address.parse_fields(placed.street).door_key
        if door not in kept or (placed.postal_code and not kept[door].postal_code):
            kept[door] = placed
    return list(kept.values())


def _subject(addresses: list[PlacedAddress], lines: list[Line]) -> PlacedAddress | None:
    """A place to visit before a mailing address; then the page's own part before its footer; then the first."""
    return min(
        addresses, key=lambda a: (a.is_mailing, "footer" in lines[a.last].marks, addresses.index(a)), default=None
    )


def _subject_listing(
    document: Document, lines: list[Line], placed: PlacedAddress | None, phones: list[PlacedPhone], reach: int
) -> PageListing:
    name, name_where = find_name(document, lines, placed.first if placed else None)
    number, phone_where = _phone_of(document, placed, phones, lines, reach)
    week = find_hours(lines)
    texts = {"name": name, "phone": number} | (_texts(placed) if placed else {})
    nap = make_nap(texts, week=week[0] if week else None)
    where = {"name": name_where, "phone": phone_where, "hours": lines[week[1]].where if week else ""}
    return _listing(nap, where, lines[placed.first].where if placed else "", lines)


def _phone_of(
    document: Document, placed: PlacedAddress | None, phones: list[PlacedPhone], lines: list[Line], reach: int
) -> tuple[str, str]:
    near = _nearest(placed, phones, reach) if placed else None
    is_few = len({p.e164 for p in phones}) <= FEW
    chosen = near or (
        min(phones, key=lambda p: (p.is_toll_free, p.line), default=None) if is_few and reach == NEAR else None
    )
    if chosen:
        return chosen.e164, lines[chosen.line].where
    links = tel_links(document)
    return (links[0], "a[href=tel:]") if len(links) == 1 else ("", "")


def _nearest(placed: PlacedAddress, phones: list[PlacedPhone], reach: int) -> PlacedPhone | None:
    """After the address before above it, local before toll-free: the order in which contact blocks are printed."""
    near = [p for p in phones if placed.first - reach // 2 <= p.line <= placed.last + reach]
    return min(
        of_city(near, placed.city),
        key=lambda p: (p.is_toll_free, p.line < placed.first, abs(p.line - placed.last)),
        default=None,
    )


def _other_listing(placed: PlacedAddress, phones: list[PlacedPhone], lines: list[Line]) -> PageListing:
    close = [p for p in phones if placed.first <= p.line <= placed.last + 3]
    nap = make_nap(_texts(placed) | ({"phone": close[0].e164} if close else {}))
    where = lines[placed.first].where
    return _listing(nap, {"phone": lines[close[0].line].where if close else ""}, where, lines)


def _texts(placed: PlacedAddress) -> dict[str, str]:
    return {
        "street": placed.street,
        "city": placed.city,
        "region": placed.region,
        "postal_code": placed.postal_code,
        "country": "US" if placed.region else "",
    }


def _listing(nap: Nap, where: dict[str, str], address_where: str, lines: list[Line]) -> PageListing:
    said = [key for key, value in nap.to_dict().items() if value]
    provenance = {key: f"page: {where.get(key) or address_where}" for key in said}
    is_closed = any("permanently closed" in line.text.lower()[:200] for line in lines)
    return PageListing(nap, SOURCE, provenance, is_closed)
