"""What two records must share to be compared: a phone, a door or a name in a town, each as one whole number.

Keys bring candidates together, the rules of `checkers.match` decide; so they are cheap on purpose. What one key misses
("Seventh" for "7th", a slip in the name) another finds: the door's key is house number and ZIP code without the street,
the name's key its first telling word. A key has 63 bits and is the same in every run. Keys are made for a whole column
of records at a time: a million records have few different first words, house numbers and towns, and each is read once.
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
    """Each phone as a number: ten digits of a US one, all digits of another; extensions are left out."""
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
    """Each address as a number: of house or box number and ZIP code, else town; NOTHING where either is not said."""
    places = [_place(code[:5] or city) for code, city in zip(postal_codes, cities, strict=True)]
    numbers = [_number(street.partition(" ")[0]) or _first_number(street) for street in streets]
    return [number | place if number and place else NOTHING for number, place in zip(numbers, places, strict=True)]


def name_keys(names: Sequence[str], cities: Sequence[str], postal_codes: Sequence[str]) -> list[int]:
    """Each name as a number: of its first telling word and the town, else the ZIP code, else the word alone."""
    places = [_place(city or code[:5]) for city, code in zip(cities, postal_codes, strict=True)]
    words = [_plain_word(name.partition(" ")[0]) or _first_word(name) for name in names]
    return [word | place if word else NOTHING for word, place in zip(words, places, strict=True)]


@lru_cache(maxsize=65_536)
def _number(text: str) -> int:
    """The quick way, for a street that begins with its number; NOTHING where `_first_number` has to look for it."""
    return _hashed(text) if text.isascii() and text.isdigit() else NOTHING


def _first_number(street: str) -> int:
    found = _DIGITS.search(street)
    return _hashed(found.group()) if found else NOTHING


@lru_cache(maxsize=65_536)
def _plain_word(text: str) -> int:
    """The quick way, for a plain name that begins with its telling word; NOTHING where `_first_word` has to look."""
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
    """The part of a door's key that is its house number: equal for one number in any town."""
    return door >> _PLACE_BITS


def same_number(one_door: int, other_door: int) -> bool:
    return one_door >> _PLACE_BITS == other_door >> _PLACE_BITS
