"""The facts of a pair of records that a careful person weighs, each 1 where it holds, 0 where not, or in part."""

from __future__ import annotations

from collections.abc import Sequence
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

    The functions below answer for a run of them each, in this order, as plain tuples of variables that bear the facts'
    names: a call of a class costs more than the facts themselves (a million pairs ask for them).
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


_FIELDS = Facts._fields
OF_NAMES = _FIELDS.index("same_door")
_OF_CHAINS_FROM, _OF_PHONES_FROM = _FIELDS.index("chain_without_door"), _FIELDS.index("same_phone")
_NAMES, _CHAINS, _PHONES = _FIELDS[:OF_NAMES], _FIELDS[_OF_CHAINS_FROM:_OF_PHONES_FROM], _FIELDS[_OF_PHONES_FROM:]


def _amounts(run: Sequence[str], *held: str) -> tuple[float, ...]:
    """Of a run of facts where these hold in full and no other."""
    return tuple([float(fact in held) for fact in run])


EQUAL = _amounts(_NAMES, "words_shared", "words_contained", "letters_agree", "first_word")
EQUAL_WITH_TWO = _amounts(_NAMES, "words_shared", "words_contained", "letters_agree", "first_word", "two_own_words")
_NO_CHAIN = _amounts(_CHAINS)
_NO_PHONES = _amounts(_PHONES)
_ONE_PHONE = _amounts(_PHONES, "same_phone")
_KEPT_PHONE = _amounts(_PHONES, "same_phone", "phone_kept")
_new = tuple.__new__  # a third of the time of a call of the class
MOSTLY = 0.8  # of a telling word: its short form counts, its initial does not


def facts_of(one: Record, two: Record, like: Likeness) -> Facts:
    return _new(Facts, facts_of_names(one.name, two.name, like) + facts_beside_names(one, two, like))


def facts_of_names(one: NameWords, two: NameWords, like: Likeness) -> tuple[float, ...]:
    """The first `OF_NAMES` amounts of `Facts`: what the names say."""
    if like.is_equal:
        return EQUAL_WITH_TWO if like.own_shared >= 2 else EQUAL
    return _of_unequal(one, two, like)


def facts_beside_names(one: Record, two: Record, like: Likeness) -> tuple[float, ...]:
    """The other amounts of `Facts`: what doors, places, chains and phones say.

    Each is 1 or 0, so few different tuples occur, and their points may be kept.
    """
    door = door_of(one, two)
    is_chain = one.name.is_chain or two.name.is_chain
    other_tenant = door is Door.SAME and like.are_own and in_other_suites(one.address, two.address)
    chains = _of_chains(one, two, door, like.is_equal) if is_chain else _NO_CHAIN
    phones = _of_phones(one, two, door, like, is_chain) if one.phone and two.phone else _NO_PHONES
    return _OF_DOORS[door] + _of_places(one, two, door) + (other_tenant,) + chains + phones


def _of_phones(one: Record, two: Record, door: Door, like: Likeness, is_chain: bool) -> tuple[float, ...]:
    """What two phones say; asked only where both records have one.

    Another phone alone may be a second line or an old one. Beside another department, trade, suite or door it is
    another business's, and counts again for that. One phone at two doors is a move, but for chains, whose branches may
    print one line for all.
    """
    if one.phone == two.phone:
        is_kept = door is Door.OTHER and like.own_shared > MOSTLY and not is_chain
        return _KEPT_PHONE if is_kept else _ONE_PHONE
    same_phone = phone_kept = False
    other_phone = True
    department_apart = like.adds_department
    trade_apart = like.other_kind
    suite_apart = door is Door.SAME and in_other_suites(one.address, two.address)
    door_apart = door is Door.OTHER and one.number != two.number
    return same_phone, phone_kept, other_phone, department_apart, trade_apart, suite_apart, door_apart


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


def _of_unequal(one: NameWords, two: NameWords, like: Likeness) -> tuple[float, ...]:
    first, other = one.words[:1], two.words[:1]
    adds_first_kind = like.first_kind and not like.own_alone
    words_shared = like.shared
    words_contained = like.contained
    letters_agree = (like.spelling - NEARLY_SPELT) / (1 - NEARLY_SPELT) if like.spelling > NEARLY_SPELT else 0.0
    all_of_one = words_contained >= 1 > words_shared
    first_word = first == other or bool(first and other) and alike(first[0], other[0]) > NEARLY_SPELT
    two_own_words = like.own_shared >= 2
    one_word = len(one.words) < 2 or len(two.words) < 2
    added_trade = adds_first_kind and not (one if is_shorter(one, two) else two).houses
    named_after = adds_first_kind and one.kinds | two.kinds <= OF_THE_PUBLIC
    owner_named = like.first_kind and (one.is_owners or two.is_owners)
    part_of_it = like.is_part
    two_parts = like.are_parts
    kind_within = like.kind_within
    store_department = like.is_department
    other_chain = like.other_chain
    told_apart = like.told_apart
    other_kind = like.other_kind
    other_number = like.has_other_number
    return (
        words_shared, words_contained, letters_agree, all_of_one, first_word, two_own_words, one_word,
        added_trade, named_after, owner_named, part_of_it, two_parts, kind_within, store_department,
        other_chain, told_apart, other_kind, other_number,
    )  # fmt: skip


ELSEWHERE = frozenset({Door.NEAR, Door.OTHER, Door.SAME_STREET})
_FACT_OF_DOOR = {
    Door.SAME: "same_door",
    Door.OTHER_FORM: "other_form",
    Door.SAME_STREET: "same_street",
    Door.NEAR: "near_door",
    Door.OTHER: "other_door",
}
_OF_DOORS = {door: _amounts(tuple(_FACT_OF_DOOR.values()), _FACT_OF_DOOR.get(door, "")) for door in Door}


def _of_places(one: Record, two: Record, door: Door) -> tuple[float, ...]:
    mine, yours = one.postal_code, two.postal_code
    is_other = door is Door.OTHER
    same_number = is_other and one.number == two.number and bool(one.number) and not in_another_town(one, two)
    door_in_one_zip = is_other and mine == yours and bool(mine)
    no_door = not one.door and not two.door
    other_zip = mine != yours and mine != "" and yours != ""
    far_away = _are_far(one, two, other_zip)
    return same_number, door_in_one_zip, no_door, other_zip, far_away


def _are_far(one: Record, two: Record, other_zip: bool) -> bool:
    """Whether they are far apart: in two states, under two heads of ZIP codes, or, with a ZIP unsaid, in two towns."""
    mine, yours = one.address, two.address
    if mine.region != yours.region and mine.region and yours.region:
        return True
    if one.postal_code and two.postal_code:
        return other_zip and one.postal_code[:3] != two.postal_code[:3]
    return mine.city != yours.city and bool(mine.city and yours.city) and one.place.isdisjoint(two.place)


def _of_chains(one: Record, two: Record, door: Door, is_equal: bool) -> tuple[float, ...]:
    is_unknown = door is Door.UNKNOWN
    in_one_block = is_equal and door is Door.NEAR and _in_one_block(one.number, two.number)
    chain_without_door = is_unknown and is_equal
    dense_without_door = is_unknown and (one.name.is_dense_chain or two.name.is_dense_chain)
    chain_elsewhere = door in ELSEWHERE and not in_one_block
    return chain_without_door, dense_without_door, chain_elsewhere


def _in_one_block(one: str, two: str) -> bool:
    """Whether the numbers are of one block: no chain has two branches there, so its house is numbered in two ways."""
    return one.isdecimal() and two.isdecimal() and abs(int(one) - int(two)) <= BLOCK
