"""How two addresses stand to each other: what the levels of the address rule ask, one question each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from checkers.matching.doors import Door, doors, is_by_route, plain_street
from checkers.normalise import address
from checkers.normalise.address import AddressParts
from checkers.normalise.address_box import box_key
from checkers.normalise.address_place import city_key
from checkers.normalise.address_unit import split_unit, unit_pieces
from checkers.normalise.text import fold

# Units that a place numbers in one row, so that the number alone tells them; a floor or building is none.
_ANY_KIND = frozenset({"#", "UNIT"})
_NUMBERED_KINDS = frozenset({"PMB", "SPC", "LOT", "SLIP", "STALL", "BOOTH", "KIOSK", "SHOP"})


@dataclass(frozen=True, slots=True, eq=False)
class AddressFact:
    """`raw` is the address as it stands; `former` are doors this business has left; the keys are those of the parts."""

    parts: AddressParts
    raw: str
    former: tuple[AddressParts, ...]
    door: str
    unit: str
    street: str
    is_said: bool

    def __bool__(self) -> bool:
        return self.is_said


def _fact(parts: AddressParts, raw: str, former: tuple[AddressParts, ...]) -> AddressFact:
    door = parts.door_key
    is_said = bool(door or parts.city or parts.postal_code)
    return AddressFact(parts, raw, former, door, parts.unit_key, plain_street(parts.street), is_said)


def address_fact(raw: str, *, former: tuple[AddressParts, ...] = ()) -> AddressFact:
    return _fact(address.parse(raw), raw, former)


def address_fields_fact(
    street: str, unit: str, city: str, region: str, postal_code: str, *, former: tuple[AddressParts, ...] = ()
) -> AddressFact:
    parts = address.parse_fields(street, unit, city, region, postal_code)
    return _fact(parts, f"{street}, {unit}, {city}", former)


def _printed(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(c for c in fold(text, 400) if c.isalnum() or c == "#")


@lru_cache(maxsize=16)  # the levels ask of one pair in turn
def _door(canonical: AddressFact, seen: AddressFact) -> Door:
    if not canonical.door or not seen.door:
        return Door.UNKNOWN
    if canonical.door == seen.door:
        return Door.SAME
    if canonical.street != seen.street and canonical.parts.number != seen.parts.number:
        return Door.OTHER
    door = doors(canonical.parts, seen.parts)
    return Door.SAME if door is Door.NEAR and _one_door(canonical, seen) else door


def _one_door(canonical: AddressFact, seen: AddressFact) -> bool:
    """The same words; a side without ZIP is in Queens where the other is."""
    one, two = canonical.parts, seen.parts
    if one.number == two.number:
        return canonical.door == seen.door
    is_queens = "-" in one.number + two.number and (address.is_in_queens(one) or address.is_in_queens(two))
    return is_queens and address.without_dash(one).door_key == address.without_dash(two).door_key


def city_only(canonical: AddressFact, seen: AddressFact) -> bool:
    return bool(canonical.door) and not seen.door


def street_added(canonical: AddressFact, seen: AddressFact) -> bool:
    return not canonical.door and bool(seen.door)


def at_former_door(canonical: AddressFact, seen: AddressFact) -> bool:
    if not canonical.former or _door(canonical, seen) is Door.SAME:
        return False
    return any(doors(old, seen.parts) is Door.SAME for old in canonical.former)


def _other_zip(canonical: AddressFact, seen: AddressFact) -> bool:
    one, two = canonical.parts.postal_code[:5], seen.parts.postal_code[:5]
    return bool(one and two and one != two)


def _other_city(canonical: AddressFact, seen: AddressFact) -> bool:
    one, two = canonical.parts.city, seen.parts.city
    return bool(one and two and one != two and city_key(one) != city_key(two))


def _other_region(canonical: AddressFact, seen: AddressFact) -> bool:
    one, two = canonical.parts.region, seen.parts.region
    return bool(one and two and one != two)


def elsewhere(canonical: AddressFact, seen: AddressFact) -> bool:
    """The same street and number in another town is another address."""
    if _other_region(canonical, seen):
        return True
    one_zip = canonical.parts.postal_code and seen.parts.postal_code
    return _other_city(canonical, seen) and (_other_zip(canonical, seen) or not one_zip)


def _same_door(canonical: AddressFact, seen: AddressFact) -> bool:
    return _door(canonical, seen) is Door.SAME


def at_one_door(canonical: AddressFact, seen: AddressFact) -> bool:
    """What every level that looks at units and spelling asks first; without a door on either side all is spelling."""
    return _door(canonical, seen) is Door.SAME or _one_door(canonical, seen)


def _same_unit(canonical: AddressFact, seen: AddressFact) -> bool:
    return canonical.unit == seen.unit


def _strictly_door(canonical: AddressFact, seen: AddressFact) -> bool:
    return _one_door(canonical, seen) and not _other_zip(canonical, seen)


def _strictly(canonical: AddressFact, seen: AddressFact) -> bool:
    return _one_door(canonical, seen) and _same_unit(canonical, seen)


def printed_alike(canonical: AddressFact, seen: AddressFact) -> bool:
    return (
        _strictly(canonical, seen) and _printed(canonical.raw) == _printed(seen.raw) and not _other_zip(canonical, seen)
    )


def suite_spelt_otherwise(canonical: AddressFact, seen: AddressFact) -> bool:
    """The street is printed alike; "Ste B" stands for "Suite B" or "#B"."""
    if not canonical.unit or not other_spelling(canonical, seen):
        return False
    return _printed(split_unit(canonical.raw)[0]) == _printed(split_unit(seen.raw)[0])


def other_town_name(canonical: AddressFact, seen: AddressFact) -> bool:
    """One ZIP code has one main town and others that the mail accepts."""
    return other_spelling(canonical, seen) and _other_city(canonical, seen)


def other_spelling(canonical: AddressFact, seen: AddressFact) -> bool:
    return _strictly(canonical, seen) and not _other_zip(canonical, seen)


def route_said_once(canonical: AddressFact, seen: AddressFact) -> bool:
    """ "12 Oak Rd", "12 Hwy 6" and "12 Oak Rd Hwy 6": a road by one of its names, or by both."""
    one, two = canonical.parts, seen.parts
    if not (one.route or two.route) or not _same_unit(canonical, seen) or _other_zip(canonical, seen):
        return False
    if is_by_route(one, two):
        return True
    return _same_door(canonical, seen) and one._replace(route="").door_key == two._replace(route="").door_key


def zip_differs(canonical: AddressFact, seen: AddressFact) -> bool:
    return _strictly(canonical, seen) and _other_zip(canonical, seen)


def unit_missing(canonical: AddressFact, seen: AddressFact) -> bool:
    return _same_door(canonical, seen) and bool(canonical.unit) and not seen.unit


def unit_added(canonical: AddressFact, seen: AddressFact) -> bool:
    return _same_door(canonical, seen) and not canonical.unit and bool(seen.unit)


def unit_kind_unsaid(canonical: AddressFact, seen: AddressFact) -> bool:
    """Publication 28 writes a private mailbox "PMB 7" or "# 7", and malls print a space's number alone."""
    one, two = canonical.parts.unit.partition(" "), seen.parts.unit.partition(" ")
    is_one_number = one[2].replace("-", "") == two[2].replace("-", "") != ""
    kinds = {one[0], two[0]}
    return (
        _strictly_door(canonical, seen)
        and is_one_number
        and not kinds.isdisjoint(_ANY_KIND)
        and not kinds.isdisjoint(_NUMBERED_KINDS)
    )


