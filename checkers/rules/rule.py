"""A rule is ordered levels as data: the first that holds decides, and its label is shown to people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from checkers.verdict import Verdict

Fact = TypeVar("Fact")
NEITHER = "neither side says"


class Repair(StrEnum):
    """What to do about a difference, in words an owner understands."""

    NOTHING = "nothing to do"
    ADD = "send what is missing"
    CORRECT = "send the right value"
    ASK_OWNER = "ask the owner which is right"
    NOTE = "offer it to our record, if the owner agrees"
    KEEP_APART = "leave it alone: it is not this business's listing"
    REOPEN = "tell the publisher that the business is open"
    LIST = "list the business there"
    MERGE = "ask the publisher to merge the listings into one"
    LINK = "ask the publisher to link it to the practice, or to mark it as a person's own"


# What a verdict asks for where a level says nothing else.
USUAL_REPAIR = {
    Verdict.MATCH: Repair.NOTHING,
    Verdict.VARIANT: Repair.NOTHING,
    Verdict.REVIEW: Repair.CORRECT,
    Verdict.MISMATCH: Repair.CORRECT,
    Verdict.MISSING: Repair.ADD,
    Verdict.EXTRA: Repair.NOTE,
}


@dataclass(frozen=True, slots=True)
class Level(Generic[Fact]):
    """`weight` is how much of its field's points a listing loses by it: 0 nothing, 100 all.

    A level `within` a question stands beside others of that question, which is asked once for all of them.
    """

    label: str
    holds: Callable[[Fact, Fact], bool]
    verdict: Verdict
    weight: int = 0
    own_repair: Repair | None = None
    within: Callable[[Fact, Fact], bool] | None = None

    @property
    def repair(self) -> Repair:
        return self.own_repair or USUAL_REPAIR[self.verdict]


@dataclass(frozen=True, slots=True)
class Rule(Generic[Fact]):
    """`parse` makes a fact of a raw text; examples are (canonical, seen, label), raw."""

    field: str
    parse: Callable[[str], Fact]
    levels: tuple[Level[Fact], ...]
    examples: tuple[tuple[str, str, str], ...]

    def decide(self, canonical: Fact, seen: Fact) -> Level[Fact]:
        asked, is_within = None, True
        for level in self.levels:
            if level.within is not asked:
                asked = level.within
                is_within = asked is None or asked(canonical, seen)
            if is_within and level.holds(canonical, seen):
                return level
        raise LookupError(f"the last level of {self.field} must always hold")


def within(question: Callable[[Fact, Fact], bool], *levels: Level[Fact]) -> tuple[Level[Fact], ...]:
    """Levels none of which can hold unless the question does."""
    return tuple(replace(level, within=question) for level in levels)


def always(canonical: Any, seen: Any) -> bool:
    return True


def neither(canonical: Any, seen: Any) -> bool:
    return not canonical and not seen


def blank(canonical: Any, seen: Any) -> bool:
    return bool(canonical) and not seen


def unasked(canonical: Any, seen: Any) -> bool:
    return not canonical and bool(seen)
