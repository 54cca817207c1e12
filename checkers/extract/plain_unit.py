"""A suite that stands before its street: on the line above it, or on the same line ("Elm Tower, Suite 820, 12 Oak St").

Its building is left out: the house number and the suite say the door.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checkers.extract.lines import Line
from checkers.extract.plain_place import clean_street, is_street
from checkers.normalise import address

LINE_MAX = 60
_UNIT = (
    r"(?P<unit>(?i:(?:suite|ste|unit|apt|room|rm)\b\.?\s*#?\s*(?:[a-z]?-?\d{1,5}-?[a-z]?|[a-z])|#\s?\d{1,5}[a-z]?"
    r"|\d{1,2}(?:st|nd|rd|th) (?:floor|fl)|(?:floor|fl\.?) \d{1,2}))\.?"
)
_WORD = r"[A-Z][^\W\d_]*[.'’]?[^\W\d_]*"
_HOUSE = (
    rf"{_WORD}(?:,? (?:{_WORD}|of|and|the|at|&)){{0,6}}"  # words of a name, so no sentence: "Law Offices of Elm & Oak"
)
_ABOVE = re.compile(rf"(?:{_HOUSE}(?:,\s*|\s[-–—|]\s|\s))?{_UNIT}(?:,\s*{_HOUSE})?,?")
_BEFORE = re.compile(rf"(?:^|[,|·•]\s*|\s[-–—]\s){_UNIT}\W*$")


def unit_above(lines: Sequence[Line], first: int, street: str) -> str:
    """The suite on the line above a street that has none; below another street it is that one's."""
    if not first or not _may_have(street) or len(lines[first - 1].text) > LINE_MAX:
        return ""
    found = _ABOVE.fullmatch(lines[first - 1].text.strip())
    if not found or (first > 1 and re.search(r"\d", lines[first - 2].text) and _ends_a_place(lines[first - 2].text)):
        return ""
    return found.group("unit")


def unit_before(head: str, street: str) -> str:
    """The suite right before the street of a line, where what stands before both is no street of its own."""
    before, _, _ = head.rpartition(street)
    found = _BEFORE.search(before[-LINE_MAX:]) if before and _may_have(street) else None
    if not found or is_street(clean_street(before[-LINE_MAX:][: found.start()])):
        return ""
    return found.group("unit")


def _may_have(street: str) -> bool:
    parts = address.parse_fields(street)
    return bool(parts.number and not parts.unit and not parts.po_box)


def _ends_a_place(text: str) -> bool:
    return is_street(clean_street(text)) or re.search(r"\b[A-Z]{2}\W+\d{5}\b", text) is not None
