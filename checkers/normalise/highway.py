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
_NO = r"(?:no |# )?"
_ID = rf"{_NO}(\d+[a-z]{{0,2}}|[a-z]{{1,2}})\b"
_NUMBER = rf"{_NO}(\d+[a-z]{{0,2}})\b"
_STATES = {name: name for name in NAMES.values()} | {code.lower(): name for code, name in NAMES.items()}
_STATE = "|".join(sorted(NAMES.values(), key=len, reverse=True))
_CODE = "|".join(code.lower() for code in NAMES)
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"(?:county|cty|cnty|co) state aid {_HWY} {_NUMBER}|csah {_NUMBER}", "COUNTY STATE AID HIGHWAY"),
        (rf"(?:county|cty|cnty|co) (?:trunk )?(?:{_HWY}|trunk|th) {_ID}|cth {_ID}", "COUNTY HIGHWAY"),
        (rf"(?:county|cty|cnty|co) {_ROAD} {_ID}|c ?r {_NUMBER}", "COUNTY ROAD"),
        (rf"(?:county|cty|cnty|co) {_ROUTE} {_ID}", "COUNTY ROUTE"),
        (rf"(?:us|u s|united states) (?:{_HWY}|{_ROUTE})? ?{_NUMBER}", "US HIGHWAY"),
        (rf"(?:interstate|ih|i)(?: {_HWY})? {_NUMBER}", "INTERSTATE"),
        (rf"(?:state|st) {_HWY} {_ID}|s ?h {_NUMBER}|sth {_NUMBER}", "STATE HIGHWAY"),
        (rf"(?:state|st) {_ROUTE} {_ID}|s ?r {_NUMBER}", "STATE ROUTE"),
        (rf"(?:state|st) {_ROAD} {_NUMBER}", "STATE ROAD"),
        (rf"(?:farm to market|farm)(?: {_ROAD})? {_NUMBER}|f ?m(?: {_ROAD})? {_NUMBER}", "FM"),
        (rf"ranch to market(?: {_ROAD})? {_NUMBER}|r ?m(?: {_ROAD})? {_NUMBER}", "RM"),
        (rf"(?:ranch|rnch) {_ROAD} {_NUMBER}|rr {_NUMBER}", "RANCH ROAD"),
        (rf"(?:township|twp) {_ROAD} {_ID}|tr {_NUMBER}", "TOWNSHIP ROAD"),
        (rf"parish {_ROAD} {_ID}", "PARISH ROAD"),
        (rf"(?:state )?(?:loop|lp) {_NUMBER}", "LOOP"),
        (rf"(?:beltway|bltwy) {_NUMBER}", "BELTWAY"),
        (rf"spur {_NUMBER}", "SPUR"),
        (rf"{_HWY} {_ID}", "HIGHWAY"),
        (rf"{_ROUTE} {_ID}", "ROUTE"),
        (rf"{_ROAD} (\d+[a-z]?)\b", "ROAD"),
    )
)
_OF_STATE = re.compile(rf"({_STATE}|{_CODE}) (?:state )?(?:{_HWY}|{_ROUTE}|{_ROAD}) {_NUMBER}|({_CODE}) (\d{{1,4}})$")
_STARTS = frozenset(
    "county cty cnty co csah cth c cr us u united interstate ih i state st s sh sth sr farm f fm ranch r rm rnch rr"
    " township twp tr parish loop lp beltway bltwy spur highway highwy hiway hwy hgwy hiwy hway route rte rt road"
    " rd".split()
) | frozenset(word for name in _STATES for word in name.split()[:1])
# Words behind a highway's number that are of the road, and how they are kept.
_BEHIND = {
    "frontage": "FRONTAGE", "frntg": "FRONTAGE", "service": "SERVICE", "svc": "SERVICE", "access": "ACCESS",
    "feeder": "FEEDER", "business": "BUSINESS", "bus": "BUSINESS", "alternate": "ALTERNATE", "alt": "ALTERNATE",
    "expressway": "EXPY", "expy": "EXPY", "truck": "TRUCK", "scenic": "SCENIC",
    "bypass": "BYP", "byp": "BYP", "loop": "LOOP", "spur": "SPUR", "extension": "EXT", "ext": "EXT",
    "road": "RD", "rd": "RD", "freeway": "FWY", "fwy": "FWY",
}  # fmt: skip
_BEFORE = {"old": "OLD", "business": "BUSINESS", "bus": "BUSINESS", "alt": "ALTERNATE", "alternate": "ALTERNATE"}


class Highway(NamedTuple):
    predirectional: str
    street: str
    suffix: str
    postdirectional: str
    size: int  # how many of the words it took


def may_start(words: Words) -> bool:
    """Cheap: whether it is worth while to look closer."""
    first = words[0]
    if first in DIRECTIONALS or first in _BEFORE:
        return first in _STARTS or (len(words) > 2 and (words[1] in _STARTS or words[1] in _BEFORE))
    return first in _STARTS


def read(words: Words) -> Highway | None:
    """The highway that a street line begins with, house number taken off; None where it begins with none."""
    at, pre, before = 0, "", ""
    found = _match(words)
    if not found and len(words) > 2 and words[0] in DIRECTIONALS:
        at, pre = 1, DIRECTIONALS[words[0]]
        found = _match(words[1:])
    if not found and len(words) > at + 2 and words[at] in _BEFORE:
        before = f"{_BEFORE[words[at]]} "
        at += 1
        found = _match(words[at:])
    if not found:
        return None
    street, size = found
    return _with_rest(pre, before + street, words, at + size)


def _match(words: Words) -> tuple[str, int] | None:
    if words[0] not in _STARTS:
        return None
    line = " ".join(words)
    for pattern, form in _FORMS:
        if found := pattern.match(line):
            number = next(group for group in found.groups() if group)
            is_name = number in SUFFIXES or (number.isalpha() and number in DIRECTIONALS and found.end() < len(line))
            return None if is_name else (f"{form} {number.upper()}", found.group().count(" ") + 1)
    if found := _OF_STATE.match(line):
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
        else:
            break
        at += 1
    suffix = behind.pop() if behind and behind[-1] in ("RD", "BYP", "LOOP", "SPUR", "EXT", "FWY", "EXPY") else ""
    if suffix == "RD" and not behind:
        suffix = ""  # "FM 1960 Rd W" is FM 1960 W
    return Highway(pre, " ".join((street, *behind)), suffix, post, at)
