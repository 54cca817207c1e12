"""What a search for duplicates found, with its reasons, and where it looked less closely."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from checkers.match import Match

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Link(Generic[Id]):
    """Two records taken for one business; `shared` (phone, door or name) is what brought them together."""

    one: Id
    two: Id
    shared: str
    _explain: Callable[[], Match] = field(repr=False, compare=False)

    @property
    def match(self) -> Match:
        """Score and reasons by `checkers.match`, found anew: few of a million answers are ever read."""
        return self._explain()


@dataclass(frozen=True, slots=True)
class Group(Generic[Id]):
    """Records that are one business, two or more, in the order in which they came; the links hold them together."""

    ids: tuple[Id, ...]
    links: tuple[Link[Id], ...]


@dataclass(frozen=True, slots=True)
class Bounded(Generic[Id]):
    """So many records share a phone, door or name that each was compared with its nearest by name and street alone."""

    shared: str
    example: Id
    records: int
    pairs_compared: int
    pairs_in_all: int


@dataclass(frozen=True, slots=True)
class Undecided(Generic[Id]):
    """A record that only its name joins to others: to several businesses, or to one on another street.

    It may be a branch, or any of them: it is put to none.
    """

    one: Id
    might_be: tuple[Id, ...]  # one record of each, the first few


@dataclass(frozen=True, slots=True)
class Duplicates(Generic[Id]):
    groups: tuple[Group[Id], ...]
    undecided: tuple[Undecided[Id], ...]
    bounded: tuple[Bounded[Id], ...]
    records: int
    pairs_compared: int
