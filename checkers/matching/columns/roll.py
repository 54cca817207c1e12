"""Records as columns of whole numbers, read once: what many pairs are compared by at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from checkers.matching.name_words import KEY_BITS, SLIP_FROM, NameWords
from checkers.matching.record import Record
from checkers.matching.words import BROAD, DEPARTMENTS, DESCRIPTIVE, KIND_OF, PERSONS

Array = npt.NDArray[Any]

# What a word is in its name. A telling one is an own one, or any where the name has none of its own.
COUNTED, OF_ITS_OWN, NUMBER, TELLING = 1, 2, 4, 8
WEIGHT = 4  # its weight stands above these bits
# What a word is by itself.
OF_PERSONS, SAYS_LITTLE, ROOM = 1, 2, 4
# What a name is.
HOUSES, OWNERS, PERSON, CHAIN, DENSE, AT_A_VENUE = 1, 2, 4, 8, 16, 32

# Longer names and streets are compared alone.
MOST_WORDS, MOST_PLACE_WORDS, MOST_STAND_INS = 10, 8, 4
HOUSE_MAX = 18  # digits that fit

KIND_BITS = {kind: 1 << n for n, kind in enumerate(sorted(set(KIND_OF.values())))}
_KEY_WORDS = -(-KEY_BITS // 64)
_NUMBERED = """squeezed brand store size order first own width house door number street city region postal_code sector
    unit phone"""
_FIELDS = {**dict.fromkeys(_NUMBERED.split(), np.int64), "kinds": np.uint64, "traits": np.uint8}


class Numbering(dict[Any, int]):
    """What is equal has one number; 0 is nothing."""

    def __missing__(self, thing: Any) -> int:
        number = self[thing] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of the names by their number: what depends on the word alone. `initials` are 0 of numbers."""

    words: Sequence[str]
    kinds: Array
    flags: Array
    initials: Array


@dataclass(frozen=True, slots=True)
class Roll:
    """`words` of the names with their `roles`, `places` (words of city and street) and `stand_ins` (the words that two
    joined, an acronym or a lost first letter would stand for) have a column a record, keys have a row.
    """

    records: Sequence[Record]
    squeezed: Sequence[str]
    vocabulary: Vocabulary
    fields: Mapping[str, Array]
    is_long: Array
    keys: Array
    telling_keys: Array
    words: Array
    roles: Array
    places: Array
    stand_ins: Array


def roll_of(records: Sequence[Record]) -> Roll:
    numbers = Numbering({"": 0})
    named = [_counted_first(one.name) for one in records]
    numbered = [[numbers[word] for word in words] for words in named]
    placed = [[numbers[word] for word in one.place] for one in records]
    others = [_stand_ins(one.name, numbers) for one in records]
    houses = [one.number for one in records]
    lengths: list[tuple[Sequence[Sequence[Any]], int]] = [
        (numbered, MOST_WORDS), (placed, MOST_PLACE_WORDS), (others, MOST_STAND_INS), (houses, HOUSE_MAX)
    ]  # fmt: skip
    return Roll(
        records=records,
        squeezed=[one.name.squeezed for one in records],
        vocabulary=_vocabulary(list(numbers)),
        fields=_fields(records, numbers),
        is_long=np.logical_or.reduce([_are_longer(said, most) for said, most in lengths]),
        keys=_as_bits([one.keys for one in records]),
        telling_keys=_as_bits([one.telling_keys for one in records]),
        words=_columns(numbered, MOST_WORDS, np.int32),
        roles=_columns(
            [_roles(one.name, said) for one, said in zip(records, named, strict=True)], MOST_WORDS, np.int16
        ),
        places=_columns(placed, MOST_PLACE_WORDS, np.int32),
        stand_ins=_columns(others, MOST_STAND_INS, np.int32),
    )


