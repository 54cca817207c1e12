"""Highways, county roads and interstates by Publication 28, appendix F: one form for each way of printing a number."""

from __future__ import annotations

import re
from typing import NamedTuple

from checkers.normalise.address_text import Words
from checkers.normalise.address_words import DIRECTIONALS, SUFFIXES
from checkers.normalise.region import NAMES

_ROAD = r"(?:road|rd)"
_ROUTE = r"(?:route|rte|rt)"
_HWY = r"(?:highway|highwy|hiway|hwy|hgwy|hiwy|hway)"
_NO = r"(?:no |# |[mk][ -]?(?=\d))?"  # Michigan's M-28 and Kansas's K-10 carry their letter along
_ID = rf"{_NO}(\d+(?:-?[a-z]{{1,2}})?|[a-z]{{1,2}}|[a-z]\d+[a-z])\b"  # 12, 12A, BB, A1A
_NUMBER = rf"{_NO}(\d+(?:-?[a-z]{{1,2}})?|[a-z]\d+[a-z])\b"
_STATES = {name: name for name in NAMES.values()} | {code.lower(): name for code, name in NAMES.items()}
_STATES |= {"m": "michigan", "k": "kansas"}
_SIDE = "[nsew]|north|south|east|west"
_STATE = "|".join(sorted(NAMES.values(), key=len, reverse=True))
_CODE = "|".join(code.lower() for code in NAMES)
_COUNTY = "county cty cnty co"
# The words that a form begins with, its print, and the form that is kept.
_FORMS = (
    (
        f"{_COUNTY} csah",
        rf"(?:county|cty|cnty|co) state aid {_HWY} {_NUMBER}|csah {_NUMBER}",
        "COUNTY STATE AID HIGHWAY",
    ),
    (f"{_COUNTY} cth", rf"(?:county|cty|cnty|co) (?:trunk )?(?:{_HWY}|trunk|th) {_ID}|cth {_ID}", "COUNTY HIGHWAY"),
    (f"{_COUNTY} c cr", rf"(?:county|cty|cnty|co) {_ROAD} {_ID}|c ?r {_NUMBER}", "COUNTY ROAD"),
    (_COUNTY, rf"(?:county|cty|cnty|co) {_ROUTE} {_ID}", "COUNTY ROUTE"),
    ("us u united highway hwy", rf"(?:{_HWY} )?(?:us|u s|united states) (?:{_HWY}|{_ROUTE})? ?{_NUMBER}", "US HIGHWAY"),
    ("interstate ih i highway hwy", rf"(?:{_HWY} )?(?:interstate|ih|i)(?: {_HWY})? {_NUMBER}", "INTERSTATE"),
    ("state st s sh sth", rf"(?:state|st) {_HWY} {_ID}|s ?h {_NUMBER}|sth {_NUMBER}", "STATE HIGHWAY"),
    ("state st s sr", rf"(?:state|st) {_ROUTE} {_ID}|s ?r {_NUMBER}", "STATE ROUTE"),
    ("state st", rf"(?:state|st) {_ROAD} {_NUMBER}|state {_ROAD} ((?![nsew][ew]?$)[a-z]{{1,2}})$", "STATE ROAD"),
    ("farm f fm", rf"(?:farm(?: to)? market|farm)(?: {_ROAD})? {_NUMBER}|f ?m(?: {_ROAD})? {_NUMBER}", "FM"),
    ("ranch r rm", rf"ranch to market(?: {_ROAD})? {_NUMBER}|r ?m(?: {_ROAD})? {_NUMBER}", "RM"),
    ("ranch rnch rr", rf"(?:ranch|rnch) {_ROAD} {_NUMBER}|rr {_NUMBER}", "RANCH ROAD"),
    ("township twp tr tsr", rf"(?:township|twp) {_ROAD} {_ID}|tr {_NUMBER}|tsr {_NUMBER}", "TOWNSHIP ROAD"),
    ("parish", rf"parish {_ROAD} {_ID}", "PARISH ROAD"),
    ("state loop lp", rf"(?:state )?(?:loop|lp) {_NUMBER}", "LOOP"),
    ("beltway bltwy", rf"(?:beltway|bltwy) {_NUMBER}", "BELTWAY"),
    ("business bus", rf"(?:business|bus) (?:loop|lp) {_NUMBER}", "BUSINESS LOOP"),
    ("business bus", rf"(?:business|bus) {_NUMBER}", "BUSINESS"),
    ("alternate alt", rf"(?:alternate|alt) {_NUMBER}", "ALTERNATE"),
    ("spur", rf"spur {_NUMBER}", "SPUR"),
    ("private pvt", rf"(?:private|pvt) {_ROAD} {_ID}", "PRIVATE ROAD"),
    ("forest fs fsr nf", rf"(?:(?:forest(?: service)?|fs|nf) {_ROAD}|fsr) {_NUMBER}", "FOREST SERVICE ROAD"),
    ("highway hwy", rf"{_HWY} (?:{_CODE}) {_NUMBER}", "STATE HIGHWAY"),
    ("highway highwy hiway hwy hgwy hiwy hway", rf"{_HWY} {_ID}", "HIGHWAY"),
    ("route rte rt", rf"{_ROUTE} {_ID}", "ROUTE"),
    ("expressway expy expwy", rf"(?:expressway|expy|expwy) {_NUMBER}", "EXPRESSWAY"),
    # Denver's ring is named by a letter; "842 E 470 S" is a place in a grid.
    ("e e470 e-470", r"e[ -]?(470)\b(?! (?:n|s|north|south)\b)", "E"),
    ("c c470 c-470", r"c[ -]?(470)\b", "C"),
    ("road rd", rf"{_ROAD} (\d+[a-z]?)\b", "ROAD"),
)
_BY_START: dict[str, list[tuple[re.Pattern[str], str]]] = {}
for _starts, _pattern, _form in _FORMS:
    for _start in _starts.split():
        _BY_START.setdefault(_start, []).append((re.compile(_pattern), _form))
