"""What a glance at two records tells before either is read in full, at a twentieth of the cost.

Certain is only what the rules of `checkers.match` would answer too. Refused is also what they would join and a careful
person would not: tenants of one house, and branches that bear one name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from checkers.duplicates.keys import (
    FORM,
    NOTHING,
    UNTELLING,
    door_key,
    phone_key,
    same_number,
    words_of,
)
from checkers.matching.chains import signs
from checkers.matching.words import HOUSES, KIND_OF
from checkers.nap import Nap
from checkers.normalise.address_words import DIRECTIONALS, SUFFIXES

LIKE = 75.0  # of two words in percent: "gimnet" and "giment" have 83, "dental" and "rental" too: it only lets read on
SLIP_FROM = 5  # letters: of shorter words one letter makes another ("Tax", "Taxi"; "Jon", "Joy")
BEGINNING, ENDING = 2, 3  # letters: a slip in one of them leaves the other
REGION = 3  # digits of a ZIP code that its region shares
# Rooms of a business that have a name, a phone and a listing of their own.
DEPARTMENTS = frozenset(
    "academy bakery bar cafe daycare deli gallery lab laboratory optical parts pharmacy restaurant salon school shop"
    " spa store supply".split()
)
_ID = re.compile(r"\d+[a-z]?|\b[a-z]\b")


class Outline(NamedTuple):
    """Keys as whole numbers, and the texts that they leave out."""

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
    return Outline(phone_key(nap), door_key(nap), nap.name, nap.street, nap.unit, nap.postal_code)


def glance(one: Outline, two: Outline) -> Glance:
    if (words := words_of_name(one.name).all) and words == words_of_name(two.name).all:
        return Glance.CERTAIN if _agree(one, two) else Glance.OPEN
    has_one_phone = one.phone == two.phone != NOTHING
    has_one_number = bool(one.door and two.door) and same_number(one.door, two.door)
    if has_one_phone and has_one_number and (_is_a_slip(one.name, two.name) or _adds_keywords(one.name, two.name)):
        return Glance.CERTAIN
    if may_be_branches(one, two) or (has_one_phone and _are_behind_one_line(one, two)):
        return Glance.REFUSED
    if not has_one_phone and (_are_two_tenants(one, two) or not _share_a_word(one.name, two.name)):
        return Glance.REFUSED
    return Glance.OPEN


def _are_behind_one_line(one: Outline, two: Outline) -> bool:
    """A call centre's: other names behind other doors."""
    has_other_door = bool(one.door and two.door) and not same_number(one.door, two.door)
    return has_other_door and not _share_a_word(one.name, two.name)


def _agree(one: Outline, two: Outline) -> bool:
    """Of one name: phone and house number agree as far as both say them, or the whole door does."""
    if NOTHING in (one.phone, two.phone):
        return one.door == two.door != NOTHING or _has_one_number_on_one_street(one, two)
    if one.phone == two.phone:
        return NOTHING in (one.door, two.door) or same_number(one.door, two.door) or _has_moved(one, two)
    return _has_one_number_on_one_street(one, two) and one.door == two.door and not _other_units(one, two)


def _has_one_number_on_one_street(one: Outline, two: Outline) -> bool:
    is_one_number = bool(one.door and two.door) and same_number(one.door, two.door)
    return is_one_number and _on_one_street(one.street, two.street)


def _has_moved(one: Outline, two: Outline) -> bool:
    """Within its region, and no chain, whose branches may share a line."""
    region = one.postal_code[:REGION]
    if len(region) < REGION or region != two.postal_code[:REGION]:
        return False
    words = words_of_name(one.name).all
    return not signs(words, "".join(words))[1]


def _on_one_street(one: str, two: str) -> bool:
    return not _street_words(one).isdisjoint(_street_words(two))


@lru_cache(maxsize=4_096)
def _street_words(street: str) -> frozenset[str]:
    words = [word for word in words_of(street)[1:] if word not in DIRECTIONALS]
    return frozenset(words[:-1] if len(words) > 1 and words[-1] in SUFFIXES else words)


