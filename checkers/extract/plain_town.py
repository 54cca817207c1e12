"""A town without street and ZIP that a page prints in a line of its own, in its footer or beside its number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checkers.extract.lines import Line
from checkers.normalise import region
from checkers.normalise.text import fold

NEAR = 3  # lines between such a town and the number
LINE_MAX = 60
_OTHERS = frozenset({"h1", "nav", "testimonial", "review", "comment"})
_TOWN = re.compile(
    r"(?:(?i:(?:principal |main |home |head )?office|location|headquarters|(?:located|based) in):?\s+)?"
    r"(?!(?:Serving|Proudly|Near|Visit|Welcome|Greater|Downtown|All)\b)"
    r"(?P<city>[A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]+){0,3})(?<!County)(?<!Area)(?<!Region)(?<!Metro)"
    r",\s*(?P<state>[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\.?"
)


def lone_town(lines: Sequence[Line], numbers: Sequence[int]) -> dict[str, str]:
    """City and state where the page has one such line; of several towns each is as likely only served."""
    found: dict[str, tuple[Line, dict[str, str]]] = {}
    for line in lines:
        if "," not in line.text or len(line.text) > LINE_MAX or _OTHERS & line.marks:
            continue
        match = _TOWN.fullmatch(line.text)
        if match and (state := region.code(match.group("state"))):
            texts = {"city": match.group("city"), "region": state, "postal_code": "", "country": "US"}
            found.setdefault(fold(match.group("city")), (line, texts))
    if len(found) != 1:
        return {}
    line, texts = next(iter(found.values()))
    is_own = "footer" in line.marks or any(abs(line.number - number) <= NEAR for number in numbers)
    return texts if is_own else {}
