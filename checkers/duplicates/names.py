"""Two names at a glance: their words as they stand, no name read in full."""

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
    """First and last letters of its telling words; a space tells the first from the last."""
    telling = _telling(words_of(name))
    return frozenset([word[:BEGINNING] + " " for word in telling] + [word[-ENDING:] for word in telling])


def is_a_slip(one: str, two: str) -> bool:
    """One letter too many, too few, other or exchanged, in one long word."""
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
    """ "Kepler Dental" and "Kepler Dental & Repair"; a number or a tenant's name would tell another."""
    return bool(_added(one, two))


def adds_keywords(one: str, two: str) -> bool:
    """ "Kepler Dental" and "Kepler Dental Family Owned"; a kind too might tell another."""
    added = _added(one, two)
    return bool(added) and not any(word in KIND_OF or word in DEPARTMENTS for word in added)


def _added(one: str, two: str) -> tuple[str, ...]:
    """What stands behind the shorter name in the longer; nothing where it is not words alone."""
    short, long = sorted((words_of_name(one).all, words_of_name(two).all), key=len)
    added = long[len(short) :]
    if len(short) < 2 or long[: len(short)] != short or any(map(_is_house, short)) or not "".join(added).isalpha():
        return ()
    return added


def _is_house(word: str) -> bool:
    return SHORT_FORMS.get(word, word).removesuffix("s") in HOUSES


def share_a_word(one: str, two: str) -> bool:
    """Whether a telling word of one may stand in the other, spelt well or not, joined, cut short or in an acronym."""
    (my_telling, mine), (your_telling, yours) = words_of_name(one), words_of_name(two)
    if _any_alike(my_telling, yours) or _any_alike(your_telling, mine):
        return True
    return _initials(mine) in yours or _initials(yours) in mine


def is_department(one: str, two: str) -> bool:
    """ "Kepler Dental" and "Kepler Dental Lab"; but "Kepler Grill" and "Kepler Bar & Grill" are of one kind."""
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
