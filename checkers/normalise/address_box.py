"""Addresses that are not, or not only, a street: boxes, rural and military routes, urbanizations, corners, hints."""

from __future__ import annotations

import re

from checkers.normalise import address_offset
from checkers.normalise import street as streets
from checkers.normalise.address_place import BARE_STREETS
from checkers.normalise.address_text import Words, joined
from checkers.normalise.address_words import COUNTED, DIRECTIONALS, SUFFIXES
from checkers.normalise.puerto_rico import take_urbanization

_BOX = re.compile(
    r"\b(?:(?:p ?o|post office|postal)\b ?(?:box|bx|drawer|number|#)*|pob(?:ox)?|apartado(?: postal)?|lock ?box"
    r"|(?:firm )?caller service|(?:^(?:firm )?|firm )caller|^bin|drawer)(?: (?:#|no|number))* ?(\d[\w-]*)(?!\w)"
    r"|(?:^(?:box|bx|drawer)(?: #)?|\bp ?o (?:box|drawer)) (\d\w*|[a-z]{1,2}(?=,|$))"
    r"|\b(?:p ?o|post office) (?:box|bx|drawer) (?:(?:#|no|number) )?"
    rf"({'|'.join(sorted(COUNTED, key=len, reverse=True))})(?= ?,|$)"
)
# Without the word "box" a route stands first: "RR 2 #152", but "1200 RR 620 #5" is a ranch road.
_ROUTE = re.compile(
    r"\b(rr|r r|rural (?:route|rte|rt|delivery)|rfd(?: route)?|rd|rt|rte|route|hcr?|highway contract(?: route)?"
    r"|star (?:route|rte|rt)|psc|cmr|unit) ?(?:# |no )?(\d+)(?: ,|,)? (?:box|bx|(?<=\brr \d )#)(?: #)? ?(\w+(?:-\w+)?)"
    r"|^(r ?r|rural (?:route|rte|rt)|rfd(?: route)?) (?:# |no )?(\d{1,3}),? # (\w+(?:-\w+)?)"
)
_ROUTE_NAMES = {"psc": "PSC", "cmr": "CMR", "unit": "UNIT", "hc": "HC", "hcr": "HC", "highway": "HC", "star": "HC"}
_GENERAL = re.compile(r"\bgen(?:eral)? (?:delivery|del|dlvry)\b")
_CORNER_WORDS = frozenset({"&", "and", "at", "@", "y", "/"})
_CROSSING = "x"  # between two streets, where no other word of a corner stands: "Main St x 3rd St"
_CORNER_PREFIX = re.compile(
    r"^(?:(?:the )?(?:[ns][ew] )?(?:corner|intersection)(?: of)?|(?:[ns][ew] )?cor(?: of)?|esquina(?: de)?"
    r"|(?:the )?(?:jct|junction)(?: of|(?= (?:[a-z]+ ){0,2}\d)))\s+"
)
# A mail counter's name behind a box says nothing more: "PO Box 7 Station A", "PO Box 7, Grand Central Station".
_STATION = re.compile(r"(?<=^, )(?:station|sta|branch) [a-z0-9]{1,2}(?= ?,|$)|(?<=^, )[a-z ]+ station(?= ?,)")
_ONE_ROAD = {"hwys": "hwy", "highways": "highway", "routes": "route", "rtes": "rte", "rts": "rt"}
_TWO_OF = {
    "streets": "st", "sts": "st", "avenues": "ave", "aves": "ave", "roads": "rd", "rds": "rd", "drives": "dr",
    "drs": "dr", "lanes": "ln", "lns": "ln", "boulevards": "blvd", "blvds": "blvd",
}  # fmt: skip
_LETTER_DASH = re.compile(r"(?<=\d)-(?=[A-Z])|(?<=[A-Z])-(?=\d)")
_FIRST_ZEROS = re.compile(r" 0+(?=\d)")
_TO_SOMEBODY = frozenset({"careof", "attn", "attention", "att"})
_HINTS = frozenset(
    "between betw btwn btw bet near nr across opposite behind beside inside off next adjacent corner cor"
    " @ at & and / y".split()
)
_BETWEEN = frozenset({"between", "betw", "btwn"})
TRIGGERS = (
    frozenset(
        "po p pob pobox box bx drawer apartado lockbox caller bin rr rfd rural post postal general gen"
        " urb urbanizacion km care".split()
    )
    | _CORNER_WORDS
    | {_CROSSING}
    | _TO_SOMEBODY
    | _HINTS
    | address_offset.TRIGGERS
)


def may_have(parts: list[Words]) -> bool:
    """Cheap: whether any word of the line asks for a closer look."""
    for part in parts:  # noqa: SIM110  a generator costs more than the whole question
        if not TRIGGERS.isdisjoint(part):
            return True
    return False


def without_addressee(parts: list[Words]) -> list[Words]:
    """ "c/o Jane Roe, 12 Oak St": a letter's first line is not of the place."""
    kept: list[Words] = []
    for part in parts:
        if part[0] in _TO_SOMEBODY or part[:2] == ["care", "of"]:
            digits = next((n for n, word in enumerate(part) if word[0].isdigit()), 0)
            if digits:
                kept.append(part[digits:])
        else:
            kept.append(part)
    return kept or parts


