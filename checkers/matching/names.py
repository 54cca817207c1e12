"""What two names have in common and what each has alone, by how telling their words are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from checkers.matching.chains import CHAINS, DENSE_CHAINS
from checkers.matching.words import BROAD, DESCRIPTIVE, HOUSES, KIND_OF
from checkers.normalise.name import NameParts, parse

# How telling a word is. Whole numbers, so that a sum is the same in any order.
OWN, NUMBER, KIND, PLACE, LITTLE = 20, 12, 7, 4, 2
SPELLING_FLOOR = 0.88  # Jaro-Winkler below which two words are two words: "lutheran" and "liberian" have 0.83
SHORT_FORM = 0.85
INITIAL = 0.5
_COMPOUNDS = {
    f"{way}{end}": (way[0], end)
    for way in ("north", "south", "east", "west")
    for end in ("side", "end", "gate", "shore", "hill", "view")
}


class NameWords(NamedTuple):
    """One name, taken apart once. Words are without plural s; `everything` also holds those in brackets or before
    d/b/a, which count where the other name has them. `own` are those that name this business and not its kind or place.

    Two names are worth comparing where a key of one's telling words is among all keys of the other. Keys are bits of a
    whole number: two keys of one bit cost a comparison, and change no answer but that of two strangers.
    """

    squeezed: str
    words: tuple[str, ...]
    counted: frozenset[str]
    everything: frozenset[str]
    joined: frozenset[str]
    weights: Mapping[str, int]
    own: frozenset[str]
    numbers: frozenset[str]
    kind_words: frozenset[str]
    kinds: frozenset[str]
    keys: int
    telling_keys: int
    store_number: str
    is_chain: bool
    is_dense_chain: bool
    houses: bool
    is_owners: bool


class Likeness(NamedTuple):
    """`shared` of both names' weight and `contained` of the lighter one's are 0..1, as is `spelling` of the letters.

    `own_alone` counts the own words of the side that has more of them for itself.
    """

    shared: float
    contained: float
    spelling: float
    is_equal: bool = False
    own_shared: float = 0.0
    own_alone: int = 0
    has_other_number: bool = False
    other_kind: bool = False
    added_kind: bool = False
    first_kind: bool = False
    is_part: bool = False
    are_parts: bool = False

    @property
    def degree(self) -> float:
        """One figure: containment counts less than agreement, letters alone only when they nearly agree."""
        if self.is_equal:
            return 1.0
        return max(0.6 * self.shared + 0.4 * self.contained, self.spelling if self.spelling >= 0.9 else 0.0)


KEY_BITS = 480  # two names of four words meet by chance in one of twenty pairs
NOTHING_ALIKE = Likeness(0.0, 0.0, 0.0)
# Share of the lighter name below which two names are two: without the same phone no other fact made up for it.
LEAST_SHARED = 0.4
NOWHERE: frozenset[str] = frozenset()


def name_words(name: NameParts, place: frozenset[str] = NOWHERE) -> NameWords:
    """`place` holds the words of the city and street that the business stands in: beside others they tell little."""
    words = tuple([part for word in name.words for part in _COMPOUNDS.get(word, (stem(word),))])
    counted = frozenset(words)
    everything = counted
    if name.aside or name.also:
        everything = counted.union(map(stem, name.aside), map(stem, parse(name.also).words))
    if place >= counted:
        place = NOWHERE  # a name of nothing but its place ("Pittsburgh") weighs as any other
    weights = {word: min(PLACE, weight_of(word)) if word in place else weight_of(word) for word in everything}
    own = frozenset([word for word in counted if weights[word] == OWN])
    kind_words = frozenset([word for word in counted if word in KIND_OF])
    whole = name.squeezed[:4]
    telling = own or counted
    joined = [one + two for one, two in zip(words, words[1:], strict=False)]
    return NameWords(
        squeezed=name.squeezed,
        words=words,
        counted=counted,
        everything=everything,
        joined=frozenset(joined),
        weights=weights,
        own=own,
        numbers=frozenset([word for word in counted if _is_number(word)]),
        kind_words=kind_words,
        kinds=frozenset([KIND_OF[word] for word in kind_words]),
        keys=_keys(everything, whole),
        telling_keys=_keys(telling, whole),
        store_number=name.store_number,
        is_chain=_is_chain(name),
        is_dense_chain=name.squeezed in DENSE_CHAINS,
        houses=not HOUSES.isdisjoint(counted),
        is_owners=name.is_owners,
    )


def _is_chain(name: NameParts) -> bool:
    """By its first words: "Subway Restaurant", "H&R Block Tax Service"."""
    return any("".join(name.words[:size]) in CHAINS for size in (1, 2, 3))


def stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


@lru_cache(maxsize=65_536)
def weight_of(word: str) -> int:
    if word in KIND_OF or word in DESCRIPTIVE:
        return KIND
    if word in BROAD:
        return LITTLE
    return NUMBER if _is_number(word) else OWN


def _is_number(word: str) -> bool:
    return word[0].isdigit() or len(word) == 1


def _keys(words: Iterable[str], whole: str) -> int:
    bits = _bit(whole) if whole else 0
    for word in words:
        bits |= _keys_of(word)
    return bits


@lru_cache(maxsize=65_536)
def _keys_of(word: str) -> int:
    """A word's head and its letters: a misspelling keeps one of them ("Yueng" and "Yeung", "Brookline", "Brooline")."""
    return _bit(word[:4]) | _bit("".join(sorted(set(word))).upper()) if len(word) > 4 else _bit(word)


