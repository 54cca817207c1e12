"""The words of many pairs of names beside each other: what both have, and what either has alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from checkers.matching.columns.ragged import Array
from checkers.matching.columns.roll import COUNTED, OF_ITS_OWN, TELLING, WEIGHT, Roll
from checkers.matching.columns.vocabulary import Vocabulary
from checkers.matching.name_words import OWN, PLACE
from checkers.matching.names import INITIAL, alike


class Side:
    """One side of the pairs: the records of the roll at these places, their fields looked up once."""

    def __init__(self, roll: Roll, places: Array) -> None:
        self.roll = roll
        self.places = places
        self._read: dict[str, Array] = {}

    def __getitem__(self, field: str) -> Array:
        found = self._read.get(field)
        if found is None:
            found = self._read[field] = self.roll.fields[field][self.places]
        return found

    def take(self, some: Array) -> Side:
        return Side(self.roll, self.places[some])

    def is_a(self, trait: int) -> Array:
        return (self["traits"] & trait) > 0


@dataclass(slots=True)
class Words:
    """A column a pair. `left` are those that count and that the other name has not, `both` those that it has."""

    numbers: Array
    roles: Array
    both: Array
    left: Array

    def take(self, some: Array) -> Words:
        return Words(self.numbers[:, some], self.roles[:, some], self.both[:, some], self.left[:, some])

    def any_left(self, role: int) -> Array:
        return any_of(self.left & ((self.roles & role) > 0))

    def are_telling_shared(self) -> Array:
        return ~any_of(~self.both & ((self.roles & TELLING) > 0))

    def weight_left(self, at_home: Array) -> Array:
        """A word tells little where the other business stands."""
        weights = self.roles >> WEIGHT
        return (np.where(at_home, np.minimum(PLACE, weights), weights) * self.left).sum(axis=0, dtype=np.int16)

    def any_own_left(self, at_home: Array) -> Array:
        return any_of(self.left & ((self.roles & OF_ITS_OWN) > 0) & ~at_home)


def any_of(words: Array) -> Array:
    """Of each pair, whether it holds of any of its words."""
    return np.logical_or.reduce(words, axis=0)


@dataclass(slots=True)
class Named:
    """Pairs whose names are not equal. `weight` is that of the words they share, of each the heavier of its two; `own`
    counts the shared ones that are own to both; a word that stands for another counts in part.
    """

    one: Side
    two: Side
    mine: Words
    yours: Words
    weight: Array
    own: Array

    def take(self, some: Array) -> Named:
        sides = self.one.take(some), self.two.take(some)
        return Named(*sides, self.mine.take(some), self.yours.take(some), self.weight[some], self.own[some])


def beside(one: Side, two: Side) -> Named:
    width = max(int(side["width"].max(initial=1)) for side in (one, two))
    mine, yours = (side.roll.words[:width, side.places] for side in (one, two))
    my_roles, your_roles = (side.roll.roles[:width, side.places] for side in (one, two))
    same = (mine[:, None] == yours[None]) & (mine > 0)[:, None]
    theirs = np.bitwise_or.reduce(same * your_roles[None], axis=1)  # each has a word once; no role is 0
    my_both, your_both = theirs > 0, same.any(axis=0)
    return Named(
        one,
        two,
        Words(mine, my_roles, my_both, ~my_both & ((my_roles & COUNTED) > 0)),
        Words(yours, your_roles, your_both, ~your_both & ((your_roles & COUNTED) > 0)),
        (np.maximum(my_roles >> WEIGHT, theirs >> WEIGHT) * my_both).sum(axis=0, dtype=np.float64),
        (my_roles & theirs & OF_ITS_OWN).sum(axis=0, dtype=np.float64) / OF_ITS_OWN,
    )


def at_home_of(words: Words, other: Side) -> Array:
    """Of each word, whether it is of the city or street that the other record shows."""
    places = other.roll.places[:, other.places]
    return (words.numbers[:, None] == places[None]).any(axis=1) & (words.numbers > 0)


def may_stand_for(one: Side, words: Words) -> Array:
    """Two words joined, an acronym or a beheaded word of `one` may stand for a counted one of these."""
    found = np.zeros(len(one.places), np.bool_)
    some = np.flatnonzero(one.roll.stand_ins[0, one.places])
    if len(some):
        stand_ins = one.roll.stand_ins[:, one.places[some]]
        counted = np.where((words.roles[:, some] & COUNTED) > 0, words.numbers[:, some], -1)
        found[some] = (stand_ins[:, None] == counted[None]).any(axis=(0, 1))
    return found


def take_near(pairs: Named, vocabulary: Vocabulary) -> tuple[Array, Array]:
    """Where one word left of one name stands for one left of the other, both are shared, in part.

    The pairs with several such words, one of which may be in the way of another; and those with one, taken.
    """
    mine, yours = pairs.mine, pairs.yours
    my_initials = np.where(mine.left, vocabulary.initials[mine.numbers], -2)
    your_initials = np.where(yours.left, vocabulary.initials[yours.numbers], -1)
    rows, others, at = np.nonzero(my_initials[:, None] == your_initials[None])
    degrees = alike_of(mine.numbers[rows, at], yours.numbers[others, at], vocabulary)
    count = np.bincount(at[degrees > 0], minlength=len(pairs.weight))
    # An initial tells something beside another word alone.
    some = np.flatnonzero((count[at] == 1) & ((degrees > INITIAL) | ((degrees > 0) & (pairs.weight[at] > 0))))
    rows, others, at, degrees = rows[some], others[some], at[some], degrees[some]
    heavier = np.maximum(mine.roles[rows, at], yours.roles[others, at]) >> WEIGHT
    pairs.weight[at] += degrees * heavier
    pairs.own[at] += degrees * (heavier >= OWN)
    mine.left[rows, at] = yours.left[others, at] = False
    is_taken = np.zeros(len(count), np.bool_)
    is_taken[at] = True
    return count > 1, is_taken


def alike_of(mine: Array, yours: Array, vocabulary: Vocabulary) -> Array:
    """`names.alike` of each two words; each two are compared once."""
    size = len(vocabulary.words)
    codes, places = np.unique(mine.astype(np.int64) * size + yours, return_inverse=True)
    said = vocabulary.words
    return np.array([alike(said[code // size], said[code % size]) for code in codes.tolist()], np.float64)[places]