def take_boxes(parts: list[Words]) -> tuple[list[Words], str, str]:
    """The parts left, the box in Publication 28's form, and the urbanization."""
    text = joined(parts)
    box = ""
    urbanization, text = take_urbanization(text)
    if found := _ROUTE.search(text):
        route, number, its_box = (group for group in found.groups() if group)
        box = f"{_ROUTE_NAMES.get(route.split()[0], 'RR')} {number} BOX {its_box.replace('-', '').upper()}"
        text = _without(text, found)
    elif found := _BOX.search(text):
        box = f"PO BOX {(found.group(1) or found.group(2) or COUNTED[found.group(3)]).upper()}"
        text = _without_station(_without(text, found))
    elif found := _GENERAL.search(text):
        box, text = "GENERAL DELIVERY", _without(text, found)
    return [words for part in text.split(",") if (words := part.split())], box, urbanization


def box_key(box: str) -> str:
    """Equal for one box: "12-A" is box 12A, and "0012" box 12."""
    return _FIRST_ZEROS.sub(" ", _LETTER_DASH.sub("", box))


def _without_station(text: str) -> str:
    return _STATION.sub("", f", {text.strip(' ,')}").strip(" ,")


def corner(parts: list[Words]) -> str:
    """Both streets of a corner in one order, or empty where the line is no corner."""
    if any(len(part) > 1 and part[0].isdigit() for part in parts[1:]):
        return ""  # "Mesa Star Hotel & Casino, 9120 Cielo Dr" has its own number
    words = _with_kind(_CORNER_PREFIX.sub("", joined(parts)).replace(",", " , ").split())
    at = [n for n, word in enumerate(words) if word in _CORNER_WORDS] or _crossings(words)
    if len(at) != 1 or not 0 < at[0] < len(words) - 1 or (words[0].isdigit() and at[0] > 1):
        return ""
    sides = [" ".join(words[: at[0]]), " ".join(words[at[0] + 1 :])]
    firsts = _with_type([side.strip(" ,").partition(",")[0].split() for side in sides])
    lines = [streets.parse([words]) for words in firsts if words]
    named = [line for line in lines if line.street and not line.number]
    if len(named) != 2 or not (any(map(_is_sure, named)) or _are_names(firsts, words[at[0]])):
        return ""
    return " & ".join(sorted(line.text() for line in named))


def _crossings(words: Words) -> list[int]:
    """ "Main x 3rd"; but "Malcolm X Blvd" and "Planet X Rd" are streets."""
    found = [n for n, word in enumerate(words[:-1]) if word == _CROSSING and n and words[n + 1] not in SUFFIXES]
    return [n for n in found if words[n - 1] != "malcolm"]


def _with_kind(words: Words) -> Words:
    """ "Hwys 20 & 281", "US 20 & 281": the second road is of the first one's kind; numbers alone are highways."""
    if len(words) < 3 or not words[-1].isdigit() or words[-2] not in _CORNER_WORDS or not words[-3].isdigit():
        return words
    kind = [_ONE_ROAD.get(word, word) for word in words[:-3]] or ["highway"]
    return [*kind, *words[-3:-1], *kind, words[-1]]


def _is_sure(line: streets.StreetLine) -> bool:
    return bool(line.suffix) or _has_number(line)


def _with_type(sides: list[Words]) -> list[Words]:
    """ "Alder & Tulip Avenues" are two avenues."""
    kind = _TWO_OF.get(sides[-1][-1]) if sides[-1] else None
    return [[*(side[:-1] if side[-1] in _TWO_OF else side), kind] for side in sides if side] if kind else sides


def _are_names(sides: list[Words], between: str) -> bool:
    """ "Main & Pine" in a street's place; "The Shops at Alder" are a building, and long names no corner."""
    is_joined = between in ("&", "and", "/")
    return is_joined and all(len([word for word in side if word not in DIRECTIONALS]) == 1 for side in sides)


def _has_number(line: streets.StreetLine) -> bool:
    """ "4th", "US Highway 20"."""
    return line.street[0].isdigit() or line.street[-1].isdigit()


def without_hint(parts: list[Words]) -> list[Words]:
    """ "12 Oak St between 4th and 5th", "12 Oak St @ 4th": what helps a driver is no part of the address."""
    kept: list[Words] = []
    for n, part in enumerate(parts):
        cut = next((at for at, word in enumerate(part) if word in _HINTS and _may_end(part[:at], word, n)), len(part))
        if cut:
            kept.append(part[:cut])
    return kept


def _may_end(before: Words, hint: str, part: int) -> bool:
    """A part of nothing but a hint goes; else number, name and suffix must stand before it, "Broadway" or "Ave A"."""
    if not before:
        return part > 0
    if len(before) < 2 or not before[0][0].isdigit():
        return False
    if hint in _BETWEEN or before[-1] in BARE_STREETS:
        return True
    is_lettered = len(before) == 3 and len(before[2]) == 1
    return any(word in SUFFIXES for word in before[1 if is_lettered else 2 :])


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} , {text[found.end() :]}"
