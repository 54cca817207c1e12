"""The end of an address line: country, ZIP, state and town, taken off the comma parts from behind."""

from __future__ import annotations

import re
from functools import lru_cache

import fastaddress

from checkers.normalise import highway
from checkers.normalise.address_text import Words
from checkers.normalise.address_words import CARDINALS, DIRECTIONALS, SUFFIXES, UNITS
from checkers.normalise.region import BY_NAME, SPELLINGS
from checkers.normalise.street import number_size
from checkers.normalise.street_behind import FRACTION, ROUTE_STARTS

_COUNTRIES = (("united", "states", "of", "america"), ("united", "states"), ("u", "s", "a"), ("usa",), ("us",))
_COUNTRY_ENDS = frozenset(country[-1] for country in _COUNTRIES)
_SINGLE = {name: code for name, code in SPELLINGS.items() if " " not in name}
_CODES = {name: code for name, code in _SINGLE.items() if len(name) == 2}
_MULTIPLE = {tuple(name.split()): code for name, code in SPELLINGS.items() if " " in name and name != "washington dc"}
_MULTIPLE_ENDS = frozenset(name[-1] for name in _MULTIPLE)
_NO_ZIP_BEFORE = frozenset(UNITS) - {"fl"} | {"box", "pobox", "pob", "hwy", "highway", "drawer"}
_STRONG = frozenset({"ST", "AVE", "RD", "BLVD", "DR", "LN", "PKWY", "HWY"})
_WEAK = frozenset(
    {"CT", "PL", "CIR", "TER", "PLZ", "WAY", "SQ", "LOOP", "TRL", "XING", "EXPY", "FWY", "TPKE", "CTR", "PIKE", "MALL"}
    | set("RUN CV PASS PATH TRCE ALY BND ROW WALK CRES".split())
)
# States whose name is a town's too, and the state of that town.
_ALSO_TOWNS = {"new york": "NY", "washington": "DC"}
BARE_STREETS = frozenset({"broadway", "bowery", "embarcadero", "esplanade"})
POST_OFFICES = frozenset({"apo", "fpo", "dpo"})  # military and diplomatic: the town of a letter abroad
# Not a town when it follows a street: a part of town, or a house.
_VICINITY = frozenset(
    "downtown midtown uptown mall plaza center building tower towers arcade market airport campus park shopping"
    " square galleria hotel marina village terminal rear front lobby side suite floor".split()
)
# Publication 28 lets a town be cut short; the key has it in full.
_TOWN_WORDS = {
    "st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mtn": "mountain", "n": "north", "no": "north",
    "s": "south", "so": "south", "e": "east", "w": "west", "hts": "heights", "spgs": "springs", "spg": "spring",
    "bch": "beach", "pk": "park", "jct": "junction", "hbr": "harbor", "harbour": "harbor", "vlg": "village",
    "vly": "valley", "ctr": "center", "centre": "center", "twp": "township", "pt": "point", "lk": "lake",
    "is": "island", "crk": "creek", "grv": "grove", "fls": "falls", "hls": "hills", "cy": "city", "brg": "bridge",
    "fld": "field",
    "boro": "borough", "ldg": "lodge", "rdg": "ridge", "cty": "city",
}  # fmt: skip
_TOWN_NAMES = {
    "nyc": "new york", "new york city": "new york", "manhattan": "new york", "sf": "san francisco",
    "mpls": "minneapolis", "indpls": "indianapolis", "phila": "philadelphia", "philly": "philadelphia",
    "okc": "oklahoma city", "slc": "salt lake city", "jax": "jacksonville", "chgo": "chicago",
}  # fmt: skip


@lru_cache(maxsize=16_384)
def city_key(city: str) -> str:
    """Equal for usual forms of one town: "St. Louis", "SAINT LOUIS"; "NYC", "New York City"."""
    words = re.sub(r"[^a-z0-9 ]", " ", city.lower().replace("'", "")).split()
    name = " ".join(_TOWN_WORDS.get(word, word) for word in words)
    return _TOWN_NAMES.get(name, name).replace(" ", "").upper()


