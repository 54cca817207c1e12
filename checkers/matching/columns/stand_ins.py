"""What may stand for a word of another name, of many names at a time: two words joined, an acronym, a beheaded word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

import numpy as np

from checkers.matching.columns.ragged import Array, Ragged, numbers_of
from checkers.matching.columns.vocabulary import NOT_SPELT_OUT, Vocabulary
from checkers.matching.name_words import ACRONYM, key_number


class SpeltOut:
    """The first letters of the words that an acronym would take them from, of all names one behind the other."""

    def __init__(self, names: Sequence[Sequence[str]], vocabulary: Vocabulary) -> None:
        words = numbers_of(names, vocabulary.numbers)
        some = np.flatnonzero((vocabulary.flags[words.flat] & NOT_SPELT_OUT) == 0)
        self.owners = words.owners()[some]
        self.sizes = np.bincount(self.owners, minlength=len(names))
        self.letters = "".join([vocabulary.words[number][0] for number in words.flat[some].tolist()])

    def key_numbers(self) -> Array:
        """Of each name's acronym, -1 of one that has none."""
        numbers = np.full(len(self.sizes), -1)
        ends = self.sizes.cumsum()
        some = np.flatnonzero(np.isin(self.sizes, ACRONYM))
        starts = ends[some] - self.sizes[some]
        spans = zip(starts.tolist(), ends[some].tolist(), strict=True)
        numbers[some] = [key_number(self.letters[start:end]) for start, end in spans]
        return numbers


def stand_ins_of(names: Sequence[Sequence[str]], spelt: SpeltOut, vocabulary: Vocabulary, counted: Array) -> Ragged:
    """`counted` are the words that count, a column a name, 0 for the others. Those of the vocabulary alone."""
    words = list(chain.from_iterable(names))
    owners = np.repeat(np.arange(len(names)), np.fromiter(map(len, names), np.int64, len(names)))
    beheaded = vocabulary.beheaded[counted]
    rows, columns = np.nonzero(beheaded)
    found = [
        (columns, beheaded[rows, columns]),
        _runs(words, owners, 2, vocabulary.numbers),
        *[_runs(spelt.letters, spelt.owners, size, vocabulary.numbers) for size in ACRONYM],
    ]
    whose, numbers = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Ragged(numbers[np.argsort(whose, kind="stable")], np.bincount(whose, minlength=len(names)))


def _runs(texts: Sequence[str], owners: Array, size: int, numbers: Mapping[str, int]) -> tuple[Array, Array]:
    """Where so many texts of one name, joined, are a word: whose they are, and the word's number."""
    joined = map("".join, zip(*[texts[start:] for start in range(size)], strict=False))
    found = np.fromiter(map(numbers.get, joined, repeat(0)), np.int64)
    some = np.flatnonzero(found)
    some = some[owners[some] == owners[some + size - 1]]
    return owners[some], found[some]
