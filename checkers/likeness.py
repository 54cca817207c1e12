"""How alike two names or two addresses are, as a person would weigh it: what the rules of single fields ask.

The levels of one rule ask the same pair several times in turn, so the last answers are kept.
"""

from __future__ import annotations

from functools import lru_cache

from checkers.matching import doors as of_addresses
from checkers.matching.doors import Door
from checkers.matching.name_words import name_words, share_a_key
from checkers.matching.names import NOTHING_ALIKE, Likeness, likeness
from checkers.normalise.address import AddressParts
from checkers.normalise.name import NameParts

__all__ = ["Door", "doors", "names"]
KEPT = 4_096


@lru_cache(maxsize=KEPT)
def doors(one: AddressParts, two: AddressParts) -> Door:
    return of_addresses.doors(one, two)


@lru_cache(maxsize=KEPT)
def names(one: NameParts, two: NameParts) -> Likeness:
    """What names the business counts in full, its trade hardly."""
    first, second = name_words(one), name_words(two)
    return likeness(first, second) if share_a_key(first, second) else NOTHING_ALIKE
