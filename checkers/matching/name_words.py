"""One name, read once for many comparisons: its words, how telling each is, and keys that rule strangers out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from operator import add
from typing import NamedTuple
from zlib import crc32

from checkers.matching.chains import DENSE_CHAINS, signs
from checkers.matching.departments import departments_of
from checkers.matching.told_apart import TELLS
from checkers.matching.words import BROAD, DESCRIPTIVE, HOUSES, KIND_OF, KIND_WORDS, PERSONS, stem
from checkers.normalise.name import NameParts, parse

# How telling a word is. Whole numbers, so that a sum is the same in any order.
OWN, NUMBER, KIND, PLACE, LITTLE = 20, 12, 7, 4, 2
NOWHERE: frozenset[str] = frozenset()
KEPT = 4_096  # names read last: the rule of names asks again for those of the pair
ACRONYM = range(3, 5)  # letters
SLIP_FROM = 5  # letters of a word that lost its first: "Clark" and "Lark", "James" and "Ames" are two names
NOT_IN_ACRONYMS = frozenset("the and for del las los les des".split())
KEY_BITS = 480  # two names of four words meet by chance in one of twenty pairs
AT = "at"
_COMPOUNDS = {
    f"{way}{end}": (way[0], end)
    for way in ("north", "south", "east", "west")
    for end in ("side", "end", "gate", "shore", "hill", "view")
} | {"usps": ("post", "office")}


_LISTED = dict.fromkeys(BROAD, LITTLE) | dict.fromkeys(KIND_OF.keys() | DESCRIPTIVE, KIND)


class NameWords(NamedTuple):
    """One name, taken apart once. Words are without plural s; `everything` also holds those in brackets or before
    d/b/a, which count where the other name has them. `own` are those that name this business and not its kind or place.

    A name that says where it is ("Fenix at the Argyle") has its `front` and its `venue`.

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
    spelt_out: tuple[str, ...]
    acronyms: frozenset[str]
    brand: str
    sign: str
    departments: str
    tells: frozenset[str]
    is_chain: bool
    is_dense_chain: bool
    houses: bool
    is_owners: bool
    is_person: bool
    front: frozenset[str]
    venue: frozenset[str]


def name_words(name: NameParts, place: frozenset[str] = NOWHERE) -> NameWords:
    """`place` holds the words of the city and street that the business stands in: beside others they tell little."""
    words, aside = words_of(name)
    return _read(name, words, aside, place.intersection(words + aside))