def _bit(key: str) -> int:
    return 1 << crc32(key.encode()) % KEY_BITS


def likeness(
    one: NameWords, two: NameWords, place: frozenset[str] = NOWHERE, other_place: frozenset[str] = NOWHERE
) -> Likeness:
    """The places are those of `one` and `two`: a word that only one name has tells little where the other stands."""
    if one.squeezed == two.squeezed:
        other_store = _other_store(one, two)
        own = float(max(len(one.own), len(two.own)))
        return Likeness(1.0, 1.0, 1.0, not other_store, own, has_other_number=other_store)
    both = one.everything & two.everything
    mine, yours = one.counted - both, two.counted - both
    weight: float = sum([max(one.weights[word], two.weights[word]) for word in both])
    own = float(len(one.own & two.own))
    if mine and yours:
        for degree, a, b in _nearly_shared(one, two, mine, yours):
            mine, yours = mine.difference(a), yours.difference(b)
            heavier = max(_left_over(one.weights, a, NOWHERE), _left_over(two.weights, b, NOWHERE))
            weight += degree * heavier
            own += degree * (heavier >= OWN)
    if not weight:
        return NOTHING_ALIKE
    return _unequal(one, two, mine=mine, yours=yours, weight=weight, own=own, place=place, other_place=other_place)


def _unequal(
    one: NameWords,
    two: NameWords,
    *,
    mine: frozenset[str],
    yours: frozenset[str],
    weight: float,
    own: float,
    place: frozenset[str],
    other_place: frozenset[str],
) -> Likeness:
    left, right = _left_over(one.weights, mine, other_place), _left_over(two.weights, yours, place)
    contained = weight / (weight + (left if left < right else right))
    if contained < LEAST_SHARED:
        return NOTHING_ALIKE
    my_own, your_own = _own_left(one.own, mine, other_place), _own_left(two.own, yours, place)
    my_kinds, your_kinds = _kinds_left(one, mine), _kinds_left(two, yours)
    shorter, added = (one, yours) if is_shorter(one, two) else (two, mine)
    return Likeness(
        weight / (weight + left + right),
        contained,
        ratio(one.squeezed, two.squeezed) / 100,
        False,
        own,
        my_own if my_own > your_own else your_own,
        bool(one.numbers & mine and two.numbers & yours) or _other_store(one, two),
        bool(my_kinds and your_kinds and my_kinds.isdisjoint(your_kinds)),
        _adds_kind(my_kinds, your_kinds, two) or _adds_kind(your_kinds, my_kinds, one),
        bool(my_kinds and not two.kinds or your_kinds and not one.kinds),
        shorter.houses and not BROAD.issuperset(added),
        bool(my_kinds and your_kinds) and one.houses and two.houses,
    )


