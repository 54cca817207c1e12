"""A rule is ordered levels as data: the first that holds decides, and its label is shown to people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from checkers.verdict import Verdict

Fact = TypeVar("Fact")
NEITHER = "neither side says"


@dataclass(frozen=True, slots=True)
class Level(Generic[Fact]):
    """`weight` is how much of its field's points a listing loses by it: 0 nothing, 100 all."""

    label: str
    holds: Callable[[Fact, Fact], bool]
    verdict: Verdict
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Rule(Generic[Fact]):
    """`parse` makes a fact of a raw text; examples are (canonical, seen, label), raw."""

    field: str
    parse: Callable[[str], Fact]
    levels: tuple[Level[Fact], ...]
    examples: tuple[tuple[str, str, str], ...]

    def decide(self, canonical: Fact, seen: Fact) -> Level[Fact]:
        return next(level for level in self.levels if level.holds(canonical, seen))


def always(canonical: Any, seen: Any) -> bool:
    return True


def neither(canonical: Any, seen: Any) -> bool:
    return not canonical and not seen


def blank(canonical: Any, seen: Any) -> bool:
    return bool(canonical) and not seen


def unasked(canonical: Any, seen: Any) -> bool:
    return not canonical and bool(seen)
