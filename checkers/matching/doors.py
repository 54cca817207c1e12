"""How the doors of two addresses stand to each other. Units are not looked at here, as two tenants share a door."""

from __future__ import annotations

from enum import StrEnum

from rapidfuzz.fuzz import ratio

from checkers.normalise.address import AddressParts
from checkers.normalise.address_words import DIRECTIONALS, SUFFIXES
from checkers.normalise.street_words import name_key

_OF_FORM = frozenset(SUFFIXES.values()) | frozenset(DIRECTIONALS.values())


class Door(StrEnum):
    SAME = "same"
    SAME_STREET = "same street, one without number"
    OTHER_FORM = "same number, street in another form"
    NEAR = "same street, other number"
    OTHER = "other"
    UNKNOWN = "unknown"


def doors(one: AddressParts, two: AddressParts) -> Door:
    if not one.door_key or not two.door_key:
        return Door.UNKNOWN
    return Door.SAME if one.door_key == two.door_key else unequal_doors(one, two)


def unequal_doors(one: AddressParts, two: AddressParts) -> Door:
    """As `doors`, where both addresses show a door and their keys differ."""
    if one.intersection or two.intersection or not (one.street and two.street):
        return _with_a_corner_or_box(one, two)
    if plain_street(one.street) == plain_street(two.street) and not _contradict(one, two):
        return _on_one_street(one, two)
    if (one.route or two.route) and is_by_route(one, two):
        return Door.SAME
    if one.number and one.number == two.number and _spelt_alike(one.street, two.street):
        return Door.OTHER_FORM
    return _elsewhere(one, two)


def _elsewhere(one: AddressParts, two: AddressParts) -> Door:
    """What is left when no street agrees: two doors, unless one line names no street at all.

    "Foxglove University" stands on some street and "Moving target!" on any, so neither is another door.
    """
    first, second = _is_no_street(one), _is_no_street(two)
    if first and second:
        return Door.OTHER if set(one.street.split()).isdisjoint(two.street.split()) else Door.UNKNOWN
    return Door.UNKNOWN if first or second else Door.OTHER


def _is_no_street(address: AddressParts) -> bool:
    return not (address.number or address.suffix or address.intersection)


def _with_a_corner_or_box(one: AddressParts, two: AddressParts) -> Door:
    """A house may stand at a corner of its street; who has a box there has a door elsewhere."""
    if one.intersection and two.intersection and one.number == two.number:
        return Door.SAME if _is_one_corner(one.intersection, two.intersection) else _elsewhere(one, two)
    if _is_at(one.intersection, two.street) or _is_at(two.intersection, one.street):
        return Door.SAME_STREET
    return _elsewhere(one, two)


def _is_one_corner(one: str, two: str) -> bool:
    """ "Main & 3rd" is the corner of Main St and 3rd St, whichever is said first."""
    mine, yours = one.split(" & "), two.split(" & ")
    return any(all(map(_is_said_in_part, mine, order)) for order in (yours, yours[::-1]))


def _is_said_in_part(one: str, two: str) -> bool:
    """Whether one has all words of the other, and beyond them at most a direction or a street type."""
    mine, yours = set(one.split()), set(two.split())
    return (mine <= yours or yours <= mine) and mine ^ yours <= _OF_FORM and bool(mine & yours)


def is_by_route(one: AddressParts, two: AddressParts) -> bool:
    """ "12 Oak Rd Hwy 6" stands on Oak Rd and on Hwy 6."""
    if one.number != two.number or not one.number:
        return False
    return name_key(one.route) == name_key(two.street) or name_key(two.route) == name_key(one.street)


def _is_at(corner: str, street: str) -> bool:
    return bool(corner and street) and any(f" {street} " in f" {side} " for side in corner.split(" & "))


def plain_street(street: str) -> str:
    """The street's name without the ending of an ordinal: "W 79 St" is W 79th Street."""
    return street.rstrip("DHNRST") if street[:1].isdigit() else street


def _on_one_street(one: AddressParts, two: AddressParts) -> Door:
    if not (one.number and two.number):
        return Door.SAME_STREET
    if not _same_number(one.number, two.number):
        return Door.NEAR
    return Door.SAME if one.suffix == two.suffix or not one.suffix or not two.suffix else Door.OTHER_FORM


def _contradict(one: AddressParts, two: AddressParts) -> bool:
    """Directionals contradict only where both say one; "3811 S Las Vegas Blvd" is also printed with the S behind.

    A road has one highway's number: "Oak Rd Hwy 6" is not "Oak Rd Hwy 7".
    """
    if one.route and two.route and one.route.rpartition(" ")[2] != two.route.rpartition(" ")[2]:
        return True
    first = {one.predirectional, one.postdirectional} - {""}
    second = {two.predirectional, two.postdirectional} - {""}
    return bool(first and second and not first & second)


def _same_number(one: str, two: str) -> bool:
    """ "325" and "325-331", "2304" and "2304 1/2" share a door; "11-20" and "11-25" in Queens do not."""
    if one == two:
        return True
    short, long = sorted((one, two), key=len)
    return short.isdigit() and long.replace(" ", "-").partition("-")[0] == short


def _spelt_alike(one: str, two: str) -> bool:
    first, second = set(one.split()), set(two.split())
    if first <= second or second <= first:
        return True
    return not any(c.isdigit() for c in one + two) and ratio(one, two) >= 85
