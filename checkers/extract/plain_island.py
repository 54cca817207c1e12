"""An island of Hawaii between a town and its state: "Honolulu, Oahu HI 96816" is in Honolulu."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from checkers.normalise.text import fold

_STATES = ("HI", "Hawai", "HAWAI")
_BETWEEN = re.compile(
    r"(?:^|[,|•·])\s*(?P<town>[^\d,|•·]{3,40}),\s*(?P<island>[^\d,|•·]{4,12}?)"
    r"(?P<rest>\s*,?\s+(?=(?:HI|Hawai\W?i|HAWAI\W?I)\b))"
)


def without_island(text: str) -> str:
    """Only behind a town of that island: in "Suite B, Maui, HI" and "Hana Highway, Maui, HI" it is all the town."""
    return _BETWEEN.sub(_kept, text) if any(state in text for state in _STATES) else text


def _kept(match: re.Match[str]) -> str:
    whole = match.group()
    is_town = _letters(match["town"]) in _towns().get(_letters(match["island"]), ())
    return f"{whole[: match.end('town') - match.start()]}, " if is_town else whole


@cache
def _towns() -> Mapping[str, frozenset[str]]:
    """The towns (`hawaii_towns.toml`) by island."""
    rows = tomllib.loads(files(__package__).joinpath("hawaii_towns.toml").read_text("utf-8"))
    return {_letters(island): frozenset(map(_letters, towns)) for island, towns in rows.items()}


def _letters(text: str) -> str:
    """ "Līhuʻe" and "LIHUE" alike."""
    return re.sub(r"[^a-z]", "", fold(text))
