"""How alike two names or two addresses are, as a person would weigh it: what names the business counts, its trade hardly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from checkers.normalise.address import AddressParts
from checkers.normalise.name import NameParts
from checkers.normalise.name_words import FILLERS, TRADE_WORDS

TRADE_WEIGHT = 0.3
FILLER_WEIGHT = 0.1
SPELLING_FLOOR = 0.8  # below it two words are two words: "lutheran" and "liberian" are 0.75


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """All 0..1: `shared` of both names' weight, `contained` of the lighter one's, `spelling` of the letters alone."""

    shared: float
    contained: float
    spelling: float
    is_equal: bool = False
    has_other_number: bool = False

    @property
    def degree(self) -> float:
        """One figure of the three: containment counts less than agreement, letters alone only when they nearly agree."""
        if self.is_equal:
            return 1.0
        blended = 0.6 * self.shared + 0.4 * self.contained
        return max(blended, self.spelling if self.spelling >= 0.9 else 0.0)


def names(one: NameParts, two: NameParts) -> NameLikeness:
    if not one.words or not two.words:
        return NameLikeness(0.0, 0.0, 0.0)
    spelling = ratio(one.squeezed, two.squeezed) / 100
    is_equal = one.squeezed == two.squeezed
    shared = _shared(one.words, two.words)
    first, second = _weight_of(one.words), _weight_of(two.words)
    either = first + second - shared
    return NameLikeness(
        shared=shared / either if either else 0.0,
        contained=shared / min(first, second) if min(first, second) else 0.0,
        spelling=spelling,
        is_equal=is_equal,
        has_other_number=_other_number(one, two),
    )


def _other_number(one: NameParts, two: NameParts) -> bool:
    """ "Tower 1" and "Tower 2", store #12 and #14: numbers that only one side has say nothing."""
    if one.store_number and two.store_number and one.store_number != two.store_number:
        return True
    first = {word for word in one.words if word[0].isdigit()}
    second = {word for word in two.words if word[0].isdigit()}
    return bool(first and second and not first & second)


@lru_cache(maxsize=65_536)
def _weight(word: str) -> float:
    if word in FILLERS:
        return FILLER_WEIGHT
    return TRADE_WEIGHT if word in TRADE_WORDS else 1.0


def _weight_of(words: tuple[str, ...]) -> float:
    return sum(map(_weight, words))


def _shared(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    """Weight of the words that both have, each used once; close spellings and short forms count in part."""
    left = list(two)
    unmatched, total = [], 0.0
    for word in one:
        if word in left:
            left.remove(word)
            total += _weight(word)
        else:
            unmatched.append(word)
    for word in unmatched:
        best = max(left, key=lambda other: _alike(word, other), default=None)
        if best is not None and (degree := _alike(word, best)):
            left.remove(best)
            total += degree * min(_weight(word), _weight(best))
    return total


@lru_cache(maxsize=65_536)
def _alike(one: str, two: str) -> float:
    if one[0].isdigit() or two[0].isdigit():
        return 0.0
    short, long = sorted((one, two), key=len)
    if len(short) >= 3 and long.startswith(short) or (len(short) == 1 and long[0] == short):
        return 0.85 if len(short) >= 3 else 0.5
    degree = float(JaroWinkler.normalized_similarity(one, two)) if len(short) >= 4 else 0.0
    return degree if degree >= SPELLING_FLOOR + 0.08 else 0.0


class Door(StrEnum):
    """How two addresses stand to each other; the unit is told apart, as two tenants share a door."""

    SAME = "same"
    SAME_STREET = "same street, one without number"
    OTHER_FORM = "same number, street in another form"
    NEAR = "same street, other number"
    OTHER = "other"
    UNKNOWN = "unknown"


def doors(one: AddressParts, two: AddressParts) -> Door:
    if not one.door_key or not two.door_key:
        return Door.UNKNOWN
    if one.door_key == two.door_key:
        return Door.SAME
    if one.intersection or two.intersection or not (one.street and two.street):
        return Door.OTHER
    is_same_street = _same_street(one, two)
    if is_same_street and _same_number(one.number, two.number):
        return Door.SAME if _suffix_agrees(one, two) else Door.OTHER_FORM
    if is_same_street:
        return Door.SAME_STREET if not (one.number and two.number) else Door.NEAR
    if one.number and one.number == two.number and _spelt_alike(one.street, two.street):
        return Door.OTHER_FORM
    return Door.OTHER


def _same_street(one: AddressParts, two: AddressParts) -> bool:
    return one.street == two.street and not _contradict(one, two)


def _contradict(one: AddressParts, two: AddressParts) -> bool:
    """Directionals contradict only where both say one; "3799 S Las Vegas Blvd" is also printed with the S behind."""
    first = {one.predirectional, one.postdirectional} - {""}
    second = {two.predirectional, two.postdirectional} - {""}
    return bool(first and second and first != second and not first & second)


def _suffix_agrees(one: AddressParts, two: AddressParts) -> bool:
    return one.suffix == two.suffix or not one.suffix or not two.suffix


def _same_number(one: str, two: str) -> bool:
    """ "325" and "325-331" are one door."""
    if not one or not two:
        return False
    return one == two or one.partition("-")[0] == two.partition("-")[0]


def _spelt_alike(one: str, two: str) -> bool:
    first, second = one.split(), two.split()
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return not any(c.isdigit() for c in one + two) and ratio(one, two) >= 85
