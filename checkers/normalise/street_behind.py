"""What stands behind a street's type and tells the door: half a number ("12 Elm St 1/2"), a road's other name ("Oak Rd
Hwy 6")."""

from __future__ import annotations

import re

from checkers.normalise import highway
from checkers.normalise.address_text import Words
from checkers.normalise.address_words import DIRECTIONALS, SUFFIXES

FRACTION = re.compile(r"\d/\d$")
_TYPES = frozenset({"ST", "AVE", "RD", "BLVD", "DR", "LN", "PKWY", "HWY", "PIKE", "TPKE", "WAY", "CT", "PL", "TRL"})
# Codes of states are left out: "12 Oak Rd CT 6" may as well be a court.
ROUTE_STARTS = frozenset(
    "hwy highway hiway route rte rt us u interstate ih state sr sh county cty co cr fm farm business bus exit".split()
)


TELLING = ROUTE_STARTS | {f"{n}/{m}" for n in range(10) for m in range(10)}  # words that ask for a closer look


def says_more(parts: list[Words]) -> bool:
    """Cheap: whether a comma part of its own may be half a number or a highway."""
    for part in parts:  # noqa: SIM110  a generator costs more than the whole question
        if part[0] in TELLING:
            return True
    return False


def take(number: str, words: Words, parts: list[Words]) -> tuple[str, Words, str]:
    """House number, the street's own words, and the highway that the street is too."""
    others = [part for part in parts if part is not words]
    number, words = _take_fraction(number, words, parts)
    return number, *_take_route(words, others)


def _take_fraction(number: str, words: Words, parts: list[Words]) -> tuple[str, Words]:
    """ "12 Elm St 1/2" is 12 1/2 Elm St; "3100 Avenue L 1/2" and "12 Avenue E 1/2" are streets of that name."""
    if not number.isdecimal():
        return number, words
    if FRACTION.match(words[-1]) and _ends_in_type(words[:-1]):
        return f"{number} {words[-1]}", words[:-1]
    halves = [part[0] for part in parts[1:] if len(part) == 1 and FRACTION.match(part[0])]
    return (f"{number} {halves[0]}" if halves else number), words


def _ends_in_type(words: Words) -> bool:
    """Name and type, perhaps a direction behind them."""
    size = len(words)
    if size > 2 and words[-1] in DIRECTIONALS and not (size == 3 and words[0] in DIRECTIONALS):
        return SUFFIXES.get(words[-2]) in _TYPES
    return size > 1 and SUFFIXES.get(words[-1]) in _TYPES


def _take_route(words: Words, parts: list[Words]) -> tuple[Words, str]:
    """The street's own words, and the highway that the street is too; in a comma part of its own as well."""
    if highway.read(words):
        return words, ""
    for n in range(2, len(words) - 1):
        if words[n] in ROUTE_STARTS and _ends_in_type(words[:n]) and (route := _whole_highway(words[n:])):
            return words[:n], route
    for part in parts:
        if part[0] in ROUTE_STARTS and len(part) > 1 and (route := _whole_highway(part)):
            return words, route
    if len(words) > 2 and SUFFIXES.get(words[-2]) == "HWY" and words[-1].isdecimal():
        return words[:-1], f"HIGHWAY {words[-1]}"  # "Golden Mile Hwy 286"
    return words, ""


def _whole_highway(words: Words) -> str:
    if words[0] == "exit":
        return f"EXIT {words[1].upper()}" if len(words) == 2 and words[1][0].isdigit() else ""
    road = highway.read(words)
    return road.street if road and road.size == len(words) else ""
