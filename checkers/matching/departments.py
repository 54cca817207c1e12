"""Departments of stores that have listings of their own, from `departments.toml`, and cash machines."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import accumulate

from checkers.normalise import name

_LISTS: dict[str, dict[str, str]] = tomllib.loads(files(__package__).joinpath("departments.toml").read_text("utf-8"))
_STORES = frozenset(
    [
        name.parse(sign).squeezed
        for signs in _LISTS["stores"].values()
        for sign in signs.replace("\n", " ").split(";")
        if sign.strip()
    ]
)
_CASH = "atm"
_HAS_CASH = frozenset(_LISTS["cash_machines"]["no_department"].split())
_DEPARTMENT_OF = {word: room for room, words in _LISTS["departments"].items() for word in words.split()}
_EMERGENCY, _ROOMS = (frozenset(_LISTS["emergency"][kind].split()) for kind in ("words", "rooms"))
_SAID = _DEPARTMENT_OF.keys() | {_CASH} | _EMERGENCY
_LONGEST = 4  # words of a store's sign


def departments_of(words: tuple[str, ...]) -> str:
    """Those that the name of a store says it is, in one order: "optical" of "Target Optical", empty of "Target".

    Whoever's door it is in, a cash machine is no branch; a branch may have one.
    """
    if _SAID.isdisjoint(words):
        return ""
    if _CASH in words and _HAS_CASH.isdisjoint(words):
        return _CASH
    if not (_EMERGENCY.isdisjoint(words) or _ROOMS.isdisjoint(words)):
        return "emergency"
    if _STORES.isdisjoint(accumulate(words[:_LONGEST])):
        return ""
    rooms = sorted({_DEPARTMENT_OF[word] for word in words[1:] if word in _DEPARTMENT_OF})
    return " ".join(rooms)