_OF_STATE = re.compile(
    rf"({_STATE}|{_CODE}) (?:state |st )?(?:{_HWY}|{_ROUTE}|{_ROAD}) {_NUMBER}"
    rf"|({_CODE}|[mk]|{_STATE}) (\d{{1,4}})(?:$|(?= (?:{_SIDE})$))"
)
_STATE_STARTS = frozenset(word for name in _STATES for word in name.split()[:1])
_RING = frozenset("e470 e-470 c470 c-470".split())
LETTERED = frozenset("county cty cnty co cth state sr sh highway hwy route rte rt township twp parish".split())
# Words behind a highway's number that are of the road, and how they are kept.
_BEHIND = {
    "frontage": "FRONTAGE", "frntg": "FRONTAGE", "service": "SERVICE", "svc": "SERVICE", "access": "ACCESS",
    "feeder": "FEEDER", "business": "BUSINESS", "bus": "BUSINESS", "alternate": "ALTERNATE", "alt": "ALTERNATE",
    "expressway": "EXPY", "expy": "EXPY", "truck": "TRUCK", "scenic": "SCENIC",
    "bypass": "BYP", "byp": "BYP", "loop": "LOOP", "spur": "SPUR", "extension": "EXT", "ext": "EXT",
    "road": "RD", "rd": "RD", "freeway": "FWY", "fwy": "FWY",
}  # fmt: skip
_NTH = ("st", "nd", "rd", "th")
_BANNERS = frozenset({"business", "bus", "alternate", "alt", "truck"})  # printed before, within or behind: kept behind


class Highway(NamedTuple):
    predirectional: str
    street: str
    suffix: str
    postdirectional: str
    size: int  # how many of the words it took


def may_start(words: Words) -> bool:
    """Cheap: whether to look closer. A road has a number, or a letter behind "county" and the like."""
    first = words[0]
    is_start = first in _BY_START or first in _STATE_STARTS
    if not is_start and first not in DIRECTIONALS and first != "old" and first not in _BANNERS:
        return False
    if first in _RING or not LETTERED.isdisjoint(words[:2]):
        return True
    for word in words:  # noqa: SIM110  a generator costs more than the whole question
        if word[0].isdigit() and not word.endswith(_NTH):
            return True
    return False


def read(words: Words) -> Highway | None:
    """The highway that a street line begins with, house number taken off; None where it begins with none."""
    at, pre, before = 0, "", ""
    if not _BANNERS.isdisjoint(words[:3]):
        words = _banner_behind(words)
    found = _match(words)
    if not found and len(words) > 2 and words[0] in DIRECTIONALS:
        at, pre = 1, DIRECTIONALS[words[0]]
        found = _match(words[1:])
    if not found and len(words) > at + 2 and words[at] == "old":
        before = "OLD "
        at += 1
        found = _match(words[at:])
    if not found:
        return None
    street, size = found
    return _with_rest(pre, before + street, words, at + size)


def _banner_behind(words: Words) -> Words:
    """ "Business US 83" and "US Business 83" as "US 83 Business", where that is a road."""
    at = next(n for n, word in enumerate(words) if word in _BANNERS)
    bare = words[:at] + words[at + 1 :]
    start = 1 if bare and bare[0] in DIRECTIONALS else 0
    if not bare[start:] or bare[start] in ("loop", "lp") or not (found := _match(bare[start:])):
        return words
    end = start + found[1]
    return [*bare[:end], words[at], *bare[end:]] if end > at else words


def _match(words: Words) -> tuple[str, int] | None:
    first = words[0]
    line = " ".join(words)
    for pattern, form in _BY_START.get(first, ()):
        if found := pattern.match(line):
            number = next(group for group in found.groups() if group)
            is_name = number in SUFFIXES or (number.isalpha() and number in DIRECTIONALS and found.end() < len(line))
            return None if is_name else (f"{form} {number.replace('-', '').upper()}", found.group().count(" ") + 1)
    if first in _STATE_STARTS and words[1:2] == ["county"] and (road := _match(words[1:])):
        return road[0], road[1] + 1  # "California County Road 150", "Delaware County Rd 5"
    if first in _STATE_STARTS and (found := _OF_STATE.match(line)):
        state, number = found.group(1) or found.group(3), found.group(2) or found.group(4)
        return f"{_STATES[state].upper()} HIGHWAY {number.upper()}", found.group().count(" ") + 1
    return None


def _with_rest(pre: str, street: str, words: Words, at: int) -> Highway:
    """Directions and road words behind the number; what follows them is no longer the highway."""
    behind: list[str] = []
    post = ""
    while at < len(words):
        word = words[at]
        if word in DIRECTIONALS and not post and (len(word) < 3 or at + 1 == len(words)):
            post = DIRECTIONALS[word]
        elif word in _BEHIND:
            behind.append(_BEHIND[word])
        elif words[at : at + 2] == ["by", "pass"]:
            behind.append("BYP")
            at += 1
        else:
            break
        at += 1
    suffix = behind.pop() if behind and behind[-1] in ("RD", "BYP", "LOOP", "SPUR", "EXT", "FWY", "EXPY") else ""
    if suffix == "RD" and not behind:
        suffix = ""  # "FM 1960 Rd W" is FM 1960 W
    return Highway(pre, " ".join((street, *behind)), suffix, post, at)
