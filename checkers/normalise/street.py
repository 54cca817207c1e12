"""One street line without unit and city: number, directionals, name, suffix."""

from __future__ import annotations

import re
from typing import NamedTuple

from checkers.normalise import highway, street_behind
from checkers.normalise.address_text import Words
from checkers.normalise.address_words import CARDINALS, DIRECTIONALS, ORDINALS, SUFFIXES, TENS_AND_HUNDREDS, ordinal
from checkers.normalise.street_behind import FRACTION, TELLING, says_more
from checkers.normalise.street_words import NAME_WORDS

_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$")
# Wisconsin and Illinois grids, in one word or two: "W204N11912", "N118 W16520".
_GRID = re.compile(r"[nsew]\d+[nsew]\d+[a-z]?$")
_GRID_HALF = re.compile(r"[nsew]\d{2,}$")
_GRID_PART = re.compile(r"[nsew]\d+$")
_SPACED_GRID = re.compile(r"[ns] \d+ [ew] \d+$|[ew] \d+ [ns] \d+$")
_LETTER_DASH = re.compile(r"(?<=\d)-([a-z])$|(?<=^[a-z])-(?=\d)")  # "18-A" is 18A; "37-20" keeps its dash
_LAST_NUMBER = re.compile(r"\d+[a-z]?(?:-\d+[a-z]?)?$")  # "Alder Avenue, 3917", as OpenStreetMap prints it
_OWN_NUMBER = re.compile(r"\d{1,5}[a-z]?(?:-\d{1,4})?$")
_TREES = frozenset({"PNE", "PNES", "ORCH", "GRV"})  # types that are names first
_BEFORE_NAMES = DIRECTIONALS.keys() | {"the"}
_OPPOSITE = frozenset({"NS", "SN", "EW", "WE"})
_FULL_DIRECTION = {"NE": "NORTHEAST", "NW": "NORTHWEST", "SE": "SOUTHEAST", "SW": "SOUTHWEST"}
_FULL_SIDE = {"N": "NORTH", "S": "SOUTH", "E": "EAST", "W": "WEST"}
# Ways that stand before their name: "Calle 5", "Avenida Ponce de León", "Carr 2", "Avenue C", "Camino Real".
FRONT = frozenset("calle cll avenida avda avd carr carretera camino cam paseo via rue".split())
# Spanish names end in a direction of their own after these: "Camino del Norte".
_SPANISH_LINKS = frozenset({"del", "de", "la", "el", "al"})
_LOT = re.compile(r"[a-z]{1,2}-?\d{1,3}[a-z]?$")  # Puerto Rico numbers by block and lot: "A17 Calle Amapola"
_RINGS = frozenset({"LOOP", "BYP", "EXPY", "FWY", "PKWY", "HWY"})  # named by their side of town: "W Loop S"
_CLEAR = frozenset({"ST", "AVE", "RD", "BLVD", "DR", "LN", "PKWY", "HWY"})
_NUMBERED = frozenset({"ST", "AVE", "RD", "DR", "PL", "LN", "CT", "TER"})  # Queens has a 42nd of each
# At the end of a name before its suffix these are a second suffix, not a saint or a doctor: "15th St Ct".
_IN_FULL_LAST = {"st": "street", "str": "street", "dr": "drive"}
_BY_NUMBER = frozenset({"PKWY", "HWY"})  # roads that have numbers for names
_CORNER_FROM = frozenset({"AVE", "ST"})  # "34 St" is 34th Street; "1700 S" of a grid has no suffix and stays


class StreetLine(NamedTuple):
    number: str = ""
    predirectional: str = ""
    street: str = ""
    suffix: str = ""
    postdirectional: str = ""
    route: str = ""  # the highway that the street is too

    def text(self) -> str:
        return " ".join(filter(None, self[1:5]))


_new = tuple.__new__  # half the time of a call of the class


