"""Categories, as directories call a trade: "Plumbing Contractors", `gcid:plumber` and schema.org's Plumber are one."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from checkers.normalise.text import fold, tidy

CATEGORY_MAX = 200
_SCHEMA = re.compile(r"^(?:https?://)?(?:www\.)?schema\.org/|^gcid:", re.IGNORECASE)
_PATH = re.compile(r"\s*[>»›/]\s*")  # "Home Services > Plumbing": the last step says it
_NEXT = re.compile(r"\s*[,;|]\s*")  # of several the first is the main one
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # AutoRepair, HVACBusiness
_WORD = re.compile(r"[^\W_]+")


def key(raw: str) -> str:
    """Words of one form, in their order; empty where none is said. What the list does not know stays as it is."""
    first = _NEXT.split(_SCHEMA.sub("", tidy(raw, CATEGORY_MAX)))[0]
    last = next((step for step in reversed(_PATH.split(first)) if step), "")
    return _in_one_form(_singular(_HUMP.sub(" ", last)))


def is_kind_of(one: str, two: str) -> bool:
    """Keys: "italian restaurant" is a kind of "restaurant"; "plumber supply store" is none of "plumber"."""
    return bool(two) and one.endswith(f" {two}")


def _in_one_form(words: list[str]) -> str:
    trades, fillers, longest = _known()
    found: list[str] = []
    n = 0
    while n < len(words):
        size = next((size for size in range(longest, 0, -1) if tuple(words[n : n + size]) in trades), 0)
        if size:
            found += trades[tuple(words[n : n + size])].split()
        elif words[n] not in fillers:
            found.append(words[n])
        n += size or 1
    return " ".join(dict.fromkeys(found)) or " ".join(words)


def _singular(text: str) -> list[str]:
    """Its words, without plural endings and without "and"."""
    return [_one(word) for word in _WORD.findall(fold(text)) if word != "and"]


def _one(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "siu" else word


@cache
def _known() -> tuple[dict[tuple[str, ...], str], frozenset[str], int]:
    """Trades by the words that say them, words that say nothing, and the most words that say a trade."""
    data = tomllib.loads(files(__package__).joinpath("category_words.toml").read_text("utf-8"))
    trades = {
        tuple(_singular(form)): trade for trade, said in data["trades"].items() for form in (trade, *said.split(";"))
    }
    return trades, frozenset(_singular(data["fillers"])), max(map(len, trades))
