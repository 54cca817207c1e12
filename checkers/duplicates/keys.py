"""What two records must share to be compared: a phone, a door or a name in a town, each as one whole number.

Keys are cheap on purpose: they bring candidates together, the rules of `checkers.match` decide. A spelling that one
key misses ("Seventh" for "7th", a slip in the name) is met by another, so the door is house number and ZIP without
the street, and the name its first word that tells something.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from checkers.nap import Nap
from checkers.normalise import phone
from checkers.normalise.name_words import FILLERS, LEGAL_ENDINGS, TRADE_WORDS
from checkers.normalise.text import fold

NOTHING = 0
BEGINNING = 2  # letters: a slip in the first two of a name is rare, and phone or town may still meet it
_PLACE_BITS = 31
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")
_PLAIN_PHONE = re.compile(r"\D{0,3}1?\D{0,2}([2-9]\d\d)\D{0,2}(\d{3})\D?(\d{4})")
_FORM = frozenset({"the", "and"}) | LEGAL_ENDINGS
_UNTELLING = frozenset({"a", "el", "la", "of"}) | _FORM | TRADE_WORDS | FILLERS


def phone_key(nap: Nap) -> int:
    """The number without extension, as dialled in the US; others by their normal form."""
    if not nap.phone:
        return NOTHING
    if plain := _PLAIN_PHONE.fullmatch(nap.phone):
        return int("".join(plain.groups()))
    number = phone.e164(nap.phone)
    return int(number[1:].removeprefix("1")) if number else NOTHING


def door_key(nap: Nap) -> int:
    """House or box number with ZIP, else with the town; nothing where one of them is not said."""
    number = _DIGITS.search(nap.street)
    place = nap.postal_code[:5] or _town(nap.city)
    return _joined(number.group(), place) if number and place else NOTHING


class NameKeys(NamedTuple):
    """`telling`: the first telling word with the town, else with the ZIP, else alone. `whole`: all words but "Inc.".

    `beginnings`: a bit of 64 for each way in which a telling word begins; without one in common, none begins alike.
    """

    telling: int = NOTHING
    whole: int = NOTHING
    beginnings: int = 0


def name_keys(nap: Nap) -> NameKeys:
    words = _words(nap.name)
    if not words:
        return NameKeys()
    telling = [word for word in words if word not in _UNTELLING] or words
    bits = 0
    for word in telling:
        bits |= _beginning(word[:BEGINNING])
    whole = " ".join(word for word in words if word not in _FORM)
    return NameKeys(
        _joined(telling[0].removesuffix("s"), _town(nap.city) or nap.postal_code[:5]), crc32(whole.encode()), bits
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text, 300).replace("'", ""))


@lru_cache(maxsize=4_096)
def _beginning(letters: str) -> int:
    return 1 << crc32(letters.encode()) % 64


@lru_cache(maxsize=65_536)
def _town(text: str) -> str:
    return fold(text, 100)


def same_number(one_door: int, other_door: int) -> bool:
    """Whether two doors have one house number, wherever they are."""
    return one_door >> _PLACE_BITS == other_door >> _PLACE_BITS


def _joined(one: str, two: str) -> int:
    """63 bits, the same in every run."""
    return (crc32(one.encode()) << _PLACE_BITS | crc32(two.encode()) >> 1) or 1