def parse(parts: list[Words]) -> StreetLine:
    """Of several comma parts the one that carries a number counts, else the first."""
    if not parts:
        return StreetLine()
    number, words = _number(parts)
    if len(parts) > 1 and (late := _late_direction(parts, words)):
        words = [*words, late]
    if not words:
        return StreetLine(number)
    if not TENS_AND_HUNDREDS.isdisjoint(words):
        words = _joined_ordinals(words)
    if number and (not TELLING.isdisjoint(words) or (len(parts) > 1 and says_more(parts))):
        number, words, route = street_behind.take(number, words, parts)
        if route:
            return _named(number, words)._replace(route=route)
    if highway.may_start(words) and (road := highway.read(words)):
        return StreetLine(number, road.predirectional, road.street, road.suffix, road.postdirectional)
    return _named(number, words)


def number_size(words: Words) -> int:
    """How many words at the start are a house number: 0, 1, 2 ("123 1/2", "N118 W16520") or 4 ("N 6 W 23001")."""
    first = words[0]
    if first[0].isdigit():
        if first.isdigit() and len(first) < 7 and (len(words) == 1 or "/" not in words[1]):
            return 1
        if _ORDINAL.match(first) or (len(first) > 8 and first.isdigit()):
            return 0
        return 2 if len(words) > 1 and FRACTION.match(words[1]) else 1
    if len(words) > 1 and words[1] in FRONT and _LOT.match(first):
        return 1
    return _grid_size(words) if first[0] in "nsew" else 0


def _grid_size(words: Words) -> int:
    first = words[0]
    if len(first) == 1:
        return 4 if len(words) > 4 and _SPACED_GRID.match(" ".join(words[:4])) else 0
    if not first[1].isdigit():
        return 0
    if _GRID.match(first):
        return 1
    if len(words) > 2 and _GRID_PART.match(first) and _GRID_PART.match(words[1]):
        return 2
    return 1 if _GRID_HALF.match(first) else 0


def _number(parts: list[Words]) -> tuple[str, Words]:
    """The house number, and the words of the comma part that it stands in."""
    if len(parts) == 1 and len(parts[0]) == 1 and parts[0][0].isdigit():
        return parts[0][0], []
    for n, part in enumerate(parts):
        if not (size := number_size(part)):
            continue
        number, rest = part[:size], part[size:]
        if len(rest) > 1 or (rest and not _is_suffix_alone(rest[0], number)):
            shown = _shown(number)
            return _with_letter(shown, rest) if len(rest[0]) == 1 else (shown, rest)
        if not rest and n + 1 < len(parts) and not _LAST_NUMBER.match(parts[n + 1][0]):
            return _shown(number), parts[n + 1]
    for part in parts:
        if part[0] in CARDINALS and len(part) > 1:
            return CARDINALS[part[0]], part[1:]
    return _number_behind(parts)


def _with_letter(number: str, rest: Words) -> tuple[str, Words]:
    """ "12 B Mill Rd" is 12B; "12 B St", "12 E Mill Rd" and "12 C R 5" are not."""
    letter = rest[0]
    if len(rest) < 3 or letter in DIRECTIONALS or letter == "o" or not letter.isalpha():  # "5 O Hara Ct"
        return number, rest
    is_name = len(rest[1]) > 1 and rest[1].isalpha() and SUFFIXES.get(rest[1]) not in _CLEAR
    return (number + letter.upper(), rest[1:]) if is_name and rest[-1] in SUFFIXES else (number, rest)