def take_place(parts: list[Words]) -> tuple[str, str]:
    """ZIP and state, taken off `parts`, which loses what they stood in."""
    last = parts[-1]
    if len(last) == 2 and len(parts) > 1 and len(last[1]) == 5 and last[1].isdigit() and last[0] in _CODES:
        parts.pop()  # "…, TX 78702", as most lines end
        return last[1], _CODES[last[0]]
    _drop_country(parts)
    postal = _take_zip(parts)
    if postal:
        _drop_country(parts)
    return postal, _take_region(parts, bool(postal)) if parts else ""


def _drop_country(parts: list[Words]) -> None:
    last = parts[-1]
    if last[-1] not in _COUNTRY_ENDS:
        return
    for country in _COUNTRIES:
        size = len(country)
        if tuple(last[-size:]) == country and (len(parts) > 1 or len(last) > size):
            _drop(parts, size)
            return


def _drop(parts: list[Words], size: int) -> None:
    """Without the last words; an empty part goes too."""
    if len(parts[-1]) > size:
        parts[-1] = parts[-1][:-size]
    else:
        parts.pop()


def _take_zip(parts: list[Words]) -> str:
    last = parts[-1]
    word = last[-1]
    if len(word) == 4 and len(last) > 1 and word.isdigit() and len(last[-2]) == 5 and last[-2].isdigit():
        postal, size = f"{last[-2]}-{word}", 2
    elif len(word) in (5, 9, 10) and word[:5].isdigit() and word[5:].replace("-", "", 1).isdigit() is (len(word) > 5):
        plus_four = word[5:].lstrip("-")
        postal, size = (f"{word[:5]}-{plus_four}" if plus_four else word), 1
    else:
        return ""
    before = last[-size - 1] if len(last) > size else ""
    if before in _NO_ZIP_BEFORE or (not before and len(parts) == 1):
        return ""
    _drop(parts, size)
    return postal


def _take_region(parts: list[Words], has_zip: bool) -> str:
    """A state after a comma or before a ZIP; two letters alone are left, as "ct" and "la" are streets."""
    last = parts[-1]
    code, size = _region_at_end(last)
    if not code or (len(parts) == 1 and len(last) == size):
        return ""
    if not (has_zip or _is_told_apart(parts, size)):
        return ""
    if not has_zip and size >= len(last) and " ".join(last) in _ALSO_TOWNS and _is_street(parts[-2]):
        return _ALSO_TOWNS[" ".join(last)]  # "102 5th Ave, New York": the town, which stays
    _drop(parts, size)
    return code


def _is_street(part: Words) -> bool:
    return any(map(_has_digit, part)) or part[-1] in SUFFIXES or part[-1] in DIRECTIONALS


def _region_at_end(last: Words) -> tuple[str, int]:
    if last[-1] in _MULTIPLE_ENDS:
        for size in (3, 2):
            if code := _MULTIPLE.get(tuple(last[-size:]), ""):
                return code, size
    return _SINGLE.get(last[-1], ""), 1


def _is_told_apart(parts: list[Words], size: int) -> bool:
    last = parts[-1]
    if len(parts) > 1:
        is_side = len(last) == size + 1 and last[0] in DIRECTIONALS  # "West LA"
        return len(last) == size or not (is_side or any(word[0].isdigit() for word in last))
    if size == 1 and len(last[-1]) == 2:
        return _ends_without_comma(last)
    is_name = " ".join(last[-size:]) in BY_NAME and len(last[-1]) > 4
    return is_name and any(SUFFIXES.get(word) in _STRONG for word in last[2:-size])


def _ends_without_comma(last: Words) -> bool:
    """ "12 Oak St Austin TX", "HC 68 Box 23 Roswell NM"; but "14 Kennedy Ct" and "Bldg AL" name no state."""
    if len(last) < 4 or last[-2] in UNITS:
        return False
    has_street = any(SUFFIXES.get(word) in _STRONG for word in last[2:-2])
    return has_street or (last[-1] not in SUFFIXES and last[-1] not in DIRECTIONALS and any(map(_has_digit, last)))


