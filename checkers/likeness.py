"""How alike two names or two addresses are, as a person would weigh it: what the rules of single fields ask."""

from __future__ import annotations

from checkers.matching.doors import Door, doors
from checkers.matching.name_words import name_words
from checkers.matching.names import Likeness, likeness
from checkers.normalise.name import NameParts

__all__ = ["Door", "doors", "names"]


def names(one: NameParts, two: NameParts) -> Likeness:
    """What names the business counts in full, its trade hardly."""
    return likeness(name_words(one), name_words(two))
