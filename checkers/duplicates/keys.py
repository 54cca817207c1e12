"""What two records must share to be compared: a phone, a door or a name in a town, each as one whole number.

Of 63 bits, the same in every run, worked out for a column of records at once: a million of them say few first words,
house numbers and towns, so each is read once. Keys are cheap on purpose: they bring candidates together, the rules of
`checkers.match` decide. A spelling that one key misses ("Seventh" for "7th", a slip in the name) is met by another, so
the door is house number and ZIP without the street, and the name its first word that tells something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

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
_PHONE_MARKS = b" ()-.+"
FORM = frozenset({"the", "and"}) | LEGAL_ENDINGS
UNTELLING = frozenset({"a", "el", "la", "of"}) | FORM | TRADE_WORDS | FILLERS


def phone_keys(phones: Sequence[str]) -> list[int]:
    """The number without extension, as dialled in the US; others by their normal form."""
    texts = "\n".join(phones).encode("utf-8", errors="replace").translate(None, _PHONE_MARKS).split(b"\n")
    if len(texts) != len(phones):  # one of them has several lines
        texts = [b""] * len(phones)
    return [
        int(text) if len(text) == 10 and text[0] > 49 and text.isdigit() else _phone_key(raw)
        for text, raw in zip(texts, phones, strict=True)
    ]


def _phone_key(raw: str) -> int:
    if not raw:
        return NOTHING
    if plain := _PLAIN_PHONE.fullmatch(raw):
        return int("".join(plain.groups()))
    number = phone.e164(raw)
    return int(number[1:].removeprefix("1")) if number else NOTHING


def door_keys(streets: Sequence[str], cities: Sequence[str], postal_codes: Sequence[str]) -> list[int]:
    """House or box number with ZIP, else with the town; nothing where one of them is not said."""
    places = [_place(code[:5] or city) for code, city in zip(postal_codes, cities, strict=True)]
    numbers = [_number(street.partition(" ")[0]) or _first_number(street) for street in streets]
    return [number | place if number and place else NOTHING for number, place in zip(numbers, places, strict=True)]


def name_keys(names: Sequence[str], cities: Sequence[str], postal_codes: Sequence[str]) -> list[int]:
    """The first telling word with the town, else with the ZIP, else alone."""
    places = [_place(city or code[:5]) for city, code in zip(cities, postal_codes, strict=True)]
    words = [_plain_word(name.partition(" ")[0]) or _first_word(name) for name in names]
    return [word | place if word else NOTHING for word, place in zip(words, places, strict=True)]


@lru_cache(maxsize=65_536)
def _number(text: str) -> int:
    """Of a street that begins with its number; nothing where it is to be looked for."""
    return _hashed(text) if text.isascii() and text.isdigit() else NOTHING


def _first_number(street: str) -> int:
    found = _DIGITS.search(street)
    return _hashed(found.group()) if found else NOTHING


@lru_cache(maxsize=65_536)
def _plain_word(text: str) -> int:
    """Of a name that begins with its telling word, plainly written; nothing where it is to be looked for."""
    word = text.lower()
    is_plain = text.isascii() and text.isalnum() and word not in UNTELLING and len(word) <= NAME_MAX
    return _hashed(word.removesuffix("s")) if is_plain else NOTHING


def _first_word(name: str) -> int:
    words = words_of(name)
    if not words:
        return NOTHING
    telling = next((word for word in words if word not in UNTELLING), words[0])
    return _hashed(telling.removesuffix("s"))


def _hashed(text: str) -> int:
    return (crc32(text.encode()) or 1) << _PLACE_BITS


def words_of(text: str) -> list[str]:
    if len(text) <= NAME_MAX and text.isascii() and text.replace(" ", "").isalnum():
        return text.lower().split()  # nearly every text, at a third of the cost
    is_plain = len(text) <= NAME_MAX and text.isascii() and text.isprintable()
    text = text.lower() if is_plain else fold(text, NAME_MAX)
    if "." in text:
        text = _ACRONYM.sub(r"\1", text)  # "L.L.C."
    return _WORD.findall(text.replace("'", "") if "'" in text else text)


@lru_cache(maxsize=65_536)
def _place(text: str) -> int:
    return crc32(fold(text, 100).encode()) >> 1


def house_of(door: int) -> int:
    """What two doors of one house number have in common, wherever they are."""
    return door >> _PLACE_BITS


def same_number(one_door: int, other_door: int) -> bool:
    return one_door >> _PLACE_BITS == other_door >> _PLACE_BITS
