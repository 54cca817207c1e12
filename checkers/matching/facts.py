"""The facts of a pair of records that a careful person weighs, each 1 where it holds, 0 where not, or in part."""

from __future__ import annotations

from typing import NamedTuple

from checkers.matching.doors import Door, unequal_doors
from checkers.matching.name_words import NameWords
from checkers.matching.names import Likeness, alike, is_shorter
from checkers.matching.record import Record
from checkers.matching.words import OF_THE_PUBLIC
from checkers.normalise.address import AddressParts
from checkers.normalise.address_unit import unit_pieces

BLOCK = 100  # house numbers from one cross street to the next
NEARLY_SPELT = 0.8  # likeness of the letters above which it counts, in full at 1


class Facts(NamedTuple):
    """Every fact that is weighed; `scorecard.WORTH` has the words and the points of each.

    The functions below make plain tuples in this order, since that is quickest: of the names up to `other_number`
    (`facts_of_names`), then of the doors from `same_door`, of the places from `same_number`, of chains from
    `chain_without_door` and of the phones from `same_phone` (`facts_beside_names`).
    """

    words_shared: float
    words_contained: float
    letters_agree: float
    all_of_one: float
    first_word: float
    two_own_words: float
    one_word: float
    added_trade: float
    named_after: float
    owner_named: float
    part_of_it: float
    two_parts: float
    kind_within: float
    store_department: float
    other_chain: float
    told_apart: float
    other_kind: float
    other_number: float
    same_door: float
    other_form: float
    same_street: float
    near_door: float
    other_door: float
    same_number: float
    door_in_one_zip: float
    no_door: float
    other_zip: float
    far_away: float
    other_tenant: float
    chain_without_door: float
    dense_without_door: float
    chain_elsewhere: float
    same_phone: float
    phone_kept: float
    other_phone: float
    department_apart: float
    trade_apart: float
    suite_apart: float
    door_apart: float


OF_NAMES = Facts._fields.index("other_number") + 1
_NO_CHAIN = (0.0, 0.0, 0.0)
_NO_PHONES = (0.0,) * 7
_ONE_PHONE = (1.0, *[0.0] * 6)
_KEPT_PHONE = (1.0, 1.0, *[0.0] * 5)
MOSTLY = 0.8  # of a telling word: its short form counts, its initial does not


def facts_of(one: Record, two: Record, like: Likeness) -> tuple[float, ...]:
    """All amounts of `Facts`, in their order."""
    return (*facts_of_names(one.name, two.name, like), *facts_beside_names(one, two, like))


def facts_of_names(one: NameWords, two: NameWords, like: Likeness) -> tuple[float, ...]:
    """The first `OF_NAMES` amounts of `Facts`: what the names say."""
    return _of_equal(like) if like.is_equal else _of_unequal(one, two, like)


def facts_beside_names(one: Record, two: Record, like: Likeness) -> tuple[float, ...]:
    """The other amounts of `Facts`: what doors, places, chains and phones say.

    Each is 1 or 0, so few different tuples occur, and their points may be kept.
    """
    door = door_of(one, two)
    is_chain = one.name.is_chain or two.name.is_chain
    return (
        *_OF_DOORS[door],
        *_of_places(one, two, door),
        door is Door.SAME and like.are_own and in_other_suites(one.address, two.address),
        *(_of_chains(one, two, door, like.is_equal) if is_chain else _NO_CHAIN),
        *(_of_phones(one, two, door, like, is_chain) if one.phone and two.phone else _NO_PHONES),
    )


def _of_phones(one: Record, two: Record, door: Door, like: Likeness, is_chain: bool) -> tuple[float, ...]:
    """What two phones say; asked only where both records have one.

    Another phone alone may be a second line or an old one. Beside another department, trade, suite or door it is
    another business's, and counts again for that. One phone at two doors is a move, but for chains, whose branches may
    print one line for all.
    """
    if one.phone == two.phone:
        is_kept = door is Door.OTHER and like.own_shared > MOSTLY and not is_chain
        return _KEPT_PHONE if is_kept else _ONE_PHONE
    is_same_door = door is Door.SAME
    return (
        0.0,
        0.0,
        1.0,
        like.adds_department,
        like.other_kind,
        is_same_door and in_other_suites(one.address, two.address),
        door is Door.OTHER and one.number != two.number,
    )