def _number_behind(parts: list[Words]) -> tuple[str, Words]:
    for part in parts[1:]:
        if _LAST_NUMBER.match(part[0]) and (len(part) == 1 or (len(part) == 2 and FRACTION.match(part[1]))):
            return _shown(part), parts[0]
    for part in parts:
        if len(part) > 2 and (part[0] in FRONT or part[0] == "ave") and part[-1].isdigit():
            return part[-1], part[:-1]  # "Calle Luna 104", whatever building stands before it
    first = parts[0]
    if _ends_in_its_number(first):
        return _shown(first[-1:]), first[:-1]
    for n in range(1, len(first) - 2):  # "Acme Building 350 5th Ave"
        is_building = first[n].isdigit() and SUFFIXES.get(first[-1]) in _CLEAR and not highway.may_start(first)
        if is_building and first[n - 1] not in SUFFIXES:
            return first[n], first[n + 1 :]
    return "", first


def _ends_in_its_number(words: Words) -> bool:
    """ "Oak St 42", "Oak St W 42", "Oak St 42001" where that is no ZIP code; "County Rd 12" is that road."""
    said = [word for word in words[1:-1] if word not in DIRECTIONALS]
    if not said or not _OWN_NUMBER.match(words[-1]) or SUFFIXES.get(said[-1]) not in _CLEAR - _BY_NUMBER:
        return False
    return not (highway.may_start(words) and highway.read(words))


def _shown(number: Words) -> str:
    if len(number) == 1:
        return _LETTER_DASH.sub(r"\1", number[0]).upper() if "-" in number[0] else number[0].upper()
    return (" " if "/" in number[1] else "").join(number).upper()


def _is_suffix_alone(rest: str, number: Words) -> bool:
    """ "5 avenue" is Fifth Avenue, not number 5; "88 Boulevard" is number 88."""
    return SUFFIXES.get(rest, rest) in _NUMBERED and rest in SUFFIXES and number[0].isdecimal() and int(number[0]) < 200


def _late_direction(parts: list[Words], words: Words) -> str:
    """ "Delaware Ave., NW": a direction that stands in a comma part of its own."""
    return next((part[0] for part in parts if len(part) == 1 and part[0] in DIRECTIONALS and part is not words), "")


def _joined_ordinals(words: Words) -> Words:
    """ "forty second" to "42nd"."""
    joined: Words = []
    for word in words:
        pair = f"{joined[-1]} {word}" if joined else ""
        if pair in ORDINALS:
            joined[-1] = ORDINALS[pair].lower()
        else:
            joined.append(word)
    return _with_hundreds(joined) if "hundred" in joined else joined


def _with_hundreds(words: Words) -> Words:
    """ "one hundred and 25th" to "125th"."""
    at = words.index("hundred")
    end = at + (2 if words[at + 1 : at + 2] in (["and"], ["&"]) else 1)
    hundreds = CARDINALS.get(words[at - 1], "") if at else ""
    nth = _ORDINAL.match(ORDINALS.get(words[end], words[end]).lower()) if end < len(words) else None
    if not nth or len(hundreds) != 1 or len(nth[1]) > 2:
        return words
    return [*words[: at - 1], ordinal(100 * int(hundreds) + int(nth[1])).lower(), *words[end + 1 :]]


def _named(number: str, words: Words) -> StreetLine:
    if words[0] in FRONT or (words[0] in ("ave", "av", "avenue") and words[1:2] == ["de"]):  # "Ave. de la Playa"
        words, post = _spanish_direction(words)
        return StreetLine(number, "", _name(words), "", post)
    post = suffix = ""
    size = len(words)
    last = words[-1]
    if size > 1 and last in DIRECTIONALS and _is_behind(words := _one_direction(words)):
        post = DIRECTIONALS[words[-1]]
        words = words[:-1]
        size = len(words)
    if size > 1 and words[-1] in SUFFIXES and not (size == 2 and words[0] in _BEFORE_NAMES and _is_all_name(words)):
        suffix = SUFFIXES[words[-1]]
        words = words[:-1]
    elif size > 1 and not post:
        words, suffix, post = _cut_after_suffix(words)
    pre, words = _predirectional(words, suffix)
    return _new(StreetLine, (number, pre, _name(words, suffix), suffix, post, ""))


