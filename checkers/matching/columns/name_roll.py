"""The distinct names of a roll as columns of whole numbers: what `name_words` says of one, of all at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np

from checkers.matching.chains import DENSE_CHAINS, SIGNS, signs
from checkers.matching.columns.ragged import Array, looked_up, numbered_texts, numbers_of, sizes_of
from checkers.matching.columns.stand_ins import SpeltOut, stand_ins_of
from checkers.matching.columns.vocabulary import (
    HOUSE,
    OF_PERSONS,
    SPECIALTY,
    TELLING_APART,
    Vocabulary,
    keys_of,
    rows_with,
    vocabulary_of,
)
from checkers.matching.departments import departments_of
from checkers.matching.name_words import AT, at_a_venue, key_number, words_of
from checkers.normalise.name import NameParts

# What a name is.
HOUSES, OWNERS, PERSON, CHAIN, DENSE, AT_A_VENUE, TOLD_APART, SPECIALISED = 1, 2, 4, 8, 16, 32, 64, 128
# Longer names are compared alone.
MOST_WORDS, MOST_STAND_INS = 10, 4
Words = tuple[str, ...]
_SIGNS = {sign: number for number, sign in enumerate(SIGNS)}


@dataclass(frozen=True, slots=True)
class Names:
    """`words` have a column a name, each word once, and `counted` says which of them count; `stand_ins` are the words
    that two joined, an acronym or a lost first letter would stand for. Keys have a row a name: `heads` hold that of its
    first letters, `keys` all of them.
    """

    vocabulary: Vocabulary
    squeezed: Sequence[str]
    words: Array
    counted: Array
    stand_ins: Array
    fields: Mapping[str, Array]
    is_long: Array
    keys: Array
    heads: Array


def names_of(names: Sequence[NameParts]) -> Names:
    said = list(map(words_of, names))
    first = [words for words, _ in said]
    lists = [words + aside if aside else words for words, aside in said]
    vocabulary = vocabulary_of(list(dict.fromkeys(chain(("",), chain.from_iterable(lists)))))
    everything, sizes = numbers_of(lists, vocabulary.numbers), sizes_of(first)
    words = _each_once(everything.columns(MOST_WORDS))
    counted = (np.arange(len(words))[:, None] < sizes) & (words > 0)
    spelt = SpeltOut(first, vocabulary)
    stand_ins = stand_ins_of(first, spelt, vocabulary, np.where(counted, words, 0))
    squeezed, texts = numbered_texts(name.squeezed for name in names)
    heads = rows_with([key_number(text[:4]) if text else -1 for text in texts])[squeezed]
    return Names(
        vocabulary=vocabulary,
        squeezed=texts,
        words=words,
        counted=counted,
        stand_ins=stand_ins.columns(MOST_STAND_INS),
        fields={
            "squeezed": squeezed,
            "size": sizes,
            "width": everything.sizes,
            "first": np.where(sizes > 0, words[0], 0),
            "order": _order(first),
            "departments": numbered_texts(departments_of(name.words) for name in names)[0],
            "store": numbered_texts(name.store_number for name in names)[0],
            "kinds": np.bitwise_or.reduce(vocabulary.kinds[words] * counted, axis=0),
            **_signs(names, first, [texts[number] for number in squeezed.tolist()], vocabulary.flags[words] * counted),
        },
        is_long=(everything.sizes > MOST_WORDS) | (stand_ins.sizes > MOST_STAND_INS),
        keys=heads | rows_with(spelt.key_numbers()) | keys_of(vocabulary.keys, words, words > 0),
        heads=heads,
    )


def _each_once(words: Array) -> Array:
    for row in range(1, len(words)):
        words[row, (words[:row] == words[row]).any(axis=0)] = 0
    return words


def _order(said: Sequence[Words]) -> Array:
    """As the words are ordered."""
    texts = list(map("\0".join, said))
    places = {text: place for place, text in enumerate(sorted(set(texts)))}
    return looked_up(texts, places)


def _signs(
    names: Sequence[NameParts], said: Sequence[Words], squeezed: Sequence[str], flags: Array
) -> dict[str, Array]:
    """Its brand and its traits. `flags` are those of the words that count."""
    found = list(map(signs, map(attrgetter("words"), names), squeezed))
    brands = [brand for brand, _ in found]
    are_dense = [text in DENSE_CHAINS or brand in DENSE_CHAINS for text, brand in zip(squeezed, brands, strict=True)]
    all_flags = np.bitwise_or.reduce(flags, axis=0)
    are_persons = (all_flags & OF_PERSONS) > 0
    traits = (
        (((all_flags & HOUSE) > 0) & ~are_persons) * HOUSES
        | are_persons * PERSON
        | _bools(name.is_owners for name in names) * OWNERS
        | _bools(sign != "" for _, sign in found) * CHAIN
        | _bools(are_dense) * DENSE
        | _bools(AT in words and bool(at_a_venue(words)[1]) for words in said) * AT_A_VENUE
        | ((all_flags & TELLING_APART) > 0) * TOLD_APART
        | ((all_flags & SPECIALTY) > 0) * SPECIALISED
    )
    return {
        "brand": numbered_texts(brands)[0],
        "sign": looked_up([sign for _, sign in found], _SIGNS),
        "traits": traits.astype(np.uint8),
    }


def _bools(said: Iterable[bool]) -> Array:
    return np.fromiter(said, np.bool_)
