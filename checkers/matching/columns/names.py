"""What many pairs of names have in common: `names.likeness` and `facts.facts_of_names`, on columns."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cpdist

from checkers.matching.chains import SIGNS, are_two_chains
from checkers.matching.columns.name_roll import AT_A_VENUE, HOUSES, OWNERS, PERSON, SPECIALISED, TOLD_APART
from checkers.matching.columns.ragged import Array
from checkers.matching.columns.roll import NUMBER, OF_ITS_OWN
from checkers.matching.columns.sums import points_of
from checkers.matching.columns.vocabulary import (
    BESIDE_PHONES,
    KIND_BITS,
    OF_PERSONS,
    ROOM,
    SAYS_LITTLE,
    SPECIALTY,
    TELLING_APART,
)
from checkers.matching.columns.words import (
    Named,
    Side,
    Words,
    alike_of,
    any_of,
    at_home_of,
    beside,
    may_stand_for,
    take_near,
)
from checkers.matching.facts import EQUAL, EQUAL_WITH_TWO, MOSTLY, NEARLY_SPELT, OF_NAMES
from checkers.matching.names import LEAST_SHARED, LETTERS_AGREE, OF_HOTELS, OF_MEDICINE
from checkers.matching.scorecard import POINTS
from checkers.matching.words import OF_THE_PUBLIC, WHOLE_KINDS

_WHOLE = np.uint64(sum(KIND_BITS[kind] for kind in WHOLE_KINDS))
_PUBLIC = np.uint64(sum(KIND_BITS[kind] for kind in OF_THE_PUBLIC))
_OF_HOTELS = np.uint64(sum(KIND_BITS[kind] for kind in OF_HOTELS))
_MEDICINE = np.uint64(KIND_BITS[OF_MEDICINE])
_NO_KIND = np.uint64(0)
_EQUAL, _EQUAL_WITH_TWO = (
    sum(worth * amount for worth, amount in zip(POINTS[:OF_NAMES], facts, strict=True))
    for facts in (EQUAL, EQUAL_WITH_TWO)
)

SHORT = 4  # words; each of one name meets each of the other, so that the few long ones are kept apart


@dataclass(slots=True)
class NamePairs:
    """`points` of the names' facts where `is_told`; a pair that `is_alone` is to be compared by itself; the others are
    strangers by their names.
    """

    points: Array
    is_told: Array
    is_alone: Array
    is_equal: Array
    adds_department: Array
    other_kind: Array
    own_shared: Array
    are_own: Array

    @classmethod
    def strangers(cls, size: int) -> NamePairs:
        return cls(np.zeros(size), *[np.zeros(size, np.bool_) for _ in range(7)])

    def take(self, some: Array) -> NamePairs:
        return NamePairs(*[getattr(self, field.name)[some] for field in fields(self)])

    def put(self, places: Array, found: NamePairs) -> None:
        for field in fields(self):
            getattr(self, field.name)[places] = getattr(found, field.name)


def compare_names(one: Side, two: Side, are_joined: Array) -> NamePairs:
    """`are_joined` by something beside their names, as `record.are_joined`."""
    brand = one["brand"]
    equal = (one["squeezed"] == two["squeezed"]) | ((brand > 0) & (brand == two["brand"]))
    short = np.maximum(one["width"], two["width"]) <= SHORT
    found = NamePairs.strangers(len(equal))
    alike_at = np.flatnonzero(equal)
    found.put(alike_at, _equal(one.take(alike_at), two.take(alike_at)))
    for some in (np.flatnonzero(~equal & short), np.flatnonzero(~equal & ~short)):
        found.put(some, _unequal(one.take(some), two.take(some), are_joined[some]))
    return found


def _equal(one: Side, two: Side) -> NamePairs:
    found = NamePairs.strangers(len(one.places))
    found.is_alone = _other_store(one, two)
    found.is_told = found.is_equal = ~found.is_alone
    own = np.maximum(one["own"], two["own"])
    found.points = np.where(own >= 2, _EQUAL_WITH_TWO, _EQUAL)
    found.own_shared = own > 0
    return found


def _other_store(one: Side, two: Side) -> Array:
    mine, yours = one["store"], two["store"]
    return (mine > 0) & (yours > 0) & (mine != yours)


def _unequal(one: Side, two: Side, are_joined: Array) -> NamePairs:
    pairs = beside(one, two)
    found = NamePairs.strangers(len(one.places))
    found.is_alone = may_stand_for(one, pairs.yours) | may_stand_for(two, pairs.mine)
    mine_shared, yours_shared = pairs.mine.are_telling_shared(), pairs.yours.are_telling_shared()
    # Where a name is at says something beside a name that is all within it: the venue's, or the guest's by itself.
    found.is_alone |= (one.is_a(AT_A_VENUE) & yours_shared) | (two.is_a(AT_A_VENUE) & mine_shared)
    agree = are_joined | mine_shared | yours_shared
    unsure = np.flatnonzero(~agree & ~found.is_alone)
    agree[unsure] = _letters(one.take(unsure), two.take(unsure)) >= LETTERS_AGREE
    some = np.flatnonzero(agree & ~found.is_alone)
    found.put(some, _weighed(pairs.take(some)))
    return found


def _letters(one: Side, two: Side) -> Array:
    """0..100"""
    said = one.roll.squeezed
    ones, twos = ([said[n] for n in side["squeezed"].tolist()] for side in (one, two))
    return cpdist(ones, twos, scorer=ratio, dtype=np.float64)


def _weighed(pairs: Named) -> NamePairs:
    one, two, mine, yours = pairs.one, pairs.two, pairs.mine, pairs.yours
    found = NamePairs.strangers(len(one.places))
    found.is_alone, in_part = take_near(pairs, one.roll.vocabulary)
    found.is_alone |= _may_be_told_apart(pairs)
    sharing = ~found.is_alone & (pairs.weight > 0)
    equal = sharing & ~in_part & _only_persons(mine, one) & _only_persons(yours, two)
    two_people = one.is_a(PERSON) & two.is_a(PERSON) & mine.any_left(OF_ITS_OWN) & yours.any_left(OF_ITS_OWN)
    alike_at, some = np.flatnonzero(equal), np.flatnonzero(sharing & ~equal & ~two_people)
    found.put(alike_at, _equal(one.take(alike_at), two.take(alike_at)))
    found.put(some, _of_words(pairs.take(some)))
    same_phone = (one["phone"] > 0) & (one["phone"] == two["phone"])
    found.is_alone |= same_phone & ~found.is_told  # renamed, it may be
    return found


def _are_two_chains(one: Side, two: Side) -> Array:
    """A name with an acronym of the other is compared alone."""
    mine, yours = one["sign"], two["sign"]
    found = (mine > 0) & (yours > 0) & (mine != yours)
    some = np.flatnonzero(found)
    pairs = zip(mine[some].tolist(), yours[some].tolist(), strict=True)
    found[some] = [are_two_chains(SIGNS[n], SIGNS[m]) for n, m in pairs]
    return found


def _may_be_told_apart(pairs: Named) -> Array:
    mine, yours = pairs.one.is_a(TOLD_APART), pairs.two.is_a(TOLD_APART)
    found = mine & yours
    some = np.flatnonzero(found)
    flags = pairs.one.roll.vocabulary.flags
    found[some] = _has_left(pairs.mine, flags, TELLING_APART, some) & _has_left(pairs.yours, flags, TELLING_APART, some)
    some = np.flatnonzero((mine | yours) & _are_other_phones(pairs.one, pairs.two))  # a person with a phone
    found[some] |= _has_left(pairs.mine, flags, BESIDE_PHONES, some) | _has_left(
        pairs.yours, flags, BESIDE_PHONES, some
    )
    return found


def _has_left(words: Words, flags: Array, flag: int, some: Array) -> Array:
    return any_of(words.left[:, some] & ((flags[words.numbers[:, some]] & flag) > 0))


def _are_other_phones(one: Side, two: Side) -> Array:
    return (one["phone"] > 0) & (two["phone"] > 0) & (one["phone"] != two["phone"])


def _only_persons(words: Words, side: Side) -> Array:
    return ~any_of(words.left & ((side.roll.vocabulary.flags[words.numbers] & OF_PERSONS) == 0))


def _of_words(pairs: Named) -> NamePairs:
    one, two, mine, yours, weight = pairs.one, pairs.two, pairs.mine, pairs.yours, pairs.weight
    my_home, your_home = at_home_of(mine, two), at_home_of(yours, one)
    left, right = mine.weight_left(my_home), yours.weight_left(your_home)
    contained = weight / (weight + np.minimum(left, right))
    words_shared = weight / (weight + left + right)
    letters = (_letters(one, two) / 100 - NEARLY_SPELT) / (1 - NEARLY_SPELT)
    added = _added(pairs)
    my_own, your_own = mine.any_own_left(my_home), yours.any_own_left(your_home)
    by_owner = one.is_a(OWNERS) | two.is_a(OWNERS)
    facts = {
        "words_shared": words_shared,
        "words_contained": contained,
        "letters_agree": np.maximum(letters, 0),
        "all_of_one": (contained >= 1) & (words_shared < 1),
        "first_word": _begin_alike(one, two),
        "two_own_words": pairs.own >= 2,
        "one_word": (one["size"] < 2) | (two["size"] < 2),
        "added_trade": added.first_kind & ~(my_own | your_own) & ~added.to_house,
        "named_after": added.first_kind & ~(my_own | your_own) & (((one["kinds"] | two["kinds"]) & ~_PUBLIC) == 0),
        "owner_named": added.first_kind & by_owner,
        "part_of_it": added.to_house & added.part,
        "two_parts": added.two_kinds & one.is_a(HOUSES) & two.is_a(HOUSES),
        "kind_within": added.to_house & added.kind_within,
        "store_department": one["departments"] != two["departments"],
        "other_chain": _are_two_chains(one, two),
        "other_kind": added.two_kinds & added.other_kind,
        "other_number": (mine.any_left(NUMBER) & yours.any_left(NUMBER)) | _other_store(one, two),
    }
    found = NamePairs.strangers(len(weight))
    found.is_told = contained >= LEAST_SHARED
    found.points = points_of(facts, len(weight))
    found.adds_department = added.department
    found.other_kind = added.two_kinds & added.other_kind
    found.own_shared = pairs.own > MOSTLY
    found.are_own = my_own & your_own
    return found


def _begin_alike(one: Side, two: Side) -> Array:
    first, other = one["first"], two["first"]
    found = first == other
    some = np.flatnonzero((first > 0) & (other > 0) & ~found)
    found[some] = alike_of(first[some], other[some], one.roll.vocabulary) > NEARLY_SPELT
    return found


@dataclass(slots=True)
class Added:
    """What the words that one name has alone make of it; most is asked of what the longer adds to the shorter."""

    first_kind: Array
    two_kinds: Array
    other_kind: Array
    to_house: Array
    part: Array
    kind_within: Array
    department: Array


def _added(pairs: Named) -> Added:
    one, two, mine, yours = pairs.one, pairs.two, pairs.mine, pairs.yours
    known = one.roll.vocabulary
    my_kinds, your_kinds = _kinds_left(mine, known.kinds), _kinds_left(yours, known.kinds)
    shorter = _is_shorter(one, two)
    kinds = np.where(shorter, one["kinds"], two["kinds"])
    added_kinds = np.where(shorter, your_kinds, my_kinds)
    left = np.where(shorter, yours.left, mine.left)
    words = np.where(shorter, yours.numbers, mine.numbers)
    word_kinds, word_flags = known.kinds[words], known.flags[words]
    two_kinds = (my_kinds > 0) & (your_kinds > 0)
    is_room = left & ((word_flags & ROOM) > 0)
    is_specialty = left & ((word_flags & SPECIALTY) > 0)
    is_specialised = np.where(shorter, one.is_a(SPECIALISED), two.is_a(SPECIALISED))
    says_much = left & ((word_flags & SAYS_LITTLE) == 0)
    return Added(
        first_kind=((my_kinds > 0) & (two["kinds"] == 0)) | ((your_kinds > 0) & (one["kinds"] == 0)),
        two_kinds=two_kinds,
        other_kind=(my_kinds & your_kinds) == 0,
        to_house=np.where(shorter, one.is_a(HOUSES), two.is_a(HOUSES)),
        part=any_of(says_much & ((word_kinds & kinds & _WHOLE) == 0)),
        kind_within=(kinds > 0) & (added_kinds > 0) & ((kinds & added_kinds) == 0) & (added_kinds != _OF_HOTELS),
        department=((kinds > 0) & any_of(is_room & ((word_kinds & kinds) == 0)))
        | (((kinds & _MEDICINE) > 0) & ~is_specialised & any_of(is_specialty)),
    )


def _kinds_left(words: Words, kinds: Array) -> Array:
    return np.bitwise_or.reduce(np.where(words.left, kinds[words.numbers], _NO_KIND), axis=0)


def _is_shorter(one: Side, two: Side) -> Array:
    mine, yours = one["size"], two["size"]
    return (mine < yours) | ((mine == yours) & (one["order"] < two["order"]))
