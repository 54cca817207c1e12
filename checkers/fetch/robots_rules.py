"""What one robots.txt says (RFC 9309): the longest rule that fits decides, `*` stands for anything, `$` for the end.

The standard library's parser takes the first rule that fits and knows neither sign, so it would read pages that a
host closes with `Disallow: /*?print=`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

DELAY_MAX = 86_400.0
_AGENT = re.compile(r"\*|[a-z_-]+")  # a product's token (2.2.1); its version behind it tells nothing
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


@dataclass(slots=True)
class Rules:
    """Those of the groups that name our agent, else of the groups for all (2.2.1)."""

    lines: list[tuple[str, bool]] = field(default_factory=list)  # pattern, and whether it allows
    delay: float = 0.0  # seconds between two requests; no part of the RFC, but asked for by many

    def allows(self, path: str) -> bool:
        """Allow wins over a disallow of the same length; what no rule fits is allowed."""
        path = _normal(path)
        fitting = [(len(pattern), allows) for pattern, allows in self.lines if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def parse(text: str, agent: str) -> Rules:
    ours, for_all, is_ours = Rules(), Rules(), False
    groups: list[Rules] = []
    is_head = False
    for key, value in _lines(text.removeprefix("\ufeff")):
        if key == "user-agent":
            groups = groups if is_head else []
            is_head = True
            found = _AGENT.match(value.lower())
            name = found.group() if found else ""
            if name == agent.lower():
                groups.append(ours)
                is_ours = True
            elif name == "*":
                groups.append(for_all)
        elif key in ("allow", "disallow", "crawl-delay"):
            is_head = False
            for rules in groups:
                _add(rules, key, value)
    return ours if is_ours else for_all


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _add(rules: Rules, key: str, value: str) -> None:
    if key == "crawl-delay":
        if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
            rules.delay = min(float(value), DELAY_MAX)
    elif value:  # an empty "Disallow:" closes nothing
        rules.lines.append((_normal(value), key == "allow"))


def _normal(path: str) -> str:
    """Escapes in one form: "/%7ejoe", "/%7Ejoe" and "/~joe" are one path; an escaped slash stays one."""
    text = _ESCAPE.sub(lambda found: _unescaped(found.group(0)), path)
    return quote(text, safe="%/:=&?~+!$,;@()*[]'")


def _unescaped(escape: str) -> str:
    byte = unquote_to_bytes(escape)
    return byte.decode("ascii") if byte.isalnum() or byte in b"-._~" else escape.upper()


def _fits(pattern: str, path: str) -> bool:
    """Whether the path begins as the pattern says. Piece by piece from the left: no pattern costs more than a scan."""
    is_to_end = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1] if is_to_end else rest:
        if (found := path.find(piece, at)) < 0:
            return False
        at = found + len(piece)
    if not is_to_end:
        return True
    return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at if rest else at == len(path)
