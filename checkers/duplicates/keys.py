"""What two records must share to be compared: a phone, a door or a name in a town, each as one whole number.

Of 63 bits, the same in every run. Keys are cheap on purpose: they bring candidates together, the rules of
`checkers.match` decide. A spelling that one key misses ("Seventh" for "7th", a slip in the name) is met by another, so
the door is house number and ZIP without the street, and the name its first word that tells something.
"""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

from checkers.nap import Nap
from checkers.normalise import phone
from checkers.normalise.name import NAME_MAX
from checkers.normalise.name_words import FILLERS, LEGAL_ENDINGS, TRADE_WORDS
from checkers.normalise.text import fold

NOTHING = 0
_PLACE_BITS = 31
_DIGITS = re.compile(r"\d+")
_ACRONYM = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_WORD = re.compile(r"[^\W_]+")
_PLAIN_PHONE = re.compile(r"\D{0,3}1?\D{0,2}([2-9]\d\d)\D{0,2}(\d{3})\D?(\d{4})")
FORM = frozenset({"the", "and"}) | LEGAL_ENDINGS
UNTELLING = frozenset({"a", "el", "la", "of"}) | FORM | TRADE_WORDS | FILLERS


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
    number = nap.street.partition(" ")[0]
    if not (number.isascii() and number.isdigit()):
        found = _DIGITS.search(nap.street)
        number = found.group() if found else ""
    place = nap.postal_code[:5] or nap.city.strip()
    return (crc32(number.encode()) << _PLACE_BITS | _place(place)) or 1 if number and place else NOTHING


def name_key(nap: Nap) -> int:
    """The first telling word with the town, else with the ZIP, else alone."""
    words = words_of(nap.name)
    if not words:
        return NOTHING
    telling = words[0]
    for word in words:
        if word not in UNTELLING:
            telling = word
            break
    first = telling.removesuffix("s")
    return (crc32(first.encode()) << _PLACE_BITS | _place(nap.city or nap.postal_code[:5])) or 1


def words_of(text: str) -> list[str]:
    if len(text) <= NAME_MAX and text.isascii() and text.replace(" ", "").isalnum():
        return text.lower().split()  # nearly every text, at a third of the cost
    text = fold(text, NAME_MAX)
    if "." in text:
        text = _ACRONYM.sub(r"\1", text)  # "L.L.C."
    return _WORD.findall(text.replace("'", "") if "'" in text else text)


@lru_cache(maxsize=65_536)
def _place(text: str) -> int:
    return crc32(fold(text, 100).encode()) >> 1


def same_number(one_door: int, other_door: int) -> bool:
    """Whether two doors have one house number, wherever they are."""
    return one_door >> _PLACE_BITS == other_door >> _PLACE_BITS
