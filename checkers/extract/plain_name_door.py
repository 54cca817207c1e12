"""Names at the door: before the street on its line, and at the head of the block that the address stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checkers.extract.lines import Line
from checkers.extract.plain_name_words import clean_name
from checkers.normalise.name_words import FILLERS, TRADE_WORDS
from checkers.normalise.text import fold

HEAD_MAX = 3  # lines from the head of a block down to its street
# Kinds of rooms and branches ("Main Office", "Austin Store"): a head that has no other trade tells places apart.
_ROOMS = frozenset(
    "office offices building store stores shop shops center centre plaza mall station lot parking house hotel service"
    " services sales company group food foods market park garage high middle american usa national"
    " international".split()
)
TRADES = TRADE_WORDS - _ROOMS
_BEFORE_STREET = re.compile(
    r"(?P<name>[A-Z](?:[^\d|,:]{3,60}?[\s|,–—-]+|[^\d|:]{3,60}?\s(?:\||-{2,})\s))(?=\d{1,5}\s+\S)"
)


def before_the_street(line: Line) -> str:
    """What stands before the house number ("Elm Park 12 Elm St, Austin"); a label is dropped later as no name."""
    found = _BEFORE_STREET.match(line.text)
    return found.group("name").strip(" |,–—-") if found else ""


def heads_the_block(lines: Sequence[Line], street: int) -> str:
    """The first line of the address's own block, where it says a trade and whose ("The Law Offices of Ana Oak")."""
    first = street
    while first and street - first < HEAD_MAX and lines[first].where == "br":
        first -= 1
    words = fold(name := clean_name(lines[first].text)).split() if first < street else []
    is_whose = any(word not in TRADE_WORDS | FILLERS for word in words)
    return name if is_whose and not TRADES.isdisjoint(words) and not re.search(r"\d", name) else ""