def _fields(records: Sequence[Record], words: Mapping[str, int]) -> dict[str, Array]:
    order = {said: n for n, said in enumerate(sorted({one.name.words for one in records}))}
    texts, kind_bits = Numbering({"": 0}), _KindBits()
    rows = [
        (
            texts[one.name.squeezed],
            texts[one.name.brand],
            texts[one.name.store_number],
            len(one.name.words),
            order[one.name.words],
            words[one.name.words[0]] if one.name.words else 0,
            len(one.name.own),
            len(one.name.everything),
            _house(one.number),
            texts[one.door],
            texts[one.number],
            texts[one.street],
            texts[one.address.city],
            texts[one.address.region],
            texts[one.postal_code],
            texts[one.postal_code[:3]],
            texts[one.address.unit],
            texts[one.phone],
            kind_bits[one.name.kinds],
            _traits(one.name),
        )
        for one in records
    ]
    columns = zip(*rows, strict=True) if rows else [()] * len(_FIELDS)
    return {field: np.array(said, kind) for (field, kind), said in zip(_FIELDS.items(), columns, strict=True)}


def _house(number: str) -> int:
    """-1 of one that is no plain number."""
    return int(number) if number.isdecimal() and len(number) <= HOUSE_MAX else -1


def _traits(name: NameWords) -> int:
    return (
        name.houses * HOUSES
        | name.is_owners * OWNERS
        | name.is_person * PERSON
        | name.is_chain * CHAIN
        | name.is_dense_chain * DENSE
        | bool(name.venue) * AT_A_VENUE
    )


class _KindBits(dict[frozenset[str], int]):
    def __missing__(self, kinds: frozenset[str]) -> int:
        bits = self[kinds] = sum([KIND_BITS[kind] for kind in kinds])
        return bits


def _counted_first(name: NameWords) -> list[str]:
    counted = list(name.counted)
    return counted if name.everything is name.counted else [*counted, *(name.everything - name.counted)]


def _roles(name: NameWords, words: Sequence[str]) -> list[int]:
    telling = name.own or name.counted
    return [
        name.weights[word] << WEIGHT
        | COUNTED * (word in name.counted)
        | OF_ITS_OWN * (word in name.own)
        | NUMBER * (word in name.numbers)
        | TELLING * (word in telling)
        for word in words
    ]


def _stand_ins(name: NameWords, numbers: Mapping[str, int]) -> list[int]:
    beheaded = [word[1:] for word in name.counted if len(word) > SLIP_FROM]
    return [numbers[word] for word in chain(name.joined, name.acronyms, beheaded) if word in numbers]


def _vocabulary(words: Sequence[str]) -> Vocabulary:
    return Vocabulary(
        words=words,
        kinds=np.array([KIND_BITS[KIND_OF[word]] if word in KIND_OF else 0 for word in words], np.uint64),
        flags=np.array(
            [
                OF_PERSONS * (word in PERSONS)
                | SAYS_LITTLE * (word in BROAD or word in DESCRIPTIVE)
                | ROOM * (word in DEPARTMENTS)
                for word in words
            ],
            np.uint8,
        ),
        initials=np.array([0 if not word or word[0].isdigit() else ord(word[0]) for word in words], np.int32),
    )


def _are_longer(lists: Sequence[Sequence[Any]], most: int) -> Array:
    return np.array([len(one) for one in lists], np.int32) > most


def _columns(lists: Sequence[Sequence[int]], most: int, kind: type[np.generic]) -> Array:
    """A list in each column, 0 below its end; what is longer than `most` is cut."""
    sizes = np.array([min(len(one), most) for one in lists], np.int64)
    flat = np.array([number for one in lists for number in one[:most]], kind)
    columns = np.zeros((int(sizes.max(initial=1)), len(lists)), kind)
    records = np.repeat(np.arange(len(lists)), sizes)
    rows = np.arange(len(flat)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    columns[rows, records] = flat
    return columns


def _as_bits(keys: Sequence[int]) -> Array:
    packed = b"".join([key.to_bytes(_KEY_WORDS * 8, "little") for key in keys])
    return np.frombuffer(packed, np.uint64).reshape(len(keys), _KEY_WORDS)
