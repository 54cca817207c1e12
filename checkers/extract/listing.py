"""What one page says about one business, and where in the page it says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from checkers.extract import placeholders
from checkers.extract.street_unit import parted
from checkers.nap import Nap
from checkers.normalise import address, name, phone, region
from checkers.normalise.name_words import LEGAL_ENDINGS
from checkers.normalise.text import fold, tidy

FIELD_MAX = 500
VISIBLE_MAX = 1_000_000
FIELDS = tuple(f.name for f in fields(Nap))
_TOWN_WITH_REST = re.compile(
    r"(?P<city>[A-Za-z][A-Za-z .'’-]*?),?\s+(?P<region>[A-Z]{2})\.?,?\s+(?P<postal_code>\d{5}(?:-\d{4})?)"
)
ADDRESS_FIELDS = ("street", "unit", "city", "region", "postal_code", "country")


@dataclass(frozen=True, slots=True)
class PageListing:
    """`provenance` names, for each field that is said, the syntax and the element it was read from.

    `printed` holds the page's own text of a field that `nap` holds in its normal form ("(512) 555-0134", "Texas").
    """

    nap: Nap
    source: str
    provenance: Mapping[str, str] = field(default_factory=dict)
    is_closed: bool = False
    printed: Mapping[str, str] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """How much it says: a listing with name, address and phone outranks a bare name."""
        return sum(bool(getattr(self.nap, key)) for key in ("name", "street", "city", "postal_code", "phone"))


def make_nap(texts: Mapping[str, str], *, week: Any = None, default_country: str = "US") -> Nap:
    """Raw texts to a Nap: spacing tidied, phone in E.164 where it parses, US regions by their code."""
    clean = _parted({key: tidy(value, FIELD_MAX) for key, value in texts.items() if key in FIELDS and value})
    clean = _without_placeholders(clean)
    country = country_code(clean.get("country", ""))
    number = clean.get("phone", "")
    if country_code(clean.get("region", "")) == "US":  # some shop systems put the country there
        clean["region"] = ""
    street, unit = _street_alone(clean), clean.get("unit", "")
    if street and not unit and country in ("", "US"):
        street, unit = parted(street)
    return Nap(
        name=clean.get("name", ""),
        street=street,
        unit=unit,
        city=clean.get("city", "").strip(" ,"),
        region=region.code_or_raw(clean.get("region", "")) if country in ("", "US") else clean.get("region", ""),
        postal_code=clean.get("postal_code", ""),
        country=country,
        phone=phone.e164_or_raw(number, country or default_country) if number else "",
        website=clean.get("website", ""),
        hours=week,
    )


def _without_placeholders(texts: dict[str, str]) -> dict[str, str]:
    """What nobody wrote yet is not said; an address is one fact, and goes as a whole."""
    gone = {"name"} if placeholders.is_name(texts.get("name", "")) else set()
    gone |= {"phone"} if placeholders.is_phone(texts.get("phone", "")) else set()
    if placeholders.is_address(texts.get("street", ""), texts.get("city", "")):
        gone |= set(ADDRESS_FIELDS)
    return {key: text for key, text in texts.items() if key not in gone} if gone else texts


def _parted(texts: dict[str, str]) -> dict[str, str]:
    """A town that carries its state and ZIP ("Oak Hill OH 45656") without them, where no field says otherwise."""
    found = _TOWN_WITH_REST.fullmatch(texts.get("city", ""))
    state = region.code(found.group("region")) if found else ""
    if not found or not state or region.code(texts.get("region", state)) != state:
        return texts
    if texts.get("postal_code", found.group("postal_code"))[:5] != found.group("postal_code")[:5]:
        return texts
    return {**texts, **found.groupdict()}


def _street_alone(texts: Mapping[str, str]) -> str:
    """A street line that repeats the city, state and ZIP of its own fields, without them."""
    street, city = texts.get("street", "").strip(" ,"), texts.get("city", "").strip(" ,")
    if not city:
        return street
    head, comma, tail = street.rpartition(f", {city}")
    rest = _bare(tail).removeprefix(_bare(texts.get("region", "")))
    is_code = re.fullmatch(r"\d{5}(?:\d{4})?", rest) is not None or rest == _bare(texts.get("postal_code", ""))
    is_repeated = bool(comma and head) and (not rest or is_code)
    return head.strip(" ,") if is_repeated else street


def _bare(text: str) -> str:
    return re.sub(r"[\s,.-]", "", text).lower()


def printed_texts(nap: Nap, texts: Mapping[str, str]) -> dict[str, str]:
    """Those of the raw texts that their normal form changed."""
    told = {key: tidy(text, FIELD_MAX) for key, text in texts.items() if key in FIELDS and text}
    return {key: text for key, text in told.items() if (said := getattr(nap, key)) and said != text}


_COUNTRIES = {
    "united states": "US",
    "united states of america": "US",
    "usa": "US",
    "u.s.a.": "US",
    "us": "US",
    "u.s.": "US",
}


def country_code(raw: str) -> str:
    """Two-letter code where the page gives one, or names the United States; else as printed."""
    text = raw.strip()
    return _COUNTRIES.get(text.lower()) or (text.upper() if len(text) == 2 and text.isalpha() else text)


def merged(listings: Iterable[PageListing], title: str = "", visible: Sequence[str] = ()) -> list[PageListing]:
    """One listing for each business, in order; a later reading fills what an earlier one of the same business lacks.

    A name that no reader sees gives way to one that the title has: hidden markup also names people and departments.
    """
    title = fold(title)
    kept: list[PageListing] = []
    for listing in listings:
        same = next((n for n, other in enumerate(kept) if is_same_place(other, listing)), None)
        if same is None:
            kept.append(listing)
        else:
            kept[same] = _filled(kept[same], listing, title, visible)
    return kept


def _filled(first: PageListing, second: PageListing, title: str, visible: Sequence[str]) -> PageListing:
    """The address is one fact: it is taken whole, or only its gaps are filled where both name one door."""
    one, two = first.nap, second.nap
    takes = [key for key in ("name", "phone", "website", "hours") if not getattr(one, key) and getattr(two, key)]
    is_other = bool(one.name and two.name) and fold(one.name) != fold(two.name)
    if is_other and fold(two.name) in title and not _is_in(one.name, visible):
        takes.append("name")
    if not (one.street and two.street) or _door(one) == _door(two):
        takes += [key for key in ADDRESS_FIELDS if not getattr(one, key) and getattr(two, key)]
    nap = replace(one, **{key: getattr(two, key) for key in takes})
    provenance = dict(first.provenance) | {key: second.provenance.get(key, second.source) for key in takes}
    printed = dict(first.printed) | {key: second.printed[key] for key in takes if key in second.printed}
    is_closed = first.is_closed or second.is_closed
    return replace(first, nap=nap, provenance=provenance, is_closed=is_closed, printed=printed)


def _is_in(text: str, visible: Sequence[str]) -> bool:
    """ "Elm Pipes LLC" is seen where "Elm Pipes" is."""
    words = fold(text).split()
    while len(words) > 1 and words[-1] in LEGAL_ENDINGS:
        words.pop()
    return " ".join(words) in fold(" ".join(visible), VISIBLE_MAX)


def is_same_place(one: PageListing, two: PageListing) -> bool:
    """Two readings of one page mean one business: same door or phone, and no contradiction in the other.

    The name that was read by eye is often the site's own, so it contradicts nothing.
    """
    doors = (_door(one.nap), _door(two.nap))
    phones = (phone.key(one.nap.phone), phone.key(two.nap.phone))
    names = (name.key(one.nap.name), name.key(two.nap.name) if two.source != "page" else "")
    if all(doors):
        is_one = doors[0] == doors[1] or _is_less_said(one.nap, two.nap)
        return is_one and (not all(names) or names[0] == names[1] or _overlap(*names))
    own = (name.key(one.nap.name), name.key(two.nap.name))
    if two.source == "page" and not doors[1] and own[0] and own[0] == own[1]:
        return not all(phones) or phones[0] == phones[1]
    if all(names):
        return names[0] == names[1] and (not all(phones) or phones[0] == phones[1])
    return all(phones) and phones[0] == phones[1]


def _is_less_said(one: Nap, two: Nap) -> bool:
    """ "260 14th St" beside "260 14th St NW" of the same city: one of them leaves the direction out."""
    parts = [address.parse_fields(nap.street) for nap in (one, two)]
    bare = {(p.number, p.street, p.suffix) for p in parts}
    ways = {(p.predirectional, p.postdirectional) for p in parts}
    return bool(parts[0].number) and len(bare) == 1 and ("", "") in ways and fold(one.city) == fold(two.city) != ""


def _overlap(one: str, two: str) -> bool:
    return bool(set(one.split()) & set(two.split()))


def _door(nap: Nap) -> str:
    return address.parse_fields(nap.street).door_key if nap.street else ""
