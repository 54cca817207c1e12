"""A cheap first judgement of two records: a twentieth of what it costs to read both in full for `checkers.match`.

It says "one business" only where `checkers.match` would say so too. It says "two businesses" also of some pairs that
`checkers.match` would join and a careful person would not: tenants of one house, and branches that bear one name.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from checkers.duplicates.keys import NOTHING, door_keys, phone_keys, same_number, words_of
from checkers.duplicates.names import (
    adds_keywords,
    adds_words,
    is_a_slip,
    is_department,
    share_a_word,
    words_of_name,
)
from checkers.matching.chains import signs
from checkers.nap import Nap
from checkers.normalise.address_words import DIRECTIONALS, ORDINALS, SUFFIXES

REGION = 3  # digits of a ZIP code that its region shares
_ID = re.compile(r"\d+[a-z]?|\b[a-z]\b")


class Outline(NamedTuple):
    """What a glance looks at: the record's keys of phone and door, and the texts that the keys leave out."""

    phone: int
    door: int
    name: str
    street: str
    unit: str
    postal_code: str


class Glance(Enum):
    CERTAIN = "one business"
    REFUSED = "two businesses"
    OPEN = "to be read in full"


def outline(nap: Nap) -> Outline:
    (phone,), (door,) = phone_keys((nap.phone,)), door_keys((nap.street,), (nap.city,), (nap.postal_code,))
    return Outline(phone, door, nap.name, nap.street, nap.unit, nap.postal_code)


def glance(one: Outline, two: Outline) -> Glance:
    if (words := words_of_name(one.name).all) and words == words_of_name(two.name).all:
        return Glance.CERTAIN if _agree(one, two) else Glance.OPEN
    has_one_phone = one.phone == two.phone != NOTHING
    has_one_number = bool(one.door and two.door) and same_number(one.door, two.door)
    if has_one_phone and has_one_number:
        adds = adds_words if one.door == two.door else adds_keywords
        if is_a_slip(one.name, two.name) or adds(one.name, two.name):
            return Glance.CERTAIN
    if may_be_branches(one, two) or (has_one_phone and _are_behind_one_line(one, two)):
        return Glance.REFUSED
    if not has_one_phone and (_are_two_tenants(one, two) or not share_a_word(one.name, two.name)):
        return Glance.REFUSED
    return Glance.OPEN


def _are_behind_one_line(one: Outline, two: Outline) -> bool:
    """Whether their one phone is a call centre's: the names have no word in common, and the doors are two."""
    has_other_door = bool(one.door and two.door) and not same_number(one.door, two.door)
    return has_other_door and not share_a_word(one.name, two.name)


def _agree(one: Outline, two: Outline) -> bool:
    """Whether two records of one name are surely one business, by their phones and doors.

    Where both say a phone: it is the same and the door does not speak against it, or the whole door is the same. Where
    one says none, the door must be.
    """
    if NOTHING in (one.phone, two.phone):
        return one.door == two.door != NOTHING or _has_one_number_on_one_street(one, two)
    if one.phone == two.phone:
        return NOTHING in (one.door, two.door) or same_number(one.door, two.door) or _has_moved(one, two)
    return _has_one_number_on_one_street(one, two) and one.door == two.door and not _other_units(one, two)


def _has_one_number_on_one_street(one: Outline, two: Outline) -> bool:
    is_one_number = bool(one.door and two.door) and same_number(one.door, two.door)
    return is_one_number and _on_one_street(one.street, two.street)


def _has_moved(one: Outline, two: Outline) -> bool:
    """Whether one name and phone at two doors is a business that moved: within a region, and no chain's shared line."""
    region = one.postal_code[:REGION]
    if len(region) < REGION or region != two.postal_code[:REGION]:
        return False
    words = words_of_name(one.name).all
    return not signs(words, "".join(words))[1]


def _on_one_street(one: str, two: str) -> bool:
    return not _street_words(one).isdisjoint(_street_words(two))


@lru_cache(maxsize=4_096)
def _street_words(street: str) -> frozenset[str]:
    """The words of the street's own name ("seventh" as "7th"), without house number, directions and type."""
    words = [ORDINALS.get(word, word).lower() for word in words_of(street)[1:] if word not in DIRECTIONALS]
    return frozenset(words[:-1] if len(words) > 1 and words[-1] in SUFFIXES else words)


def _other_units(one: Outline, two: Outline) -> bool:
    """Each says a suite, and they share no number or letter."""
    if not one.unit or not two.unit:
        return False
    mine, yours = _ids_of_unit(one.unit), _ids_of_unit(two.unit)
    return bool(mine and yours) and mine.isdisjoint(yours)


@lru_cache(maxsize=4_096)
def _ids_of_unit(unit: str) -> frozenset[str]:
    return frozenset(_ID.findall(unit.lower()))


def _are_two_tenants(one: Outline, two: Outline) -> bool:
    """Whether two names behind one door, with no phone in common, are two tenants.

    They are where each says a suite of its own, or where each has a phone and one is named as the other's department.
    """
    has_phones = NOTHING not in (one.phone, two.phone)
    are_two = _other_units(one, two) or (has_phones and is_department(one.name, two.name))
    return are_two and not is_a_slip(one.name, two.name)


def may_be_branches(one: Outline, two: Outline) -> bool:
    """Whether they stand on two streets with no phone in common: with one name that is a move or a branch.

    The records do not tell which, so such a pair is never joined.
    """
    if not one.door or not two.door or one.phone == two.phone != NOTHING:
        return False
    zips = {one.postal_code[:5], two.postal_code[:5]} - {""}
    has_other_door = len(zips) == 2 or not same_number(one.door, two.door)
    return has_other_door and not _on_one_street(one.street, two.street)