def in_other_suites(one: AddressParts, two: AddressParts) -> bool:
    return bool(one.unit and two.unit) and unit_pieces(one.unit).isdisjoint(unit_pieces(two.unit))


def door_of(one: Record, two: Record) -> Door:
    if not one.door or not two.door:
        return Door.UNKNOWN
    if one.door != two.door and one.street != two.street and one.number and two.number and one.number != two.number:
        return Door.OTHER
    if in_another_town(one, two):
        return Door.OTHER
    return Door.SAME if one.door == two.door else unequal_doors(one.address, two.address)


def in_another_town(one: Record, two: Record) -> bool:
    """Whether they are surely in two towns: their names differ, and so do their states or the heads of their ZIP codes.

    Every town has a Main Street, so an equal street says nothing then.
    """
    mine, yours = one.address, two.address
    if mine.city == yours.city or not (mine.city and yours.city):
        return False
    if mine.region != yours.region and mine.region and yours.region:
        return True
    return one.postal_code[:3] != two.postal_code[:3] and bool(one.postal_code and two.postal_code)


def _of_equal(like: Likeness) -> tuple[float, ...]:
    return EQUAL_WITH_TWO if like.own_shared >= 2 else EQUAL


EQUAL = (1.0, 1.0, 1.0, 0.0, 1.0, *[0.0] * 13)
EQUAL_WITH_TWO = (*EQUAL[:5], 1.0, *EQUAL[6:])


def _of_unequal(one: NameWords, two: NameWords, like: Likeness) -> tuple[float, ...]:
    first, other = one.words[:1], two.words[:1]
    return (
        like.shared,
        like.contained,
        (like.spelling - NEARLY_SPELT) / (1 - NEARLY_SPELT) if like.spelling > NEARLY_SPELT else 0.0,
        like.contained >= 1 > like.shared,
        first == other or bool(first and other) and alike(first[0], other[0]) > NEARLY_SPELT,
        like.own_shared >= 2,
        len(one.words) < 2 or len(two.words) < 2,
        like.first_kind and not like.own_alone and not (one if is_shorter(one, two) else two).houses,
        like.first_kind and not like.own_alone and one.kinds | two.kinds <= OF_THE_PUBLIC,
        like.first_kind and (one.is_owners or two.is_owners),
        like.is_part,
        like.are_parts,
        like.kind_within,
        like.is_department,
        like.other_chain,
        like.told_apart,
        like.other_kind,
        like.has_other_number,
    )


ELSEWHERE = frozenset({Door.NEAR, Door.OTHER, Door.SAME_STREET})
_DOORS = (Door.SAME, Door.OTHER_FORM, Door.SAME_STREET, Door.NEAR, Door.OTHER)
_OF_DOORS = {door: tuple([float(door is other) for other in _DOORS]) for door in Door}


def _of_places(one: Record, two: Record, door: Door) -> tuple[float, ...]:
    mine, yours = one.postal_code, two.postal_code
    other_zip = mine != yours and mine != "" and yours != ""
    is_other = door is Door.OTHER
    return (
        is_other and one.number == two.number and bool(one.number) and not in_another_town(one, two),
        is_other and mine == yours and bool(mine),
        not one.door and not two.door,
        other_zip,
        _are_far(one, two, other_zip),
    )


def _are_far(one: Record, two: Record, other_zip: bool) -> bool:
    """Whether they are far apart: in two states, under two heads of ZIP codes, or, with a ZIP unsaid, in two towns."""
    mine, yours = one.address, two.address
    if mine.region != yours.region and mine.region and yours.region:
        return True
    if one.postal_code and two.postal_code:
        return other_zip and one.postal_code[:3] != two.postal_code[:3]
    return mine.city != yours.city and bool(mine.city and yours.city) and one.place.isdisjoint(two.place)


def _of_chains(one: Record, two: Record, door: Door, is_equal: bool) -> tuple[float, ...]:
    return (
        door is Door.UNKNOWN and is_equal,
        door is Door.UNKNOWN and (one.name.is_dense_chain or two.name.is_dense_chain),
        door in ELSEWHERE and not (is_equal and door is Door.NEAR and _in_one_block(one.number, two.number)),
    )


def _in_one_block(one: str, two: str) -> bool:
    """Whether the numbers are of one block: no chain has two branches there, so its house is numbered in two ways."""
    return one.isdecimal() and two.isdecimal() and abs(int(one) - int(two)) <= BLOCK
