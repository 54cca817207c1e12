"""Lists of places by number ("1. Joe's Pizza", "2. Ann's Pizza"): whose address stands below which heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from checkers.extract.lines import Line
from checkers.extract.plain_name_words import NAME_MAX, clean_name
from checkers.extract.plain_place import PlacedAddress

HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
LEAST = 2
NUMBERED = "its heading in a list"
_NUMBERED = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<name>\S.*)")


def numbered_names(lines: Sequence[Line], addresses: Sequence[PlacedAddress]) -> dict[int, str]:
    """The names by the line on which their address begins: the first below each numbered heading.

    Steps are numbered too, so that two places at least must stand so, their numbers going up.
    """
    heads = [line.number for line in lines if HEADINGS & line.marks]
    found: list[tuple[int, int, str]] = []
    for start, end in pairwise([*heads, len(lines)]):
        match = _NUMBERED.fullmatch(lines[start].text[:NAME_MAX])
        below = [placed for placed in addresses if start < placed.first < end]
        name = clean_name(match.group("name")) if match and below else ""
        if match and name:
            found.append((int(match.group("number")), below[0].first, name))
    is_list = len(found) >= LEAST and all(one[0] < two[0] for one, two in pairwise(found))
    return {first: name for _, first, name in found} if is_list else {}