def _other_units(one: Outline, two: Outline) -> bool:
    """Each says a suite, and they share no number or letter."""
    if not one.unit or not two.unit:
        return False
    mine, yours = _ID.findall(one.unit.lower()), _ID.findall(two.unit.lower())
    return bool(mine and yours) and set(mine).isdisjoint(yours)


def _are_two_tenants(one: Outline, two: Outline) -> bool:
    """Behind one door with no phone in common: a suite each, or a phone each and one the other's department."""
    has_phones = NOTHING not in (one.phone, two.phone)
    are_two = _other_units(one, two) or (has_phones and _is_department(one.name, two.name))
    return are_two and not _is_a_slip(one.name, two.name)


def _is_department(one: str, two: str) -> bool:
    """ "Kepler Dental" and "Kepler Dental Lab"; but "Kepler Grill" and "Kepler Bar & Grill" are of one kind."""
    short, long = sorted((words_of_name(one).all, words_of_name(two).all), key=len)
    added = set(long).difference(short) & DEPARTMENTS
    if not added or not set(short) < set(long):
        return False
    kinds = {KIND_OF.get(word) for word in short}
    return any(word not in KIND_OF or KIND_OF[word] not in kinds for word in added)


def may_be_branches(one: Outline, two: Outline) -> bool:
    """One name behind doors of two streets, with no phone in common: moved, or a branch, and nobody can tell."""
    if not one.door or not two.door or one.phone == two.phone != NOTHING or _on_one_street(one.street, two.street):
        return False
    zips = {one.postal_code[:5], two.postal_code[:5]} - {""}
    return len(zips) == 2 or not same_number(one.door, two.door)


def _is_a_slip(one: str, two: str) -> bool:
    """One letter too many, too few, other or exchanged, in one long word."""
    mine, yours = words_of_name(one).all, words_of_name(two).all
    if len(mine) != len(yours):
        return False
    others = [(a, b) for a, b in zip(mine, yours, strict=True) if a != b]
    if len(others) != 1:
        return False
    a, b = others[0]
    is_long = a.isalpha() and b.isalpha() and max(len(a), len(b)) >= SLIP_FROM
    return is_long and OSA.distance(a, b, score_cutoff=1) == 1


def _adds_keywords(one: str, two: str) -> bool:
    """ "Kepler Dental" and "Kepler Dental Family Owned"; a kind, a number or a tenant's name would tell another."""
    short, long = sorted((words_of_name(one).all, words_of_name(two).all), key=len)
    if len(short) < 2 or long[: len(short)] != short or not HOUSES.isdisjoint(short):
        return False
    return all(word.isalpha() and word not in KIND_OF and word not in DEPARTMENTS for word in long[len(short) :])


def _share_a_word(one: str, two: str) -> bool:
    """Whether a telling word of one may stand in the other, spelt well or not, joined, cut short or in an acronym."""
    (my_telling, mine, _), (your_telling, yours, _) = words_of_name(one), words_of_name(two)
    if _any_alike(my_telling, yours) or _any_alike(your_telling, mine):
        return True
    return _initials(mine) in yours or _initials(yours) in mine


def _any_alike(telling: Sequence[str], words: Sequence[str]) -> bool:
    for a in telling:  # noqa: SIM110  a generator costs more than the whole question
        for b in words:
            if a[:4] == b[:4] or ratio(a, b, score_cutoff=LIKE):
                return True
    return False


class NameWords(NamedTuple):
    """`ends`: the first and the last letters of the telling words."""

    telling: tuple[str, ...]
    all: tuple[str, ...]  # but form
    ends: frozenset[str]


@lru_cache(maxsize=4_096)
def words_of_name(name: str) -> NameWords:
    words = words_of(name)
    telling = tuple([word for word in words if word not in UNTELLING]) or tuple(words)
    ends = frozenset([word[:BEGINNING] for word in telling] + [word[-ENDING:] for word in telling])
    return NameWords(telling, tuple([word for word in words if word not in FORM]), ends)


def may_be_one_tenant(one: Outline, two: Outline) -> bool:
    """Names behind one door of which no telling word begins or ends alike are two tenants."""
    return not words_of_name(one.name).ends.isdisjoint(words_of_name(two.name).ends)


def _initials(words: Sequence[str]) -> str:
    return "".join([word[0] for word in words])
