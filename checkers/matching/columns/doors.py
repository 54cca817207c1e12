"""What is beside the names of many pairs: `facts.facts_beside_names`, on columns."""

from __future__ import annotations

import numpy as np

from checkers.matching.columns.name_roll import CHAIN, DENSE
from checkers.matching.columns.names import NamePairs
from checkers.matching.columns.ragged import Array
from checkers.matching.columns.sums import points_of
from checkers.matching.columns.words import Side
from checkers.matching.doors import Door, unequal_doors
from checkers.matching.facts import BLOCK, ELSEWHERE, in_other_suites

_DOORS = {door: number for number, door in enumerate(Door)}
_UNKNOWN, _SAME, _OTHER = (_DOORS[door] for door in (Door.UNKNOWN, Door.SAME, Door.OTHER))
_ELSEWHERE = [_DOORS[door] for door in ELSEWHERE]


def points_beside_names(one: Side, two: Side, names: NamePairs) -> Array:
    door = _doors(one, two)
    suites = _are_other_suites(one, two, (door == _SAME) & (names.are_own | other("phone", one, two)))
    facts = {**_of_doors(door), **_of_places(one, two, door), **_of_chains(one, two, door, names.is_equal)}
    facts["other_tenant"] = suites & names.are_own
    return points_of(facts | _of_phones(one, two, door, names, suites), len(door))


def both(field: str, one: Side, two: Side) -> Array:
    return (one[field] > 0) & (two[field] > 0)


def same(field: str, one: Side, two: Side) -> Array:
    return one[field] == two[field]


def other(field: str, one: Side, two: Side) -> Array:
    """Both show one, and not the same."""
    return both(field, one, two) & ~same(field, one, two)


def _doors(one: Side, two: Side) -> Array:
    """`facts.door_of`"""
    found = np.full(len(one.places), _UNKNOWN)
    known = both("door", one, two)
    found[known] = _OTHER
    may_be_one = known & ~in_another_town(one, two)
    found[may_be_one & same("door", one, two)] = _SAME
    unsure = may_be_one & ~same("door", one, two) & (same("street", one, two) | ~other("number", one, two))
    some = np.flatnonzero(unsure)
    address = one.roll.readings.address
    found[some] = [
        _DOORS[unequal_doors(address(n), address(m))]
        for n, m in zip(one.places[some].tolist(), two.places[some].tolist(), strict=True)
    ]
    return found


def in_another_town(one: Side, two: Side) -> Array:
    """`facts.in_another_town`"""
    return other("city", one, two) & (other("region", one, two) | other("sector", one, two))


def _of_doors(door: Array) -> dict[str, Array]:
    return {
        "same_door": door == _SAME,
        "other_form": door == _DOORS[Door.OTHER_FORM],
        "same_street": door == _DOORS[Door.SAME_STREET],
        "near_door": door == _DOORS[Door.NEAR],
        "other_door": door == _OTHER,
    }


def _of_places(one: Side, two: Side, door: Array) -> dict[str, Array]:
    elsewhere = door == _OTHER
    return {
        "same_number": elsewhere & both("number", one, two) & same("number", one, two) & ~in_another_town(one, two),
        "door_in_one_zip": elsewhere & both("postal_code", one, two) & same("postal_code", one, two),
        "no_door": (one["door"] == 0) & (two["door"] == 0),
        "other_zip": other("postal_code", one, two),
        "far_away": _are_far(one, two),
    }


def _are_far(one: Side, two: Side) -> Array:
    """`facts._are_far`"""
    far = other("region", one, two) | other("sector", one, two)
    by_town = np.flatnonzero(~far & ~both("postal_code", one, two) & other("city", one, two))
    mine, yours = one.take(by_town), two.take(by_town)
    places, others = mine.roll.places[:, mine.places], yours.roll.places[:, yours.places]
    shared = ((places[:, None] == others[None]) & (places > 0)[:, None]).any(axis=(0, 1))
    far[by_town] = ~shared
    return far


def _of_chains(one: Side, two: Side, door: Array, is_equal: Array) -> dict[str, Array]:
    is_chain = one.is_a(CHAIN) | two.is_a(CHAIN)
    return {
        "chain_without_door": is_chain & (door == _UNKNOWN) & is_equal,
        "dense_without_door": is_chain & (door == _UNKNOWN) & (one.is_a(DENSE) | two.is_a(DENSE)),
        "chain_elsewhere": is_chain & np.isin(door, _ELSEWHERE) & ~(is_equal & _in_one_block(one, two, door)),
    }


def _in_one_block(one: Side, two: Side, door: Array) -> Array:
    mine, yours = one["house"], two["house"]
    return (door == _DOORS[Door.NEAR]) & (mine >= 0) & (yours >= 0) & (abs(mine - yours) <= BLOCK)


def _are_other_suites(one: Side, two: Side, asked: Array) -> Array:
    """Of those that are asked for."""
    apart = asked & other("unit", one, two)
    some = np.flatnonzero(apart)
    address = one.roll.readings.address
    apart[some] = [
        in_other_suites(address(n), address(m))
        for n, m in zip(one.places[some].tolist(), two.places[some].tolist(), strict=True)
    ]
    return apart


def _of_phones(one: Side, two: Side, door: Array, names: NamePairs, suites: Array) -> dict[str, Array]:
    others = other("phone", one, two)
    same_phone = both("phone", one, two) & same("phone", one, two)
    is_chain = one.is_a(CHAIN) | two.is_a(CHAIN)
    return {
        "same_phone": same_phone,
        "phone_kept": same_phone & (door == _OTHER) & names.own_shared & ~is_chain,
        "other_phone": others,
        "department_apart": others & names.adds_department,
        "trade_apart": others & names.other_kind,
        "suite_apart": others & suites,
        "door_apart": others & (door == _OTHER) & ~same("number", one, two),
    }
