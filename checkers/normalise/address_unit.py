"""Suites, floors, buildings: what stands beside the door's number and street."""

from __future__ import annotations

import re

from checkers.normalise.address_text import Words, comma_parts, joined
from checkers.normalise.address_words import (
    CARDINALS,
    DIRECTIONALS,
    FLOOR_WORDS,
    LONE_PAIRS,
    LONE_UNITS,
    ORDINALS,
    PLAIN_UNITS,
    SUFFIXES,
    TELLING_UNITS,
    UNITS,
)
from checkers.normalise.street import number_size
from checkers.normalise.street_behind import FRACTION

UNITS_MAX = 4  # building, floor, suite and mailbox: more is no address
STARTS = frozenset(UNITS) | frozenset(LONE_UNITS) | FLOOR_WORDS | {first for first, _ in LONE_PAIRS}
_ID = re.compile(r"(?:[a-z]{0,3}-?\d[a-z0-9.-]{0,7}|[a-z]{1,2}|[a-z]-[a-z0-9]{1,3})$")
_HASH_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,11}$")
_NUMBER_ID = re.compile(r"\d[a-z0-9-]{0,7}$")
_BARE = re.compile(r"(?!\d+(?:st|nd|rd|th)$)(?:\d{1,5}(?:-?[a-z0-9]{1,2})?|(?:ph|[a-z])-?\d{1,4})$")
_NUMBER_BEHIND = re.compile(r"\d{1,4}$")
_KIND_ID = re.compile(r"(?:\d{1,4}[a-z]?|[a-z])$")
_NTH = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")
# What "Front" goes before in the names of streets: "Front Royal Pike", "Front Range Rd".
_NAMED_FRONT = frozenset("royal range nine nines porch door page yard line and office tier".split())
# After a house number these are a road ("100 RM 1431") or a name ("12 Space Park Dr"), not a unit.
_SURE_AT_ONCE = frozenset({"#", "apt", "unit", "ste", "suite"})
_BUILDING_ID = re.compile(r"(?:[a-z]|\d{1,3}[a-z]?)$")
_NUMBERED = frozenset("rd road hwy highway route rte rt loop lp".split())
_NUMBERED_KINDS = frozenset("county cnty cty co state us".split())
_PLAIN_FORMS = frozenset(PLAIN_UNITS.values())


def split_unit(text: str) -> tuple[str, str]:
    """Text without its unit, and the unit in Publication 28's form: `BLDG 2 STE 101`, `FL 6`, `# 311`."""
    parts = comma_parts(text)
    if len(parts) == 1 and (lone := _lone_id(parts[0])):
        return "", f"# {lone.upper()}"
    parts, unit = take_units(_with_further(parts))
    return joined(parts), unit


def unit_key(unit: str) -> str:
    """Equal for equal doors: `STE 4`, `UNIT 4` and `# 4` are `4`; a floor or building stays what it is."""
    if not unit:
        return ""
    if "PH" in unit:
        unit = _PENTHOUSE.sub("PH ", unit)
    if " 0" in unit:
        unit = _FIRST_ZEROS.sub(" ", unit)  # "Ste 04" is suite 4
    words = [word for word in unit.split() if word not in _PLAIN_FORMS]
    return " ".join(words if "-" not in unit else [_dashed(word) for word in words])


_FIRST_ZEROS = re.compile(r" 0+(?=\w)")
_SUITE = re.compile(
    r"(?:^| )(?:suites?|stes?|units?|rooms?|rm|apt|#) (?:# )?\d{1,4}[a-z]?(?: (?:&|and) \d{1,4}[a-z]?)*$"
)
_FURTHER = re.compile(r"(?:(?:&|and) )?\d{1,4}[a-z]?(?: (?:&|and) \d{1,4}[a-z]?)*$")
_PENTHOUSE = re.compile(r"\bPH-?(?=\d)")  # "Apt PH2"


def _dashed(word: str) -> str:
    """ "B-12" is B12; "4-5" are two suites, not 45."""
    first, _, second = word.partition("-")
    return f"{first}&{second}" if first.isdigit() and second.isdigit() else word.replace("-", "")


