"""Places told by their distance: "1 mile N of Hwy 6", "2 mi S of I-80 on Hwy 14", "Mile Marker 81.5 Overseas Hwy"."""

from __future__ import annotations

import re
from fractions import Fraction

from checkers.normalise.address_text import Words, joined
from checkers.normalise.address_words import CARDINALS, DIRECTIONALS

TRIGGERS = frozenset("mi mile miles milepost milemarker mm mp".split())
_WAY = "|".join(sorted(DIRECTIONALS, key=len, reverse=True))
_SHARES = {"half": "1/2", "quarter": "1/4", "three quarters": "3/4", "three quarter": "3/4"}
_FAR = r"\d+(?:\.\d+)?(?: \d/\d)?|\d/\d|a|" + "|".join((*_SHARES, *CARDINALS))
# The mark follows "of", or a direction and the name of a numbered road.
_DISTANCE = re.compile(
    rf"(?:^|(?P<before>.+?),? )(?:about |approx |approximately )?(?:(?:a|one) (?=half|quarter))?(?P<far>{_FAR})"
    rf"(?: of)?(?: an?)? (?:miles?|mi)(?: (?:to the )?(?P<way>{_WAY}))?"
    r"(?: (?:of|from|past|off|on)|(?(way)(?= [a-z ]+ \d)|(?!))) (?:the )?(?P<mark>.+)$"
)
_MARKER = re.compile(
    r"(?:^|(?P<before>.+?),? )(?:mile ?(?:marker|post)|mm|mp|(?<!\d )mile) (?:# )?(?P<at>\d+(?:\.\d+)?)\b,?"
    r" ?(?:on )?(?P<road>.*)$"
)
_JUNCTION = re.compile(r"^(?:jct|junction)(?: of)? (?=\d)")
_HIGHWAYS = re.compile(r"(?<=\d)/(\d+)")  # "US 20/281"


def take(parts: list[Words]) -> tuple[list[Words], str]:
    """The road or corner measured from, and how far: `1 MI N`, `MM 81.5`; beside a house number it is a hint."""
    text = joined(parts)
    if found := _DISTANCE.match(text):
        before, mark = (found["before"] or "").strip(" ,").removeprefix("on "), found["mark"]
        mark, _, road = _HIGHWAYS.sub(r" & \1", _JUNCTION.sub("highway ", mark)).partition(" on ")
        road = before or road
        place = f"{road} & {mark}" if road and any(map(str.isdigit, mark)) else road or mark
        said = ("MI", DIRECTIONALS[found["way"]]) if found["way"] else ("MI",)
        distance = " ".join((_plain(found["far"]), *said))
    elif found := _MARKER.match(text):
        before = (found["before"] or "").strip(" ,")
        place, distance = before or found["road"], f"MM {found['at']}"
    else:
        return parts, ""
    if before[:1].isdigit():
        return (parts if before.isdigit() else _words(before)), ""
    return (_words(place), distance) if place else (parts, "")


def _plain(far: str) -> str:
    """One way of writing it: "1 1/2", "1.5" and "half" as decimals."""
    far = "1" if far == "a" else _SHARES.get(far) or CARDINALS.get(far, far)
    return f"{float(sum(map(Fraction, far.split()))):g}" if "/0" not in far else far


def _words(text: str) -> list[Words]:
    return [words for part in text.split(",") if (words := part.split())]
