"""Suites, floors, buildings: what stands after the door's number and street."""

from __future__ import annotations

import re

from checkers.normalise.address_words import CARDINALS, LONE_UNITS, ORDINALS, PLAIN_UNITS, TELLING_UNITS, UNITS

_WORDS = "|".join(
    sorted((re.escape(word) for word in UNITS if word not in ("#", "no", "number")), key=len, reverse=True)
)
_ID = r"(?:#\s*)?((?:[a-z]{0,2}\d[\w-]*(?:\s?-\s?\w+)?|[a-z](?:-\w+)?)(?:\s*&\s*(?:\d\w*|[a-z]))?)"
_DESIGNATED = re.compile(rf"(?:^|[\s,;(-])({_WORDS})\.?,?\s*{_ID}(?=$|[\s,;.)])")
_HASHED = re.compile(r"(?:^|[\s,;])(?:#|no\.\s?#?|number\s)\s*([\w-]{1,12})(?=$|[\s,;.)])")
_NTH = "|".join(sorted((word for word in ORDINALS if " " not in word), key=len, reverse=True))
_FLOOR = re.compile(rf"(?:^|[\s,;-])(\d{{1,3}}(?:st|nd|rd|th)|{_NTH})\s+(floor|flr|fl|level)\b\.?")
_LONE = re.compile(r"[\s,;]+(" + "|".join(sorted(LONE_UNITS, key=len, reverse=True)) + r")\.?\s*$")
_BARE = re.compile(r"^(?:(\d[\w-]*)|([a-z]))$")


def split_unit(text: str) -> tuple[str, str]:
    """Folded text without its unit, and the unit in Publication 28's form: `BLDG 2 STE 101`, `FL 6`, `# 311`."""
    units: list[str] = []
    for pattern, form in ((_FLOOR, _floor), (_DESIGNATED, _designated), (_HASHED, _hashed), (_LONE, _lone)):
        while len(units) < 4 and (found := pattern.search(text)):
            units.append(form(found))
            text = f"{text[: found.start()]}, {text[found.end() :]}".strip(" ,;-")
    if not units and (found := _BARE.match(text)):
        return "", f"# {text.upper()}"
    return text, " ".join(sorted(units, key=lambda unit: (not unit.startswith("BLDG"), unit)))


def unit_key(unit: str) -> str:
    """Equal for equal doors: `STE 4`, `UNIT 4` and `# 4` are `4`; a floor or building stays what it is."""
    plain = set(PLAIN_UNITS.values())
    words = [word for word in unit.split() if word not in plain]
    return " ".join(word.replace("-", "").replace("#", "") for word in words)


def _floor(found: re.Match[str]) -> str:
    word = found.group(1)
    number = ORDINALS.get(word, word)
    return f"FL {re.sub(r'[^0-9]', '', number)}"


def _designated(found: re.Match[str]) -> str:
    word = found.group(1)
    number = re.sub(r"\s+", "", found.group(2)).upper()
    return f"{(PLAIN_UNITS | TELLING_UNITS)[word]} {CARDINALS.get(number.lower(), number)}"


def _hashed(found: re.Match[str]) -> str:
    return f"# {found.group(1).upper()}"


def _lone(found: re.Match[str]) -> str:
    return LONE_UNITS[found.group(1)]
