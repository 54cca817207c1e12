"""US postal addresses to the parts and key of USPS Publication 28.

A line becomes comma parts of plain words; from behind come off ZIP, state, units and town, and what is left is the
street. Boxes, corners and hints have rules of their own, asked only where a word of theirs stands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from checkers.normalise import address_box as boxes
from checkers.normalise import address_offset, address_plain
from checkers.normalise import region as regions
from checkers.normalise import street as streets
from checkers.normalise.address_place import city_key, take_city, take_place
from checkers.normalise.address_text import ADDRESS_MAX, Words, comma_parts, joined
from checkers.normalise.address_unit import split_unit, take_bare_unit, take_room, take_units, unit_key
from checkers.normalise.address_words import LONE_FORMS
from checkers.normalise.puerto_rico import kilometre
from checkers.normalise.street_words import name_key
from checkers.normalise.text import fold

_FRONT_WAYS = ("CALLE ", "AVENIDA ", "AVENUE ", "CARR ")  # Puerto Rico's "Calle 5 #12" is number 12

# The second name of an avenue stands on its signs, in New York alone.
_NEW_YORK = {"AVENUE OF THE AMERICAS": "|6TH|AVE|", "AVENUE OF AMERICAS": "|6TH|AVE|"}
_PUERTO_RICO = ("006", "007", "009")
_PR_ROAD = "PUERTO RICO HIGHWAY "
_MANHATTAN = ("100", "101", "102")
# Only there a dash parts block and house; elsewhere it joins the two ends of a range.
_QUEENS = ("111", "113", "114", "116")
_REAR = re.compile(r"\d+R").fullmatch
_PIER = re.compile(r"(PIER \S+(?: \d/\d)?) ?").match
_BLOCK_AND_HOUSE = re.compile(r"(\d{1,3})-(\d\d)$")


class AddressParts(NamedTuple):
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
    route: str = ""  # the highway that the street is too: "Oak Rd Hwy 6"

    @property
    def street_key(self) -> str:
        """The street without number and unit: `E|7TH|ST|`; empty where none was said."""
        if not self.street:
            return ""
        if self.street in _NEW_YORK and self.is_in_new_york:
            return _NEW_YORK[self.street]
        street, suffix = self.street, self.suffix
        if not suffix and street.startswith(("AVENUE ", "AVENIDA ")) and self.is_in_puerto_rico:
            street, suffix = street.partition(" ")[2], "AVE"  # "Ave Ashford" and "Ashford Ave" stand on one sign
        elif street.startswith(_PR_ROAD) and self.region and not self.is_in_puerto_rico:
            street = street.replace(_PR_ROAD, "PRIVATE ROAD ")  # "PR 1204" in Texas
        return f"{self.predirectional}|{name_key(street)}|{suffix}|{self.postdirectional}"

    @property
    def is_in_puerto_rico(self) -> bool:
        return self.region == "PR" or self.postal_code.startswith(_PUERTO_RICO)

    @property
    def is_in_new_york(self) -> bool:
        """Manhattan, by its ZIP code or else its town."""
        return self.postal_code.startswith(_MANHATTAN) if self.postal_code else city_key(self.city) == "NEWYORK"

    @property
    def door_key(self) -> str:
        """Number and street, box or corner, without the unit: two tenants of one door share it."""
        if self.intersection:  # with a distance where the place is so far from the corner
            return f"{self.number}|{self.intersection}" if self.number else self.intersection
        door = f"{self.number}|{self.street_key}" if self.street else self.number
        if not self.street and not self.po_box:
            return ""  # a number alone is no door
        if self.route:
            door = f"{door}|{name_key(self.route)}"
        if not self.po_box and not self.urbanization:
            return door
        return "|".join(filter(None, (door, boxes.box_key(self.po_box), self.urbanization)))

    @property
    def unit_key(self) -> str:
        return unit_key(self.unit)


_new = tuple.__new__  # half the time of a call of the class


@lru_cache(maxsize=65_536)
def parse(raw: str) -> AddressParts:
    """The parts of one line, with or without city, region and ZIP."""
    plain = address_plain.line(raw)
    return _new(AddressParts, plain) if plain else _parse(raw)


def _parse(raw: str) -> AddressParts:
    parts = comma_parts(raw)
    if not parts:
        return AddressParts()
    postal, region = take_place(parts)
    return _parts(parts, has_place=bool(postal or region), region=region, postal_code=postal)


@lru_cache(maxsize=65_536)
def parse_fields(street: str, unit: str = "", city: str = "", region: str = "", postal_code: str = "") -> AddressParts:
    """The parts of an address that arrives in fields; what the fields say wins over what the street line repeats."""
    if not unit and (plain := address_plain.street(street)):
        code, postal = regions.code(region) or _upper(region), _first_five(postal_code)
        return _new(AddressParts, (*plain, "", "", _upper(city), code, postal, "", ""))
    parts = comma_parts(street)
    code = regions.code(region)
    if len(parts) > 1:
        _drop_repeated(parts, comma_parts(city), code)
    own_unit = (split_unit(fold(unit, 100))[1] or f"# {_upper(unit)}") if unit else ""
    return _parts(
        parts,
        unit=own_unit,
        city=_upper(city),
        region=code or _upper(region),
        postal_code=_first_five(postal_code),
    )


def _first_five(postal_code: str) -> str:
    return postal_code[:5] if postal_code[:5].isdigit() else _upper(postal_code)


def key(raw: str) -> str:
    """Equal for equal places: door, unit, ZIP (its first five) or else city and region."""
    return parts_key(parse(raw))


def parts_key(parts: AddressParts) -> str:
    place = parts.postal_code[:5] or f"{city_key(parts.city)}|{parts.region}".strip("|")
    door = without_dash(parts).door_key if is_in_queens(parts) else parts.door_key
    return "/".join((door, parts.unit_key, place)).strip("/")


def is_in_queens(parts: AddressParts) -> bool:
    return parts.postal_code.startswith(_QUEENS)


def without_dash(parts: AddressParts) -> AddressParts:
    """Queens prints its block and house "45-17", and many a listing 4517."""
    return parts._replace(number=_BLOCK_AND_HOUSE.sub(r"\1\2", parts.number))


def _parts(
    parts: list[Words],
    *,
    has_place: bool = False,
    unit: str = "",
    city: str | None = None,
    region: str = "",
    postal_code: str = "",
) -> AddressParts:
    """`city` is None where it must be found in `parts`."""
    box = urbanization = intersection = distance = ""
    if is_odd := bool(parts) and boxes.may_have(parts):
        parts, box, urbanization = boxes.take_boxes(boxes.without_addressee(parts))
    parts, own_unit = take_units(parts)
    if city is None:
        city = take_city(parts, has_place).upper()
    if is_odd and parts:
        parts, distance = address_offset.take(parts)
        parts, intersection = _corner_or_street(parts)
    if len(parts) > 1:
        parts, room = take_room(parts)
        own_unit = own_unit or room
    if not own_unit or own_unit in LONE_FORMS:
        parts, bare = take_bare_unit(parts)
        own_unit = f"{bare} {own_unit}".rstrip() if bare else own_unit  # "12 Elm St 4 Rear"
    line = streets.parse(parts)
    if not line.number or not line.street:
        line, own_unit = _said_elsewhere(line, own_unit, distance)
    own_unit = unit or own_unit
    if line.number and (line.number[-1] == "R" or line.number == postal_code):
        line, own_unit = _rear_said(_without_zip(line, parts), own_unit)
    said = (*line[:5], own_unit, box, urbanization, city, region, postal_code, intersection, line.route)
    return _new(AddressParts, said)


def _without_zip(line: streets.StreetLine, parts: list[Words]) -> streets.StreetLine:
    """ "Oak St 74820, Ada, OK 74820" says its ZIP code twice and no number."""
    is_behind = len(line.number) == 5 and len(parts[0]) > 1 and parts[0][-1] == line.number
    return streets.parse([parts[0][:-1], *parts[1:]]) if is_behind else line


def _said_elsewhere(line: streets.StreetLine, unit: str, distance: str) -> tuple[streets.StreetLine, str]:
    """What a line without number or street has in its unit, or says by a distance."""
    if unit.startswith("# ") and not line.number and line.street.startswith(_FRONT_WAYS):
        number, _, unit = unit[2:].partition(" ")
        line = line._replace(number=number)
    if distance and not line.number:
        line = line._replace(number=distance)
    if not line.street and (pier := _PIER(unit)):
        return line._replace(street=pier[1]), unit[pier.end() :]  # "Pier 39" is the door itself
    return line, unit


def _rear_said(line: streets.StreetLine, unit: str) -> tuple[streets.StreetLine, str]:
    """New England prints the house behind number 18 as "18R"."""
    if not _REAR(line.number):
        return line, unit
    return line._replace(number=line.number[:-1]), unit if "REAR" in unit else f"{unit} REAR".strip()


def _corner_or_street(parts: list[Words]) -> tuple[list[Words], str]:
    if place := kilometre(joined(parts)):
        return [place.lower().split()], ""
    if corner := boxes.corner(parts):
        return [], corner
    return boxes.without_hint(parts), ""


def _drop_repeated(parts: list[Words], city: list[Words], region: str) -> None:
    """A street line that repeats its town at the end ("415 s linden blvd, ravenna"), without it."""
    town = city[0] if city else []
    kept = list(parts)
    _, code = take_place(kept)
    if code and code == region and len(kept) > 1 or kept and kept[-1] == town:
        parts[:] = kept
    if town and len(parts) > 1 and parts[-1] == town:
        parts.pop()


@lru_cache(maxsize=16_384)  # towns come again and again
def _upper(text: str) -> str:
    return " ".join(fold(text, ADDRESS_MAX).upper().replace(".", " ").replace(",", " ").replace(";", " ").split())
