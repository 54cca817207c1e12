"""Makes, fields of medicine and given names that tell two businesses apart, from `told_apart.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from importlib.resources import files

from checkers.matching.words import PERSONS, stem

_LISTS: dict[str, dict[str, str]] = tomllib.loads(files(__package__).joinpath("told_apart.toml").read_text("utf-8"))
_Set = tuple[str, int]  # of which list, and which there


def _sets_of_words() -> dict[str, frozenset[_Set]]:
    found: dict[str, set[_Set]] = defaultdict(set)
    for listed, lines in _LISTS.items():
        for number, words in enumerate(";".join(lines.values()).split(";")):
            for word in words.split():
                found[stem(word)].add((listed, number))
    return {word: frozenset(sets) for word, sets in found.items()}


_SETS_OF = _sets_of_words()
TELLS = frozenset(_SETS_OF)
MAKES, SPECIALTIES, PEOPLE = (
    frozenset([word for word, sets in _SETS_OF.items() if any(listed == kind for listed, _ in sets)])
    for kind in ("makes", "specialties", "people")
)


def person_behind(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "jane roe" of "Kestrel Mortgage - Jane Q. Roe, MD", empty of "Jane Roe Mortgage"."""
    said = [word for word in words if len(word) > 1 and word not in PERSONS]
    return tuple(said[-2:]) if len(said) > 2 and said[-2] in PEOPLE else ()


def are_told_apart(
    mine: frozenset[str], yours: frozenset[str], *, mine_left: frozenset[str], yours_left: frozenset[str]
) -> bool:
    """`mine` and `yours` are all the listed words of two names, those left are what the other name has not.

    "Ben" nearly spelt by "Benn" is not left.
    """
    my_sets, your_sets = _sets_of(mine), _sets_of(yours)
    shared = {listed for listed, _ in my_sets & your_sets}
    left = {listed for listed, _ in _sets_of(mine_left)} & {listed for listed, _ in _sets_of(yours_left)}
    return not shared >= left


def _sets_of(words: frozenset[str]) -> frozenset[_Set]:
    return frozenset().union(*[_SETS_OF[word] for word in words])