def unit_pieces(unit: str) -> frozenset[str]:
    """The doors inside one another, each as its key: `BLDG 4 STE 210` is `BLDG 4` and `210`."""
    pieces: list[str] = []
    for word in unit_key(unit).split():
        if pieces and pieces[-1] in _TELLING_FORMS and not pieces[-1].count(" "):
            pieces[-1] = f"{pieces[-1]} {word}"
        else:
            pieces.append(word)
    return frozenset(pieces)


_BUILDINGS = frozenset("tower towers twr building bldg bld".split())
_SIDES = frozenset("north south east west".split())
_NUMBER_WORDS = frozenset({"#", "no", "number"})
_JOINED_BY = frozenset({"&", "and"})
_TELLING_FORMS = frozenset(TELLING_UNITS.values())
_OUTERMOST = ("BLDG", "TWR", "TERMINAL", "CONCOURSE", "DOCK", "PIER")  # they hold the suites, gates and slips


def take_units(parts: list[Words]) -> tuple[list[Words], str]:
    """The parts without their units. What stood before and behind a unit become parts of their own."""
    left: list[Words] = []
    units: list[str] = []
    if len(parts) > 1 and number_size(parts[0]):  # else "Elm St Ste 4, 12" says its house last
        parts = _with_further(parts)
    for part in parts:
        if STARTS.isdisjoint(part):
            left.append(part)
            continue
        rest = part[1:] if part[0] in _NUMBER_WORDS and _is_numbered_first(parts, part) else part
        while rest and len(units) < UNITS_MAX and (found := _first_unit(rest)):
            start, end, unit = found
            units.append(unit)
            if start:
                left.append(rest[:start])
            rest = rest[end:]
        if rest:
            left.append(rest)
    if not units:
        return left, ""
    return left, units[0] if len(units) == 1 else " ".join(sorted(units, key=_outermost_first))


def _with_further(parts: list[Words]) -> list[Words]:
    """ "Ste 101, 102", "Ste 101, 102 & 103": numbers alone behind a suite's number are further suites."""
    kept = parts[:1]
    for part in parts[1:]:
        if part[-1][0].isdigit() and _FURTHER.match(" ".join(part)) and _SUITE.search(" ".join(kept[-1])):
            kept[-1] = [*kept[-1], "&", *(part[1:] if part[0] in _JOINED_BY else part)]
        else:
            kept.append(part)
    return kept


def _is_numbered_first(parts: list[Words], part: Words) -> bool:
    """ "No. 12 Elm St", "# 12 Elm St": no other number stands there, so it is the house's."""
    if part is not parts[0] or len(part) < 4 or not part[1].isdecimal():
        return False
    return part[2].isalpha() and part[2] not in SUFFIXES and not any(other[0][0].isdigit() for other in parts[1:])


def take_bare_unit(parts: list[Words]) -> tuple[list[Words], str]:
    """An id with no designator: "123 Main St, 200", "123 Main St 4B"; or with any word: "123 Main St Warehouse 5".

    A whole address alone says that it is one.
    """
    if len(parts) > 1 and len(parts[1]) < 3 and (lone := _lone_id(parts[1])) and _has_street(parts[0]):
        return [parts[0], *parts[2:]], f"# {lone.upper()}"
    if not parts or len(parts[0]) < 4:
        return parts, ""
    last = parts[0][-1]
    if _FURTHER.match(last) and _FURTHER.match(parts[0][-2]) and _ends_a_street(parts[0][:-2]):
        return [parts[0][:-2], *parts[1:]], f"# {parts[0][-2]}&{last}".upper()  # "12 Elm St 101 102"
    if (_BARE.match(last) or _is_letter_behind(parts[0])) and _ends_a_street(parts[0][:-1]):
        return [parts[0][:-1], *parts[1:]], f"# {last.upper()}"
    kind = parts[0][-2]
    if kind.isalpha() and kind not in _NO_UNITS and _KIND_ID.match(last) and _ends_a_street(parts[0][:-2]):
        unit = f"{kind} {last}" if len(kind) > 1 else f"# {kind}{last}"
        return [parts[0][:-2], *parts[1:]], unit.upper()
    return parts, ""


def _is_letter_behind(part: Words) -> bool:
    """ "12 Elm St A"; "12 Elm St E" ends in a direction, and "12 W Avenue B" is on Avenue B."""
    is_letter = len(part[-1]) == 1 and part[-1].isalpha() and part[-1] not in DIRECTIONALS
    return is_letter and not DIRECTIONALS.keys() >= set(part[1:-2])