def take_city(parts: list[Words], has_place: bool) -> str:
    """The town, taken off `parts`: its own comma part, or what follows the street where a state or ZIP was there."""
    if not parts:
        return ""
    if parts[-1][-1] in POST_OFFICES:
        office = parts[-1][-1]
        _drop(parts, 1)
        return office
    if len(parts) > 1 and _is_town(parts, has_place):
        return " ".join(parts.pop())
    if not has_place or len(parts) > 1:
        return ""
    words = parts[0]
    at = _end_of_street(words)
    if at < 0:
        at = _told_by_model(words)
    if not 0 <= at < len(words):
        return ""
    city = words[at:]
    if at:
        parts[0] = words[:at]
    else:
        parts.pop()
    return " ".join(city)


def _is_town(parts: list[Words], has_place: bool) -> bool:
    last = parts[-1]
    if not "".join(last).isalpha():
        return False
    if has_place:
        return last[0] not in DIRECTIONALS or len(last) > 1
    first = parts[0]
    is_street = first[0][0].isdigit() and len(first) > 1 and len(last) < 4
    return is_street and _VICINITY.isdisjoint(last) and (last[0] not in DIRECTIONALS or len(last) > 1)


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(map(str.isdigit, word))


def _end_of_street(words: Words) -> int:
    """Where the town begins in a line without commas; -1 where no rule can tell."""
    start = number_size(words) or (1 if words[0] in CARDINALS else 0)
    street = words[start:]
    if len(street) < 2:
        return start
    if start and highway.may_start(street) and (road := highway.read(street)):
        return start + road.size
    at = _last_suffix(street, _STRONG)
    if at < 0:
        at = _last_suffix(street[:-1], _WEAK)
    if at < 0 and len(street) > 2 and SUFFIXES.get(street[1]) in _STRONG:
        at = 1  # "Northwest Hwy Dallas": the direction is the street's name
    if at < 0:
        return _after_bare_street(street, start) if any(map(_has_digit, words)) else 0
    at += 1
    is_short = at < len(street) and street[at] in DIRECTIONALS and len(street[at]) < 3
    if is_short or (at == len(street) - 1 and street[at] in DIRECTIONALS):
        at += 1  # "Ave NW Washington"; a direction in full begins a town: "St West Covina"
    if at < len(street) and (not street[at].isalpha() or street[at] in ROUTE_STARTS):
        at += _size_behind(street[at:], is_numbered=start > 0)
    return start + at


def _size_behind(rest: Words, *, is_numbered: bool) -> int:
    """Words between a street and its town that are no town: half a number, the number itself, a highway's."""
    if FRACTION.match(rest[0]) or (not is_numbered and rest[0].isdecimal()):
        return 1
    road = highway.read(rest) if rest[0] in ROUTE_STARTS else None
    return road.size if road else 0


def _last_suffix(street: Words, counted: frozenset[str]) -> int:
    """ "123 Main St St Paul": a "St" behind a suffix is a saint's town; "12 Avenue B New York" ends in its letter."""
    if len(street) > 1 and SUFFIXES.get(street[0]) == "AVE" and len(street[1]) == 1:
        return 1
    for n in range(len(street) - 1, 0, -1):
        if SUFFIXES.get(street[n]) not in counted or (n == 1 and street[0] in DIRECTIONALS and len(street[0]) > 1):
            continue
        if (
            street[n - 1] in SUFFIXES
            and street[n] in ROUTE_STARTS
            and street[n + 1 : n + 2]
            and _has_digit(street[n + 1])
        ):
            continue  # "12 Oak Rd Hwy 6 Ada" is on Oak Rd
        is_saint = street[n] == "st" and n + 1 < len(street) and (n > 1 and street[n - 1] in SUFFIXES)
        if not is_saint and not (street[n - 1] in BARE_STREETS and n + 1 < len(street)):
            return n
    return -1


def _after_bare_street(street: Words, start: int) -> int:
    return next((start + n + 1 for n, word in enumerate(street[:2]) if word in BARE_STREETS), -1)


def _told_by_model(words: Words) -> int:
    """Where no rule can tell, the tagger's guess: it learnt from a million addresses."""
    try:
        tagged, _ = fastaddress.tag(" ".join(words))
    except fastaddress.RepeatedLabelError:
        return -1
    city = str(tagged.get("PlaceName", "")).strip(" ,").split()
    return len(words) - len(city) if city and words[-len(city) :] == city else -1
