"""The plainest lines, "12 N Oak St Ste 4, Austin, TX 78702", by one pattern: most of all, at a third of the cost.

It answers only where the rules of the other modules, which read every line, would say the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

from checkers.normalise import address_box, address_unit, highway
from checkers.normalise.address_place import POST_OFFICES
from checkers.normalise.address_text import without_dots
from checkers.normalise.address_words import CARDINALS, DIRECTIONALS, SUFFIXES, TENS_AND_HUNDREDS, UNITS, ordinal
from checkers.normalise.region import CODES
from checkers.normalise.street import FRONT
from checkers.normalise.street_words import NAME_WORDS

_NTH = "(?:[0-9]{0,2}(?:1st|2nd|3rd)|[0-9]{1,3}th)"
_NAMED = rf"(?:({'|'.join(DIRECTIONALS)}) )?({_NTH}|[a-z]{{3,20}}(?: [a-z]{{3,20}})?) ([a-z]{{2,9}})"
_STREET = rf"([0-9]{{1,6}}) {_NAMED}(?:,? (?:(suite|ste|apt|unit) |(#) ?)([0-9]{{1,5}}[a-z]?|[a-z]))?"
_street = re.compile(_STREET).fullmatch
# "Alder Avenue, 3917", as OpenStreetMap prints it, or no number; of five digits it may be a ZIP code.
_number_behind = re.compile(rf"{_NAMED}(?:, ([0-9]{{1,4}}))?").fullmatch
# "4601 Liberty Ave, at Taylor St", as Foursquare prints it: beside a house number the street that it crosses is a hint.
_crossing = re.compile("(?:(?:at|near|btwn|btw) )?((?:[a-z] )?[a-z]{3,20}(?: [a-z]{2,20}){0,3})").fullmatch
_line = re.compile(rf"{_STREET}, ([a-z]{{2,20}}(?: [a-z]{{2,20}}){{0,3}}?),? ([a-z][a-z]) ([0-9]{{5}})").fullmatch
_KINDS = frozenset({"ST", "AVE", "RD", "BLVD", "DR", "LN", "PKWY", "CT", "PL", "WAY", "TER", "CIR"})
_SUFFIXES = {word: kind for word, kind in SUFFIXES.items() if kind in _KINDS}
# A name in which one of these stands wants the other rules: it may have a unit, a highway or a corner in it.
_TELLING = address_unit.STARTS | address_box.TRIGGERS | {"mhp"}
_NOT_A_NAME = _TELLING | FRONT | highway.LETTERED | TENS_AND_HUNDREDS | DIRECTIONALS.keys() | {"the"}
_NOT_IN_A_NAME = _NOT_A_NAME | SUFFIXES.keys()  # of one word it may be: "Park Ave"
_NOT_A_TOWN = _TELLING | POST_OFFICES | {"jr"}
_NOT_A_CROSSING = _NOT_A_TOWN | FRONT | highway.LETTERED | CARDINALS.keys()
_CODES = {code.lower(): code for code in CODES}
Street = tuple[str, str, str, str, str, str]
_NOTHING: Street = ("", "", "", "", "", "")


def line(raw: str) -> tuple[str, ...] | None:
    """The parts of a whole line, in the order of `AddressParts`; None where the other rules must read it."""
    found = _line(without_dots(raw.lower()))
    if not found:
        return None
    *street, town, code, postal = found.groups()
    said, city, region = _said(*street), _town(town), _CODES.get(code)
    return (*said, "", "", city, region, postal, "", "") if said and city and region else None


def street(raw: str) -> Street | None:
    """Number, direction, name, suffix, direction and unit of a street line alone; None as above.

    Nothing said is the plainest of all: two of five records of OpenStreetMap.
    """
    if not raw:
        return _NOTHING
    text = without_dots(raw.lower())
    if found := _street(text):
        return _said(*found.groups())
    own, comma, beside = text.partition(", ")
    if comma and (found := _street(own)):
        return _said(*found.groups()) if _is_crossing(beside) else None
    if not (found := _number_behind(text)):
        return None
    way, words, kind, number = found.groups()
    if way == "no" or words.partition(" ")[0] in CARDINALS:  # "No 9th St" may be unit 9, "Two Mile Rd" number 2
        return None
    return _said(number or "", way, words, kind)


def _said(
    number: str,
    way: str | None,
    words: str,
    kind: str,
    unit: str | None = None,
    hash_: str | None = None,
    its_id: str | None = None,
) -> Street | None:
    suffix, name = _SUFFIXES.get(kind), _name(words)
    if not suffix or not name:
        return None
    own = f"{UNITS[unit or '#']} {its_id.upper()}" if its_id else ""
    return number, DIRECTIONALS[way] if way else "", name, suffix, "", own


@lru_cache(maxsize=16_384)
def _is_crossing(text: str) -> bool:
    """ "5 Oak St, North" says the street's direction, and is none."""
    found = _crossing(text)
    return found is not None and text not in DIRECTIONALS and _NOT_A_CROSSING.isdisjoint(found[1].split())


@lru_cache(maxsize=16_384)
def _name(words: str) -> str:
    """Empty where it may be more than a name."""
    if words[0].isdigit():
        return ordinal(int(words[:-2]))
    parts = words.split()
    if not (_NOT_A_NAME if len(parts) == 1 else _NOT_IN_A_NAME).isdisjoint(parts):
        return ""
    return " ".join([NAME_WORDS.get(word) or word.upper() for word in parts])


@lru_cache(maxsize=16_384)
def _town(words: str) -> str:
    parts = words.split()
    is_town = _NOT_A_TOWN.isdisjoint(parts) and (len(parts) > 1 or parts[0] not in DIRECTIONALS)
    return words.upper() if is_town else ""
