"""All words of the names of a roll by their number: what depends on the word alone, one column each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from checkers.matching.columns.ragged import Array
from checkers.matching.name_words import KEY_BITS, NOT_IN_ACRONYMS, SLIP_FROM, known
from checkers.matching.told_apart import PEOPLE, SPECIALTIES, TELLS
from checkers.matching.words import BROAD, DEALERS_DEPARTMENTS, DEPARTMENTS, DESCRIPTIVE, HOUSES, KIND_OF, PERSONS

# What a word is by itself.
OF_PERSONS, SAYS_LITTLE, ROOM, HOUSE, IS_NUMBER, NOT_SPELT_OUT, TELLING_APART, SPECIALTY, BESIDE_PHONES = [
    1 << n for n in range(9)
]
KIND_BITS = {kind: 1 << n for n, kind in enumerate(sorted(set(KIND_OF.values())))}
_LISTED: tuple[tuple[int, Collection[str]], ...] = (
    (OF_PERSONS, PERSONS), (SAYS_LITTLE, BROAD | DESCRIPTIVE), (ROOM, DEPARTMENTS), (HOUSE, HOUSES),
    (NOT_SPELT_OUT, NOT_IN_ACRONYMS), (TELLING_APART, TELLS), (SPECIALTY, SPECIALTIES),
    (BESIDE_PHONES, PEOPLE | DEALERS_DEPARTMENTS),
)  # fmt: skip
KEY_WORDS = -(-KEY_BITS // 64)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`initials` are 0 of numbers; `beheaded` is the number of the word that the letters from the second on make.

    `telling_keys` hold the key without the first letter too, as an own word's do.
    """

    words: Sequence[str]
    numbers: Mapping[str, int]
    kinds: Array
    flags: Array
    initials: Array
    beheaded: Array
    weights: Array
    keys: Array
    telling_keys: Array


def vocabulary_of(words: Sequence[str]) -> Vocabulary:
    """The first is empty: 0 is no word."""
    numbers = {word: number for number, word in enumerate(words)}
    weights, keys, beheaded, are_numbers = zip((0, 0, 0, False), *map(known, words[1:]), strict=True)
    flags = np.array(are_numbers, np.uint16) * IS_NUMBER
    for flag, listed in _LISTED:
        flags[[numbers[word] for word in listed if word in numbers]] |= flag
    flags[np.fromiter(map(len, words), np.int64, len(words)) < 3] |= NOT_SPELT_OUT
    kinds = np.zeros(len(words), np.uint64)
    for word, kind in KIND_OF.items():
        if word in numbers:
            kinds[numbers[word]] = KIND_BITS[kind]
    bits = key_rows(keys)
    return Vocabulary(
        words=words,
        numbers=numbers,
        kinds=kinds,
        flags=flags,
        initials=np.array([0 if not word or word[0].isdigit() else ord(word[0]) for word in words], np.int32),
        beheaded=np.array([numbers.get(word[1:], 0) if len(word) > SLIP_FROM else 0 for word in words], np.int32),
        weights=np.array(weights, np.int16),
        keys=bits,
        telling_keys=bits | key_rows(beheaded),
    )


def key_rows(keys: Sequence[int]) -> Array:
    """A row each."""
    packed = b"".join([key.to_bytes(KEY_WORDS * 8, "little") for key in keys])
    return np.frombuffer(packed, np.uint64).reshape(len(keys), KEY_WORDS)


def rows_with(said: Sequence[int] | Array) -> Array:
    """A row each with the key of this number alone, with none where it is below 0."""
    numbers = np.asarray(said, np.int64)
    rows = np.zeros((len(numbers), KEY_WORDS), np.uint64)
    some = np.flatnonzero(numbers >= 0)
    rows[some, numbers[some] >> 6] = np.uint64(1) << (numbers[some] & 63).astype(np.uint64)
    return rows


def keys_of(keys: Array, words: Array, those: Array) -> Array:
    """All keys of those words of each column, a row a column."""
    rows = np.zeros((words.shape[1], KEY_WORDS), np.uint64)
    for numbers, are_meant in zip(words, those, strict=True):
        some = np.flatnonzero(are_meant)
        rows[some] |= keys[numbers[some]]
    return rows