def _is_all_name(words: Words) -> bool:
    """ "The Terrace", "E Pine"; "South St" is a street of that name, and "North Ave" too."""
    return words[0] == "the" or (words[0] in DIRECTIONALS and SUFFIXES[words[1]] in _TREES)


def _spanish_direction(words: Words) -> tuple[Words, str]:
    """ "Camino del Rio N" ends in a direction, "Camino del Norte" and "Calle N" in their name."""
    if len(words) < 3 or words[-1] not in DIRECTIONALS or words[-2] in _SPANISH_LINKS:
        return words, ""
    return words[:-1], DIRECTIONALS[words[-1]]


def _one_direction(words: Words) -> Words:
    """ "2nd Street North West" ends in one direction."""
    if len(words) < 4 or words[-2] not in DIRECTIONALS or words[-3] not in SUFFIXES:
        return words
    both = DIRECTIONALS[words[-2]] + DIRECTIONALS[words[-1]]
    return [*words[:-2], both.lower()] if both in _FULL_DIRECTION else words


def _is_behind(words: Words) -> bool:
    """ "Park Ave S", "North Ave W", "842 E 1700 S", "Main NW" end in a direction; "Avenue E", "W Avenue E" are not."""
    if len(words) == 2:
        return words[0] not in DIRECTIONALS and words[0] not in SUFFIXES
    if words[-2] in SUFFIXES:
        is_lettered = SUFFIXES[words[-2]] == "AVE" and len(words) == 3 and words[0] in DIRECTIONALS
        return not (is_lettered and len(words[-1]) == 1 and len(words[0]) == 1)
    return words[0] not in SUFFIXES or (len(words) > 3 and words[-2] not in ("the", "of"))


def _cut_after_suffix(words: Words) -> tuple[Words, str, str]:
    """Words after a clear suffix are a neighbourhood or hint ("16 alder st downtown"): they are no street."""
    for n in range(len(words) - 1, 0, -1):
        if SUFFIXES.get(words[n]) in _CLEAR and not (n == 1 and words[0] in DIRECTIONALS and len(words) < 4):
            after = words[n + 1 :]
            return words[:n], SUFFIXES[words[n]], DIRECTIONALS.get(after[0], "") if after else ""
    return words, "", ""


def _predirectional(words: Words, suffix: str) -> tuple[str, Words]:
    """The direction before the name; a direction that is all there is, is the name: "South St", "N Northwest Hwy"."""
    if len(words) < 2 or words[0] not in DIRECTIONALS:
        return "", words
    first = DIRECTIONALS[words[0]]
    second = DIRECTIONALS.get(words[1], "")
    if second and len(words) == 2 and suffix and first + second in _OPPOSITE and min(map(len, words)) > 1:
        return "", words  # "East West Hwy"
    if second and len(words) > 2 and first + second in _FULL_DIRECTION:
        return first + second, words[2:]  # "North West 5th St"
    return first, words[1:]


def _name(words: Words, suffix: str = "") -> str:
    if len(words) == 1 and suffix:
        word = words[0]
        if word.isalpha() and len(word) > 2:
            return NAME_WORDS.get(word) or word.upper()
        if word.isdecimal() and suffix in _CORNER_FROM:
            return ordinal(int(word[:9]))
        if len(word) == 2 and word.upper() in _FULL_DIRECTION:
            return _FULL_DIRECTION[word.upper()]
        if suffix in _RINGS and word.upper() in _FULL_SIDE:
            return _FULL_SIDE[word.upper()]
    if suffix and len(words) > 1 and words[-1] in _IN_FULL_LAST:
        words = [*words[:-1], _IN_FULL_LAST[words[-1]]]
    return " ".join([NAME_WORDS.get(word) or (word.upper() if word.isalpha() else _upper(word)) for word in words])


def _upper(word: str) -> str:
    if word[0].isdigit() and (found := _ORDINAL.match(word)):
        return ordinal(int(found.group(1)[:9]))
    return word.upper()
