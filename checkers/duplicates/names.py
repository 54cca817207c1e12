"""Cheap questions about two names, asked of their words as they are spelt, for `glance`; no name is read in full."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from checkers.duplicates.keys import FORM, UNTELLING, words_of
from checkers.matching.words import DEPARTMENTS, HOUSES, KIND_OF
from checkers.normalise.name_words import SHORT_FORMS

LIKE = 75.0  # of two words in percent: "gimnet" and "giment" have 83, "dental" and "rental" too: it only lets read on
SLIP_FROM = 5  # letters: of shorter words one letter makes another ("Tax", "Taxi"; "Jon", "Joy")
BEGINNING, ENDING = 2, 3  # letters: a slip in one of them leaves the other


class NameWords(NamedTuple):
    telling: tuple[str, ...]
    all: tuple[str, ...]  # but form


@lru_cache(maxsize=4_096)
def words_of_name(name: str) -> NameWords:
    words = words_of(name)
    return NameWords(tuple(_telling(words)), tuple([word for word in words if word not in FORM]))


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in UNTELLING] or words


def edges_of_name(name: str) -> frozenset[str]:
    """The first two and last three letters of each telling word; the first ones are marked by a space behind them."""
    telling = _telling(words_of(name))
    return frozenset([word[:BEGINNING] + " " for word in telling] + [word[-ENDING:] for word in telling])


def is_a_slip(one: str, two: str) -> bool:
    """Whether the names differ by one slip of the pen: one letter in one long word, added, lost, changed or swapped."""
    mine, yours = words_of_name(one).all, words_of_name(two).all
    if len(mine) != len(yours):
        return False
    others = [(a, b) for a, b in zip(mine, yours, strict=True) if a != b]
    if len(others) != 1:
        return False
    a, b = others[0]
    is_long = a.isalpha() and b.isalpha() and max(len(a), len(b)) >= SLIP_FROM
    return is_long and OSA.distance(a, b, score_cutoff=1) == 1


def adds_words(one: str, two: str) -> bool:
    """Whether the longer name is the shorter one and words behind it: "Kepler Dental", "Kepler Dental & Repair".

    A number behind it, or a house with tenants before it, would make another business.
    """
    return bool(_added(one, two))


def adds_keywords(one: str, two: str) -> bool:
    """As `adds_words`, and none of the words is a trade or a department, which might make another business."""
    added = _added(one, two)
    return bool(added) and not any(word in KIND_OF or word in DEPARTMENTS for word in added)


def _added(one: str, two: str) -> tuple[str, ...]:
    """The words that the longer name has behind the shorter one; empty where it has others, or not words alone."""
    short, long = sorted((words_of_name(one).all, words_of_name(two).all), key=len)
    added = long[len(short) :]
    if len(short) < 2 or long[: len(short)] != short or any(map(_is_house, short)) or not "".join(added).isalpha():
        return ()
    return added


def _is_house(word: str) -> bool:
    return SHORT_FORMS.get(word, word).removesuffix("s") in HOUSES


def share_a_word(one: str, two: str) -> bool:
    """Whether a telling word of one may be in the other, however spelt: misspelt, joined, cut short, or as initials."""
    (my_telling, mine), (your_telling, yours) = words_of_name(one), words_of_name(two)
    if _any_alike(my_telling, yours) or _any_alike(your_telling, mine):
        return True
    return _initials(mine) in yours or _initials(yours) in mine


def is_department(one: str, two: str) -> bool:
    """Whether one is named as a department of the other: "Kepler Dental Lab" of "Kepler Dental".

    "Kepler Bar & Grill" is none of "Kepler Grill": what it adds is of the same kind.
    """
    short, long = sorted((words_of_name(one).all, words_of_name(two).all), key=len)
    added = set(long).difference(short) & DEPARTMENTS
    if not added or not set(short) < set(long):
        return False
    kinds = {KIND_OF.get(word) for word in short}
    return any(word not in KIND_OF or KIND_OF[word] not in kinds for word in added)


def _any_alike(telling: Sequence[str], words: Sequence[str]) -> bool:
    for a in telling:  # noqa: SIM110  a generator costs more than the whole question
        for b in words:
            if a[:4] == b[:4] or ratio(a, b, score_cutoff=LIKE):
                return True
    return False


def _initials(words: Sequence[str]) -> str:
    return "".join([word[0] for word in words])