def take_room(parts: list[Words]) -> tuple[list[Words], str]:
    """ "4000 Harbor Tower, 50 Oak Square": a room of a building whose street is said too."""
    for n, part in enumerate(parts):
        if part[-1] in _BUILDINGS and len(part) > 2 and part[0].isdigit():
            others = [*parts[:n], *parts[n + 1 :]]
            if any(number_size(other) and not SUFFIXES.keys().isdisjoint(other[-2:]) for other in others):
                return others, f"# {part[0]}"
    return parts, ""


def _has_street(part: Words) -> bool:
    return len(part) > 1 and (number_size(part) > 0 or part[0] in CARDINALS)


def _ends_a_street(part: Words) -> bool:
    """Number, name and suffix, perhaps a direction behind: "842 e 1700" and "200 county road" are none."""
    last = part[-2] if part[-1] in DIRECTIONALS and len(part) > 3 else part[-1]
    if not part[0][0].isdigit() or SUFFIXES.get(last) not in _ENDINGS:
        return False
    return last not in ("rd", "road") or _ROADS.isdisjoint(part[1:3])


_ROADS = frozenset(
    "county cnty cty co state st farm ranch rnch fm rm township twp parish old private pvt service fs nf".split()
)
# Behind a street these say more of the road, and not where at the door.
_NO_UNITS = (
    _NUMBERED | _NUMBERED_KINDS | DIRECTIONALS.keys() | SUFFIXES.keys() | {"exit", "mile", "us", "sr", "cr", "fm"}
)
_ENDINGS = frozenset({"ST", "AVE", "RD", "BLVD", "DR", "LN", "PKWY", "CT", "PL", "WAY", "TER", "CIR"})


def _lone_id(part: Words) -> str:
    """An id that is all of its part, in one word: "4B", "A-1", "A 1"; empty of anything else."""
    word = part[0] if len(part) == 1 or _is_letter_and_number(part) else ""
    return "".join(part) if _BARE.match(word) or (len(word) == 1 and word.isalpha()) else ""


def _is_letter_and_number(words: Words) -> bool:
    return len(words) == 2 and len(words[0]) == 1 and words[0].isalpha() and _NUMBER_BEHIND.match(words[1]) is not None


def _outermost_first(unit: str) -> tuple[bool, bool, str]:
    """What holds the others first, what has no number last."""
    return (not unit.startswith(_OUTERMOST), " " not in unit, unit)


def _first_unit(part: Words) -> tuple[int, int, str] | None:
    for n, word in enumerate(part):
        if word not in STARTS:
            continue
        found = _nth_floor(part, n) if n and word in FLOOR_WORDS else None
        if found or (word in UNITS and (found := _designated(part, n))) or (found := _lone(part, n)):
            return found
    return None


def _nth_floor(part: Words, n: int) -> tuple[int, int, str] | None:
    """ "6th floor", "twenty fifth fl", "2nd & 3rd floors", and "3 fl" alone or at the end of a street."""
    is_last = n + 1 == len(part) and part[n - 1].isdigit() and len(part[n - 1]) < 4
    if is_last and (n == 1 or (n > 2 and part[n - 2] in SUFFIXES)):
        return n - 1, n + 1, f"FL {part[n - 1]}"
    if n > 1 and (pair := ORDINALS.get(f"{part[n - 2]} {part[n - 1]}")):
        return n - 2, n + 1, f"FL {pair[:-2]}"
    found = _nth(part[n - 1])
    if found and n > 2 and part[n - 2] in _JOINED_BY and (first := _nth(part[n - 3])):
        return n - 3, n + 1, f"FL {first}&{found}"
    return (n - 1, n + 1, f"FL {found}") if found else None


def _nth(word: str) -> str:
    found = _NTH.match(ORDINALS.get(word, word).lower())
    return found[1] if found else ""


