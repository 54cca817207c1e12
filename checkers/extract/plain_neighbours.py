"""Parts of a page that list others, as their headings say ("Nearby attractions", "Similar dentists", "Past sales")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from checkers.extract.lines import Line

HEADING_MAX = 60  # characters of a heading that names a part of its page
_OTHERS = re.compile(
    r"(?:[\w&'’-]+ ){0,5}?(?:nearby|near (?:you|me|here|by|this \w+))\W*"
    r"|(?:nearby|similar|related|sponsored|neighbou?ring|surrounding)\b.*"
    r"|(?:people|customers|others|guests) also \w+.*|you (?:may|might) also .*|also at this address"
    r"|(?:local|area) attractions.*|attractions|things to do.*|what(?:['’]s| is) nearby.*"
    r"|(?:past|recent|sold|recently sold) (?:sales|homes|listings|properties).*"
    r"|(?:explore|discover|in|around|about|meet) (?:the|your|our|this) (?:neighbou?rhood|neighbou?rs|area|block)\W*"
    r"|(?:(?:the|our) )?neighbou?rhood (?:guide|favou?rites|highlights|gems).*|(?:our|the) neighbou?rs\W*"
    r"|what(?:['’]s| is) around\b.*|around the corner\W*|(?:local )?points of interest\W*|local favou?rites\W*"
    r"|(?:places|where) to (?:eat|shop|stay|visit|play|see|go)\b.*"
    r"|(?:lugares|negocios|atracciones|restaurantes) cercan[oa]s.*|cerca de (?:aqu[ií]|nosotros)\W*"
    r"|(?:advertisements?|ads|sponsors?|featured (?:businesses|listings))\W*",
    re.IGNORECASE,
)
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}


def without_neighbours(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of parts for others empty, up to the next heading as large or the page's foot."""
    return [replace(line, text="") if is_others else line for line, is_others in _told(lines)]


def _told(lines: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    others = 0  # the level of the heading that opened such a part
    for line in lines:
        level = 0 if line.marks.isdisjoint(_LEVELS) else min(_LEVELS[mark] for mark in line.marks & _LEVELS.keys())
        if (level and level <= others) or "footer" in line.marks:
            others = 0
        opens = level > 1 and not others and len(line.text) <= HEADING_MAX and _OTHERS.fullmatch(line.text.strip())
        yield line, bool(others) and not opens
        others = level if opens else others