def _other_store(one: NameWords, two: NameWords) -> bool:
    return bool(one.store_number and two.store_number and one.store_number != two.store_number)


def is_shorter(one: NameWords, two: NameWords) -> bool:
    """In a set order, so that a pair reads the same both ways."""
    mine, yours = len(one.words), len(two.words)
    return mine < yours or (mine == yours and one.words < two.words)


def _left_over(weights: Mapping[str, int], words: Collection[str], place: frozenset[str]) -> int:
    if not words:
        return 0
    if place.isdisjoint(words):
        return sum([weights[word] for word in words])
    return sum([min(PLACE, weights[word]) if word in place else weights[word] for word in words])


def _own_left(own: frozenset[str], words: frozenset[str], place: frozenset[str]) -> int:
    return len((own & words) - place) if words else 0


def _kinds_left(name: NameWords, words: frozenset[str]) -> frozenset[str]:
    left = name.kind_words & words
    return frozenset([KIND_OF[word] for word in left]) if left else NOWHERE


def _adds_kind(added: frozenset[str], others: frozenset[str], other: NameWords) -> bool:
    """A second kind beside the one that both have: the school's library, the bank's machine."""
    return bool(added and other.kinds and not others and not added <= other.kinds)


Near = tuple[float, tuple[str, ...], tuple[str, ...]]


def _nearly_shared(one: NameWords, two: NameWords, mine: frozenset[str], yours: frozenset[str]) -> list[Near]:
    """Words of `mine` that stand for words of `yours`: parted or joined, short or nearly spelt; each is used once."""
    found: list[Near] = [(degree, (a,), (b,)) for a in mine for b in yours if a[0] == b[0] and (degree := alike(a, b))]
    if not one.joined.isdisjoint(yours):
        found += [(1.0, pair, ("".join(pair),)) for pair in _neighbours(one, mine) if "".join(pair) in yours]
    if not two.joined.isdisjoint(mine):
        found += [(1.0, ("".join(pair),), pair) for pair in _neighbours(two, yours) if "".join(pair) in mine]
    if len(found) < 2:
        return found
    chosen: list[Near] = []
    used: set[str] = set()
    for near in sorted(found, key=_by_degree):
        words = (*near[1], *near[2])
        if used.isdisjoint(words):
            used.update(words)
            chosen.append(near)
    return chosen


def _by_degree(near: Near) -> tuple[float, list[tuple[str, ...]]]:
    """In an order that is the same both ways."""
    return -near[0], sorted(near[1:])


def _neighbours(name: NameWords, words: frozenset[str]) -> list[tuple[str, str]]:
    pairs = zip(name.words, name.words[1:], strict=False)
    return [(a, b) for a, b in pairs if a in words and b in words]


@lru_cache(maxsize=65_536)
def alike(one: str, two: str) -> float:
    """0..1: how surely one word stands for the other."""
    if one[0].isdigit() or two[0].isdigit():
        return 0.0
    short, long = (one, two) if len(one) < len(two) else (two, one)
    if len(short) == 1:
        return INITIAL if long[0] == short else 0.0
    if len(short) >= 3 and long.startswith(short):
        return SHORT_FORM
    degree = float(JaroWinkler.normalized_similarity(one, two)) if len(short) >= 4 else 0.0
    return degree if degree >= SPELLING_FLOOR else 0.0