def unit_in_part(canonical: AddressFact, seen: AddressFact) -> bool:
    """ "Fl 2 Ste 200" and "Ste 200": one suite, a floor said once; a building of its own makes two of them."""
    if not _same_door(canonical, seen):
        return False
    one, two = unit_pieces(canonical.parts.unit), unit_pieces(seen.parts.unit)
    return bool(one and two) and (one < two or two < one)


def only_floor_said_once(canonical: AddressFact, seen: AddressFact) -> bool:
    if not unit_in_part(canonical, seen) or not _one_door(canonical, seen):
        return False
    one, two = unit_pieces(canonical.parts.unit), unit_pieces(seen.parts.unit)
    return all(piece.startswith(("FL ", "LVL ")) for piece in one ^ two)


def box_said_once(canonical: AddressFact, seen: AddressFact) -> bool:
    one, two = canonical.parts, seen.parts
    is_one_door = bool(one.street) and (one.number, one.street_key) == (two.number, two.street_key)
    return is_one_door and bool(one.po_box) != bool(two.po_box) and _same_unit(canonical, seen)


def other_box(canonical: AddressFact, seen: AddressFact) -> bool:
    one, two = canonical.parts.po_box, seen.parts.po_box
    return bool(one and two and box_key(one) != box_key(two))


def number_in_part(canonical: AddressFact, seen: AddressFact) -> bool:
    """ "325" for "325-331", "2304" for "2304 1/2": a range is shortened, a half may be another door."""
    return _same_door(canonical, seen) and canonical.parts.number != seen.parts.number


def other_unit(canonical: AddressFact, seen: AddressFact) -> bool:
    return _same_door(canonical, seen) and not _same_unit(canonical, seen)


def half_said(canonical: AddressFact, seen: AddressFact) -> bool:
    """ "812 Bluff St" for "812 N Bluff St": a direction or street type that only one side says."""
    return _same_door(canonical, seen)


def other_form(canonical: AddressFact, seen: AddressFact) -> bool:
    return _door(canonical, seen) is Door.OTHER_FORM


def twin_street(canonical: AddressFact, seen: AddressFact) -> bool:
    """Same number and street name, but North for South or Street for Avenue: another place a mile away."""
    one, two = canonical.parts, seen.parts
    return bool(one.number and one.number == two.number and one.street == two.street)


def no_number(canonical: AddressFact, seen: AddressFact) -> bool:
    return _door(canonical, seen) is Door.SAME_STREET


def other_number(canonical: AddressFact, seen: AddressFact) -> bool:
    return _door(canonical, seen) is Door.NEAR


def mailbox(canonical: AddressFact, seen: AddressFact) -> bool:
    return bool(seen.parts.po_box and not canonical.parts.po_box and not seen.parts.street)


def same_place(canonical: AddressFact, seen: AddressFact) -> bool:
    """Neither names a door: city, region and ZIP are all there is to agree."""
    return not canonical.door and not seen.door and not elsewhere(canonical, seen) and not _other_zip(canonical, seen)
