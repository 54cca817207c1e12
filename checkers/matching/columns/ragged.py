"""Lists of whole numbers of many lengths, one behind the other in one array."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Thing = TypeVar("Thing", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Ragged:
    flat: Array
    sizes: Array

    def columns(self, most: int) -> Array:
        """A list in each column, 0 below its end; what is longer than `most` is cut."""
        width = min(int(self.sizes.max(initial=1)), most)
        columns = np.zeros((width, len(self.sizes)), np.int32)
        starts = self.sizes.cumsum() - self.sizes
        for row in range(width):
            some = np.flatnonzero(self.sizes > row)
            columns[row, some] = self.flat[starts[some] + row]
        return columns

    def owners(self) -> Array:
        """Of each number, which list it stands in."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


def numbers_of(lists: Sequence[Sequence[str]], known: Mapping[str, int]) -> Ragged:
    """Each word by its number."""
    return Ragged(looked_up(chain.from_iterable(lists), known), sizes_of(lists))


def sizes_of(lists: Sequence[Sequence[Any]]) -> Array:
    return np.fromiter(map(len, lists), np.int64, len(lists))


def looked_up(words: Iterable[Any], known: Mapping[Any, int]) -> Array:
    return np.fromiter(map(known.__getitem__, words), np.int64)


def numbered(things: Iterable[Thing]) -> tuple[Array, list[Thing]]:
    """What is equal has one number; and the distinct things in the order of their numbers."""
    places: dict[Thing, int] = {}  # where each stands first: asked at a third of the cost of counting them here
    firsts = np.fromiter(map(places.setdefault, things, count()), np.int64)
    numbers = (firsts == np.arange(len(firsts))).cumsum() - 1
    return numbers[firsts], list(places)


def numbered_texts(texts: Iterable[str]) -> tuple[Array, list[str]]:
    """The empty text has 0."""
    numbers, distinct = numbered(chain(("",), texts))
    return numbers[1:], distinct
