"""The words of many pairs of names beside each other: what both have, and what either has alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from checkers.matching.columns.ragged import Array
from checkers.matching.columns.roll import COUNTED, OF_ITS_OWN, TELLING, WEIGHT, Roll
from checkers.matching.columns.vocabulary import Vocabulary
from checkers.matching.name_words import PLACE
from checkers.matching.names import alike


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
    counts the shared ones that are own to both.
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
        (np.maximum(my_roles >> WEIGHT, theirs >> WEIGHT) * my_both).sum(axis=0, dtype=np.int16),
        (my_roles & theirs & OF_ITS_OWN).sum(axis=0, dtype=np.int16) // OF_ITS_OWN,
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


def are_nearly_shared(mine: Words, yours: Words, vocabulary: Vocabulary) -> Array:
    """A word left of one stands for a word left of the other."""
    found = np.zeros(mine.left.shape[1], np.bool_)
    my_initials = np.where(mine.left, vocabulary.initials[mine.numbers], -2)
    your_initials = np.where(yours.left, vocabulary.initials[yours.numbers], -1)
    rows, others, pairs = np.nonzero(my_initials[:, None] == your_initials[None])
    near = alike_of(mine.numbers[rows, pairs], yours.numbers[others, pairs], vocabulary) > 0
    found[pairs[near]] = True
    return found


def alike_of(mine: Array, yours: Array, vocabulary: Vocabulary) -> Array:
    """`names.alike` of each two words; each two are compared once."""
    size = len(vocabulary.words)
    codes, places = np.unique(mine.astype(np.int64) * size + yours, return_inverse=True)
    said = vocabulary.words
    return np.array([alike(said[code // size], said[code % size]) for code in codes.tolist()], np.float64)[places]
