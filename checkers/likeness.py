"""How alike two names or two addresses are, as a person would weigh it.

What names the business counts in full, its trade and its town hardly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from checkers.normalise.address import AddressParts
from checkers.normalise.name import NameParts
from checkers.normalise.name_words import FILLERS, TRADE_WORDS

TRADE_WEIGHT = 0.3
TOWN_WEIGHT = 0.2
FILLER_WEIGHT = 0.1
SPELLING_FLOOR = 0.88  # Jaro-Winkler below which two words are two words: "lutheran" and "liberian" have 0.83
PLURAL = 0.95
SHORT_FORM = 0.85
INITIAL = 0.5


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """All 0..1: `shared` of both names' weight, `contained` of the lighter one's, `spelling` of the letters alone."""

    shared: float
    contained: float
    spelling: float
    is_equal: bool = False
    has_other_number: bool = False
    has_other_trade: bool = False

    @property
    def degree(self) -> float:
        """One figure: containment counts less than agreement, letters alone only when they nearly agree."""
        if self.is_equal:
            return 1.0
        blended = 0.6 * self.shared + 0.4 * self.contained
        return max(blended, self.spelling if self.spelling >= 0.9 else 0.0)


NOTHING_ALIKE = NameLikeness(0.0, 0.0, 0.0)


def names(one: NameParts, two: NameParts, town: frozenset[str] = frozenset()) -> NameLikeness:
    """`town` holds the words of the city that both stand in. What stands in brackets counts where the other says it."""
    pairs = [(first, second) for first in _readings(one) for second in _readings(two)]
    likenesses = [_words_alike(first, second, town) for first, second in pairs if first and second]
    best = max(likenesses, key=lambda like: like.degree, default=NOTHING_ALIKE)
    if one.store_number and two.store_number and one.store_number != two.store_number:
        return NameLikeness(best.shared, best.contained, best.spelling, False, True, best.has_other_trade)
    return best


def _readings(name: NameParts) -> tuple[tuple[str, ...], ...]:
    return (name.words, name.words + name.aside, name.aside + name.words) if name.aside else (name.words,)


def _words_alike(one: tuple[str, ...], two: tuple[str, ...], town: frozenset[str]) -> NameLikeness:
    first, second = "".join(one), "".join(two)
    if first == second:
        return NameLikeness(1.0, 1.0, 1.0, is_equal=True)
    shared = _shared(one, two, town)
    mine, yours = _weight_of(one, town), _weight_of(two, town)
    return NameLikeness(
        shared=shared / (mine + yours - shared),
        contained=shared / min(mine, yours),
        spelling=ratio(first, second) / 100,
        has_other_number=_differ(one, two, _is_number),
        has_other_trade=_differ(one, two, TRADE_WORDS.__contains__),
    )


def _differ(one: tuple[str, ...], two: tuple[str, ...], counts: Callable[[str], bool]) -> bool:
    """Both sides have words of the kind, and none in common: "Tower 1" and "Tower 2", "Coffee" and "Museum"."""
    first, second = {word for word in one if counts(word)}, {word for word in two if counts(word)}
    return bool(first and second and not first & second)


def _is_number(word: str) -> bool:
    return word[0].isdigit() or len(word) == 1


@lru_cache(maxsize=65_536)
def _weight(word: str) -> float:
    if word in FILLERS:
        return FILLER_WEIGHT
    return TRADE_WEIGHT if word in TRADE_WORDS else 1.0


def _weight_of(words: tuple[str, ...], town: frozenset[str]) -> float:
    """A name of nothing but its town ("Pittsburgh") weighs as any other."""
    if town and not town.issuperset(words):
        return sum(min(_weight(word), TOWN_WEIGHT) if word in town else _weight(word) for word in words)
    return sum(map(_weight, words))


def _shared(one: tuple[str, ...], two: tuple[str, ...], town: frozenset[str]) -> float:
    """Weight of the words that both have, each used once; close spellings and short forms count in part."""
    left = list(two)
    unmatched, total = [], 0.0
    for word in one:
        if word in left:
            left.remove(word)
            total += min(_weight(word), TOWN_WEIGHT) if word in town else _weight(word)
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
    if long.removesuffix("s") == short.removesuffix("s"):
        return PLURAL
    if len(short) == 1:
        return INITIAL if long[0] == short else 0.0
    if len(short) >= 3 and long.startswith(short):
        return SHORT_FORM
    degree = float(JaroWinkler.normalized_similarity(one, two)) if len(short) >= 4 else 0.0
    return degree if degree >= SPELLING_FLOOR else 0.0


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
    if one.street == two.street and not _contradict(one, two):
        return _on_one_street(one, two)
    if one.number and one.number == two.number and _spelt_alike(one.street, two.street):
        return Door.OTHER_FORM
    return Door.OTHER


def _on_one_street(one: AddressParts, two: AddressParts) -> Door:
    if not (one.number and two.number):
        return Door.SAME_STREET
    if not _same_number(one.number, two.number):
        return Door.NEAR
    return Door.SAME if one.suffix == two.suffix or not one.suffix or not two.suffix else Door.OTHER_FORM


def _contradict(one: AddressParts, two: AddressParts) -> bool:
    """Directionals contradict only where both say one; "3799 S Las Vegas Blvd" is also printed with the S behind."""
    first = {one.predirectional, one.postdirectional} - {""}
    second = {two.predirectional, two.postdirectional} - {""}
    return bool(first and second and not first & second)


def _same_number(one: str, two: str) -> bool:
    """ "325" and "325-331", "2304" and "2304 1/2" share a door; "11-20" and "11-25" in Queens do not."""
    if one == two:
        return True
    short, long = sorted((one, two), key=len)
    return short.isdigit() and long.replace(" ", "-").partition("-")[0] == short


def _spelt_alike(one: str, two: str) -> bool:
    first, second = set(one.split()), set(two.split())
    if first <= second or second <= first:
        return True
    return not any(c.isdigit() for c in one + two) and ratio(one, two) >= 85