def words_of(name: NameParts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the name itself, and those aside or before d/b/a, which count only where the other name has them."""
    words = tuple(chain.from_iterable(map(_stems, name.words)))
    if "united" in words:
        words = _with_us(words)
    if words[:2] == ("us", "post"):
        words = words[1:]  # all are
    if not (name.aside or name.also):
        return words, ()
    return words, tuple([stem(word) for word in (*name.aside, *parse(name.also).words)])


def _with_us(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "United States Post Office" is the US Post Office, as is USPS."""
    n = words.index("united")
    return (*words[:n], "us", *words[n + 2 :]) if words[n + 1 : n + 2] == ("state",) else words


@lru_cache(maxsize=KEPT)
def _read(name: NameParts, words: tuple[str, ...], aside: tuple[str, ...], place: frozenset[str]) -> NameWords:
    counted = frozenset(words)
    everything = counted.union(aside) if aside else counted
    if place and place >= counted:
        place = NOWHERE  # a name of nothing but its place ("Pittsburgh") weighs as any other
    weights = {}
    keys = own_keys = 0
    own, numbers = [], []
    for word in everything:
        weight, bits, beheaded, is_number = known(word)
        weights[word] = weight = min(PLACE, weight) if word in place else weight
        keys |= bits
        if word in counted:
            if weight == OWN:
                own.append(word)
                own_keys |= bits | beheaded
            elif is_number:
                numbers.append(word)
    kind_words = counted & KIND_WORDS
    squeezed = name.squeezed
    whole = bit(squeezed[:4]) if squeezed else 0
    spelt_out = _spelt_out(words) if len(words) >= ACRONYM[0] else ()
    brand, sign = signs(name.words, squeezed)
    is_person = not PERSONS.isdisjoint(counted)  # Dr. Park is no park
    front, venue = at_a_venue(words) if AT in counted else (NOWHERE, NOWHERE)
    return NameWords(
        squeezed=squeezed,
        words=words,
        counted=counted,
        everything=everything,
        joined=frozenset(map(add, words, words[1:])),
        weights=weights,
        own=frozenset(own),
        numbers=frozenset(numbers) if numbers else NOWHERE,
        kind_words=kind_words,
        kinds=frozenset([KIND_OF[word] for word in kind_words]) if kind_words else NOWHERE,
        keys=keys | whole | _key_of_acronym(spelt_out),
        telling_keys=whole | (own_keys if own else _keys(counted)),
        store_number=name.store_number,
        spelt_out=spelt_out,
        acronyms=_acronyms(spelt_out),
        brand=brand,
        sign=sign,
        departments=departments_of(name.words),
        tells=counted & TELLS,
        is_chain=bool(sign),
        is_dense_chain=squeezed in DENSE_CHAINS or brand in DENSE_CHAINS,
        houses=not is_person and not HOUSES.isdisjoint(counted),
        is_owners=name.is_owners,
        is_person=is_person,
        front=front,
        venue=venue,
    )


def at_a_venue(words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """What stands before "at" and behind it, where both do."""
    n = words.index(AT)
    return (frozenset(words[:n]), frozenset(words[n + 1 :]) - {"the"}) if 0 < n < len(words) - 1 else (NOWHERE, NOWHERE)


@lru_cache(maxsize=65_536)
def known(word: str) -> tuple[int, int, int, bool]:
    """Of one word: its weight, its keys, the key without its first letter, and whether it is a number.

    Most words were read before, so the answers are kept.
    """
    beheaded = bit(word[1:5]) if len(word) > SLIP_FROM else 0  # the head of "Epler" is in "Kepler"
    is_number = word[0].isdigit() or len(word) == 1
    return _LISTED.get(word) or (NUMBER if is_number else OWN), _keys_of(word), beheaded, is_number


@lru_cache(maxsize=65_536)
def _stems(word: str) -> tuple[str, ...]:
    return _COMPOUNDS.get(word) or (stem(word),)


def _spelt_out(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that an acronym would take its letters from: "Alpine Guild of Harpists" is AGH."""
    return tuple([word for word in words if len(word) > 2 and word not in NOT_IN_ACRONYMS])


def _acronyms(spelt_out: tuple[str, ...]) -> frozenset[str]:
    """Every acronym of three or four letters that the words may have; two letters say too little."""
    if len(spelt_out) < ACRONYM[0]:
        return NOWHERE
    letters = "".join([word[0] for word in spelt_out])
    return frozenset([letters[n : n + size] for size in ACRONYM for n in range(len(letters) - size + 1)])


def _keys(words: Iterable[str]) -> int:
    bits = 0
    for word in words:
        bits |= known(word)[1]
    return bits


def _keys_of(word: str) -> int:
    """Two keys of a word: its first four letters, and the set of its letters.

    A misspelling keeps one of the two: "Yueng" and "Yeung" have the same letters, "Brookline" and "Brooline" one head.
    """
    if len(word) < 5:
        return bit(word)
    return bit(word[:4]) | 1 << key_number("".join(sorted(set(word))).upper())


@lru_cache(maxsize=16_384)
def bit(key: str) -> int:
    return 1 << key_number(key)


def key_number(key: str) -> int:
    return crc32(key.encode()) % KEY_BITS


def _key_of_acronym(spelt_out: tuple[str, ...]) -> int:
    """The key of the whole name's acronym. One of some words needs none: the name's other words stand beside it."""
    return bit("".join([word[0] for word in spelt_out])) if len(spelt_out) in ACRONYM else 0


def share_a_key(one: NameWords, two: NameWords) -> bool:
    """Whether the names are worth comparing; False says that no telling word of one can be a word of the other."""
    return bool(one.telling_keys & two.keys or two.telling_keys & one.keys)