def _designated(part: Words, n: int) -> tuple[int, int, str] | None:
    word = part[n]
    at = n + 1
    while at < len(part) and part[at] in _NUMBER_WORDS:
        at += 1
    if at >= len(part) or (word in _NUMBER_WORDS and n and _is_road_number(part, n)):
        return None
    if n == 1 and part[0][0].isdigit() and word not in _SURE_AT_ONCE and not _is_building_first(part):
        return None
    number = CARDINALS.get(part[at], part[at]).replace("/", "-")  # "Ste 4/5"
    if at + 1 == len(part) and n and number.isdigit() and len(number) < 6:
        return n, at + 1, f"{UNITS[word]} {number}"
    if not _is_id(word, number, is_last=at + 1 == len(part)) or (n == 0 and part[at + 1 : at + 2] == ["box"]):
        return None
    if word in PLAIN_UNITS and _is_letter_and_number(part[at:]):
        return n, at + 2, f"{UNITS[word]} {number}{part[at + 1]}".upper()  # "Ste A 1"; "Bldg A 1" may be a room of it
    number, end = _with_more(part, at + 1, number)
    return n, end, f"{UNITS[word]} {number.upper()}"


def _with_more(part: Words, end: int, number: str) -> tuple[str, int]:
    """ "Ste 5 & 6", "Ste 200 A", "Ste 700 West", "Pier 4 1/2": what follows a number and belongs to it."""
    if end == len(part):
        return number, end
    if end + 1 < len(part) and part[end] in _JOINED_BY and _ID.match(part[end + 1]):
        return _with_more(part, end + 2, f"{number}&{part[end + 1]}")
    if number.isdigit() and FRACTION.match(part[end]):
        return f"{number} {part[end]}", end + 1
    if len(part) == end + 1 and number.isdigit() and (len(part[end]) == 1 or part[end] in _SIDES):
        return (number + part[end][0], end + 1) if part[end].isalpha() else (number, end)
    return number, end


def _is_road_number(part: Words, n: int) -> bool:
    """ "12 County Rd #5", "12 Hwy #6": the hash is of the road."""
    if part[n - 1] in ("carr", "carretera"):
        return True
    if n < 2 or part[n - 1] not in _NUMBERED:
        return False
    before = part[n - 2]
    return before in _NUMBERED_KINDS or (n == 2 and before[0].isdigit() and part[1] not in ("rd", "road"))


def _is_building_first(part: Words) -> bool:
    """ "30 Bldg B Ste 4 Oak Park Dr": number, building, then the street."""
    is_building = UNITS[part[1]] == "BLDG" and len(part) > 4 and part[3] not in SUFFIXES
    return is_building and bool(_BUILDING_ID.match(part[2])) and not SUFFIXES.keys().isdisjoint(part[4:])


def _is_id(word: str, number: str, *, is_last: bool) -> bool:
    if word == "#":
        return bool(_HASH_ID.match(number))
    if word in ("no", "num", "number", "stop"):
        return bool(_NUMBER_ID.match(number))
    if _NTH.match(number):
        return False
    if len(number) == 2 and number.isalpha():  # "Ste AB" ends its part; "Gate Dr" and "Suite at" are something else
        return is_last and word in PLAIN_UNITS and number not in SUFFIXES
    return bool(_ID.match(number))


def _lone(part: Words, n: int) -> tuple[int, int, str] | None:
    """ "123 Main St Rear": a place of its own part, or behind a street, never the street's name itself."""
    if tuple(part[n : n + 2]) in LONE_PAIRS:
        size, unit = 2, LONE_PAIRS[part[n], part[n + 1]]
    elif part[n] in LONE_UNITS:
        size, unit = 1, LONE_UNITS[part[n]]
    else:
        return None
    if n == 1 and _is_side_first(part):
        return 1, 2, unit
    is_behind = n >= 2 and part[n - 1] not in DIRECTIONALS
    ends = n + size == len(part) or _is_before_unit(part, n, n + size)
    return (n, n + size, unit) if ends and (n == 0 or is_behind) else None


def _is_before_unit(part: Words, start: int, end: int) -> bool:
    """ "12 Oak St Rear Ste 4", or "Rear Ste 4" with nothing before it."""
    return part[end] in UNITS and (start >= 3 or (start == 0 and _designated(part, end) is not None))


def _is_side_first(part: Words) -> bool:
    """ "18 Rear Oak St", "18 Front Oak St"; but "18 Front Beach Rd" is a street's name."""
    if len(part) < 4 or not part[0][0].isdigit() or part[-1] not in SUFFIXES:
        return False
    return part[1] == "rear" or (part[1] == "front" and part[2] not in _NAMED_FRONT and part[2] not in SUFFIXES)
