"""US postal addresses to the parts and key of USPS Publication 28.

Own rules read what has a fixed form (boxes, units, corners, grid numbers, highways); `fastaddress` finds where the
street ends in a line without commas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import fastaddress

from checkers.normalise import region as regions
from checkers.normalise import street as streets
from checkers.normalise.address_unit import split_unit, unit_key
from checkers.normalise.text import fold

ADDRESS_MAX = 400
_ZIP = re.compile(r"[\s,]*\b(\d{5})(?:[-\s]?(\d{4}))?\s*$")
_COUNTRY = re.compile(r"[\s,]+(?:united states(?: of america)?|u\.?s\.?a\.?|us)\.?$")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BOX = re.compile(
    r"\b(?:p\s*\.?\s*o\.?\s*|post\s+office\s+|apartado\s+)(?:box|bx|drawer)?\s*#?\s*(\d[\w-]*)\b|^box\s+(\d\w*)"
)
_RURAL = re.compile(r"\b(rr|rural route|hc|highway contract|psc|cmr|unit)\s*#?\s*(\d+)\s*,?\s*box\s+#?(\w+)")
_RURAL_NAMES = {"rural route": "RR", "highway contract": "HC"}
_URBANIZATION = re.compile(r"\burb(?:anizacion)?\.?\s+([^,\d]+?)\s*(?=,|\d|$)")
_CORNER = re.compile(r"\s+(?:&|and|at|@|y)\s+|\s*[/&@]\s*")
_CORNER_PREFIX = re.compile(r"^(?:(?:the\s+)?(?:corner|intersection)\s+of|cor(?:ner)?\.?)\s+")


@dataclass(frozen=True, slots=True)
class AddressParts:
    """Upper case, as Publication 28 prints it; an empty part was not said."""

    number: str = ""
    predirectional: str = ""
    street: str = ""
    suffix: str = ""
    postdirectional: str = ""
    unit: str = ""
    po_box: str = ""
    urbanization: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    intersection: str = ""

    @property
    def street_key(self) -> str:
        """The street without number and unit: `E|7TH|ST|`; empty where none was said."""
        if not self.street:
            return ""
        return "|".join((self.predirectional, self.street, self.suffix, self.postdirectional))

    @property
    def door_key(self) -> str:
        """Number and street, box or corner, without the unit: two tenants of one door share it."""
        if self.intersection:
            return self.intersection
        door = f"{self.number}|{self.street_key}" if self.street else self.number
        return "|".join(filter(None, (door, self.po_box, self.urbanization)))

    @property
    def unit_key(self) -> str:
        return unit_key(self.unit)


@lru_cache(maxsize=65_536)
def parse(raw: str) -> AddressParts:
    """The parts of one line, with or without city, region and ZIP."""
    text = _BRACKETS.sub(" ", fold(raw, ADDRESS_MAX))
    text = _COUNTRY.sub("", text.strip(" ,.;"))
    text, postal = _take_zip(text)
    text, region = _take_region(text, bool(postal))
    street, city = _split_city(text, bool(postal or region))
    return replace(_street_line(street), city=_upper(city), region=region, postal_code=postal)


@lru_cache(maxsize=65_536)
def parse_fields(street: str, unit: str = "", city: str = "", region: str = "", postal_code: str = "") -> AddressParts:
    """The parts of an address that arrives in fields; what the fields say wins over what the street line repeats."""
    text = _without_tail(_BRACKETS.sub(" ", fold(street, ADDRESS_MAX)), fold(city, 100), region)
    parts = _street_line(text)
    if unit:
        own_unit = split_unit(fold(unit, 100))[1] or f"# {_upper(unit)}"
        parts = replace(parts, unit=own_unit)
    digits = re.match(r"\s*(\d{5})", postal_code)
    return replace(
        parts,
        city=_upper(fold(city, 100)),
        region=regions.code(region) or _upper(region),
        postal_code=digits.group(1) if digits else _upper(postal_code),
    )


def key(raw: str) -> str:
    """Equal for equal places: door, unit, ZIP (its first five) or else city and region."""
    return parts_key(parse(raw))


def parts_key(parts: AddressParts) -> str:
    place = parts.postal_code[:5] or f"{parts.city}|{parts.region}".strip("|")
    return "/".join((parts.door_key, parts.unit_key, place)).strip("/")


def _take_zip(text: str) -> tuple[str, str]:
    found = _ZIP.search(text)
    if not found or not text[: found.start()].strip():
        return text, ""
    plus_four = f"-{found.group(2)}" if found.group(2) else ""
    return text[: found.start()].rstrip(" ,"), found.group(1) + plus_four


def _take_region(text: str, has_zip: bool) -> tuple[str, str]:
    """A state at the end: after a comma or before a ZIP; two letters alone are left, as "ct" and "la" are streets."""
    words = text.replace(",", " , ").split()
    for size in (3, 2, 1):
        tail = words[-size:]
        code = regions.code(" ".join(tail)) if len(words) > size and "," not in tail else ""
        after_comma = len(words) > size and words[-size - 1] == ","
        if code and (has_zip or after_comma or (size == 1 and len(tail[0]) > 4) or _ends_a_town(text, tail)):
            return " ".join(words[:-size]).replace(" ,", ",").rstrip(" ,"), code
    return text, ""


def _ends_a_town(text: str, tail: list[str]) -> bool:
    """ "…, boston ma": the last comma part is a town and its state; with a number in it, "ct" may be a court."""
    _, comma, last = text.rpartition(",")
    return bool(comma) and len(last.split()) > len(tail) and not re.search(r"\d", last)


def _split_city(text: str, has_place: bool) -> tuple[str, str]:
    """Street and city. Without a ZIP or state the whole text is a street, unless a comma part carries no number."""
    head, comma, tail = text.rpartition(",")
    tail = tail.strip()
    if comma and has_place and not re.search(r"\d", tail) and not split_unit(tail)[1]:
        return head, tail
    if not has_place or comma:
        return text, ""
    try:
        tagged, _ = fastaddress.tag(text)
    except fastaddress.RepeatedLabelError:
        return text, ""
    city = tagged.get("PlaceName", "").strip(" ,")
    return (text[: -len(city)].rstrip(" ,"), city) if city and text.endswith(city) else (text, "")


def _without_tail(text: str, city: str, region: str) -> str:
    """A street line that repeats its city at the end ("405 s century blvd, rantoul"), without it."""
    text, postal = _take_zip(text) if text.count(" ") > 2 else (text, "")
    if postal and not text.rstrip(" ,").endswith((city or "\0", regions.code(region).lower() or "\0")):
        text = f"{text} {postal}"
    head, comma, tail = text.rpartition(",")
    code = regions.code(region)
    if comma and code and regions.code(tail) == code:
        text = head
        head, comma, tail = text.rpartition(",")
    return head if comma and city and tail.strip() == city else text


def _street_line(text: str) -> AddressParts:
    parts = AddressParts()
    if found := _URBANIZATION.search(text):
        parts = replace(parts, urbanization=_upper(found.group(1)))
        text = f"{text[: found.start()]} {text[found.end() :]}"
    if found := _RURAL.search(text):
        group = _RURAL_NAMES.get(found.group(1), found.group(1).upper())
        parts = replace(parts, po_box=f"{group} {found.group(2)} BOX {_upper(found.group(3))}")
        text = f"{text[: found.start()]} {text[found.end() :]}"
    elif found := _BOX.search(text):
        parts = replace(parts, po_box=f"PO BOX {_upper(found.group(1) or found.group(2))}")
        text = f"{text[: found.start()]} {text[found.end() :]}"
    if corner := _corner(text):
        return replace(parts, intersection=corner)
    text, unit = split_unit(text)
    line = streets.parse(text)
    return replace(
        parts,
        unit=unit,
        number=line.number,
        predirectional=line.predirectional,
        street=line.street,
        suffix=line.suffix,
        postdirectional=line.postdirectional,
    )


def _corner(text: str) -> str:
    """Both streets of a corner in one order, or empty where the line is no corner."""
    bare = _CORNER_PREFIX.sub("", text.strip(" ,"))
    sides = [side.strip(" ,") for side in _CORNER.split(bare)]
    if len(sides) != 2 or not all(sides) or re.match(r"^\d+[a-z]?\s+\S", sides[0]):
        return ""
    lines = [streets.parse(side.partition(",")[0]) for side in sides]
    named = [line for line in lines if line.street and not line.number]
    if len(named) != 2 or not any(line.suffix for line in named):
        return ""
    return " & ".join(sorted(line.text() for line in named))


def _upper(text: str) -> str:
    return " ".join(re.sub(r"[.,;]", " ", fold(text, ADDRESS_MAX)).upper().split())
