"""Samples that stand on a page until its owner writes there (`placeholders.toml`): they are nobody's."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from checkers.normalise import address
from checkers.normalise.text import fold

_US_FIGURES = 10
_LINE_FIGURES = 7  # behind the area code; 555-5555 is nobody's in any


def is_name(text: str) -> bool:
    """ "Your Business Name", and no name that only begins so."""
    return fold(text) in _rows("names")


def is_address(street: str, city: str) -> bool:
    """By its town, by a word of the street, or as a whole."""
    town, line = fold(city), fold(street)
    if town in _rows("towns") or not _rows("street_words").isdisjoint(line.split()):
        return True
    door = address.parse_fields(street).door_key if line[:1].isdigit() else ""
    return bool(door) and (door in _rows("streets") or f"{door}, {town}" in _rows("addresses"))


def is_phone(raw: str) -> bool:
    figures = re.sub(r"\D", "", raw)
    if len(figures) > _US_FIGURES + 1:
        return False
    return figures[-_US_FIGURES:] in _rows("phones") or figures[-_LINE_FIGURES:] == "5" * _LINE_FIGURES


@cache
def _rows(kind: str) -> frozenset[str]:
    """A list of the file in the form in which a page's text is held against it."""
    rows = tomllib.loads(files(__package__).joinpath("placeholders.toml").read_text("utf-8"))[kind]
    forms = {
        "names": fold,
        "addresses": lambda text: (
            f"{address.parse_fields(text.partition(',')[0]).door_key}, {fold(text.split(',')[1])}"
        ),
        "streets": lambda text: address.parse_fields(text).door_key,
    }
    return frozenset(map(forms.get(kind, str), rows))
