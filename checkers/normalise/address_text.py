"""Raw address text to comma parts of plain words: the one form in which every address rule reads."""

from __future__ import annotations

import re

from checkers.normalise.address_words import LONE_UNITS
from checkers.normalise.text import fold

ADDRESS_MAX = 400
Words = list[str]

# Words and numbers as they should be; what matches needs no putting right. "ste200", "i35", "1001liberty" do not.
_PLAIN = re.compile(
    r"(?!\d{1,2},\d{3} )"
    r"(?:[a-z]++[ ,]++|[0-9]++[a-z]{0,2}+[ ,]++)*+(?:[a-z]++|[0-9]++(?:-[0-9]++)?+[a-z]{0,2}+)?+[ ,]*+"
).fullmatch
_GLUED_NUMBER = re.compile(r"(?:(?<=^)|(?<=,\s))(\d+)(?=[a-z]{3,}\b)")
_GLUED_ZIP = re.compile(r"(?<=[, ])([a-z]{2})(\d{5}(?:-\d{4})?)$")  # "TX75201"
_UNIT_BRACKETS = re.compile(
    r"[(\[]\s*((?:suite|ste|unit|apt|bldg|building|room|rm|floor|fl|#)[ .#]*\w[^()]{0,12}|\w{3,8} (?:floor|fl)"
    rf"|{'|'.join(LONE_UNITS)}|(?:lower|upper) level)\s*[)\]]"
)
_ROAD_BRACKETS = re.compile(
    r"[(\[]\s*((?:(?:us|u\.s\.|state|county|st|co) )?(?:hwy|highway|route|rte|rt|us|sr|cr|fm|interstate|i)"
    r"[ .#-]*\d{1,4}[a-z]?)\s*[)\]]"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ACRONYM = re.compile(r"\b([a-z])\.(?=[a-z]\b)")  # "n.w.", "u.s.a.", "p.o."
_GLUED = re.compile(
    r"\b(ste|suite|apt|unit|bldg|rm|fl|spc|lot|pobox|pob|us|ih?|sr|sh|cr|cth|rr|fm|hwy|highway|route|rte|rt)-?(?=\d)"
)
_STATE_DASH = re.compile(r"(?:(?<=\d )|(?<=\b[nsew] ))([a-z]{2}|[mk])-(?=\d{1,4}\b)")  # "CA-1", Michigan's "M-28"
_GRID_DASH = re.compile(r"(?<=[nsew]\d)-(?=[nsew]\d)|(?<=[nsew]\d\d)-(?=[nsew]\d)|(?<=[nsew]\d{3})-(?=[nsew]\d)")
_NTH_FLOOR = re.compile(r"\b(\d{1,2}) ?/ ?fl?\b")  # "2/F"
_CARE_OF = re.compile(r"\bc/o\b|\bc\.o\.(?=\s)")
_CALLE = re.compile(r"\bc/ ?(?=[a-z\d])")
_THOUSANDS = re.compile(r"(?<=^\d),(?=\d{3} [a-z])|(?<=^\d\d),(?=\d{3} [a-z])")  # "1,200 Elm St"
_JOINED_RANGE = re.compile(r"(?<=\d)\s+-\s+(?=\d)")
_JOINED_UNIT = re.compile(r"((?:#|\b(?:suite|ste|unit|apt))[ .#]*[a-z])\s+-\s+(?=\d)")  # "Unit A - 1"
_UNIT_FIRST = re.compile(r"^(\s*(?:#|suite|ste|unit|apt)[ .#]*\w{1,5})\s+-\s+(?=\d+\s+\w)")  # "#4 - 18 Fern St"
_LONE_DASH = re.compile(r"(?:(?<=\s)|^)-+|-+(?=\s|$)")
_WORD_DASH = re.compile(r"(?<=[a-z]{2})-(?=[a-z]{2})|(?<=[a-z]{2})-(?=[a-z]\b)")
_INNER_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_POINT = re.compile(r"(?<![^\s,])\.(?=\d+ mi)")  # ".5 mile"
_HALF = re.compile(r"(?<=\d)-(?=\d/\d)")
_LETTER_SLASH = re.compile(r"((?:#|\b(?:suite|ste|unit|apt))[ .#]*[a-z])/(?=\d)")  # "Ste A/1"
_SLASH = re.compile(r"(?<!\d)/|/(?!\d)")
_HOME_PARK = re.compile(r"\bmhp\b")
_KNOWN = str.maketrans("", "", " ,#&@./-")
_OTHER = re.compile(r"[^\w ,#&@./-]|_")


def comma_parts(raw: str) -> list[Words]:
    """Lower-case words by comma part; none is empty. A new line parts as a comma does."""
    text = without_dots(raw.lower())
    if not _PLAIN(text) or len(text) > ADDRESS_MAX:
        text = _tidied(without_dots(fold(_lines(raw), ADDRESS_MAX)))
    if "mhp" in text:
        text = _HOME_PARK.sub("mobile home park", text)
    if ", jr " in text:
        text = text.replace(", jr ", " jr ")  # "Martin Luther King, Jr. Blvd"
    return [words for part in text.split(",") if (words := part.split())]


def without_dots(text: str) -> str:
    """Nearly every line's only mark: the cheap way first; what is left of them is put right later."""
    return text.replace(".. ", ", ").replace(". ", " ").replace(".,", ",").rstrip(".") if "." in text else text


def joined(parts: list[Words]) -> str:
    return ", ".join(map(" ".join, parts))


def _lines(raw: str) -> str:
    if "\n" in raw:
        raw = raw.strip().replace("\n", ", ")
    if raw.isascii():
        return raw
    for half, plain in (("\u00bd", " 1/2"), ("\u00bc", " 1/4"), ("\u00be", " 3/4"), ("\u00b7", ","), ("\u2022", ",")):
        raw = raw.replace(half, plain)
    return raw


def _tidied(text: str) -> str:
    """Dots, hashes, brackets, dashes and glued words put right; each costs only where it stands."""
    if "(" in text or "[" in text:
        text = _BRACKETS.sub(" ", _ROAD_BRACKETS.sub(r", \1, ", _UNIT_BRACKETS.sub(r", \1, ", text)))
    if "/" in text:
        text = _LETTER_SLASH.sub(r"\1-", text)
        text = _NTH_FLOOR.sub(r" fl \1", text)
        text = _SLASH.sub(" / ", _CALLE.sub("calle ", _CARE_OF.sub("careof", _HALF.sub(" ", text))))
    if "." in text:
        text = _INNER_DOT.sub(" ", _ACRONYM.sub(r"\1", _POINT.sub("0.", text)))
    text = text.replace("'", "").replace("#", " # ").replace("&", " & ").replace("@", " @ ")
    text = text.replace(";", ",").replace("|", ",")
    if not text.translate(_KNOWN).isalnum():
        text = _OTHER.sub(" ", text)
    if "-" in text:
        text = text.replace("by-pass", "bypass")
        text = _JOINED_RANGE.sub("-", _JOINED_UNIT.sub(r"\1-", _UNIT_FIRST.sub(r"\1, ", text)))
        text = _LONE_DASH.sub(",", text)
        text = _STATE_DASH.sub(r"\1 ", _GRID_DASH.sub("", _WORD_DASH.sub(" ", text)))
    if "," in text[1:3]:
        text = _THOUSANDS.sub("", text)
    text = _GLUED_ZIP.sub(r"\1 \2", text)
    text = _GLUED_NUMBER.sub(r"\1 ", text)
    return _GLUED.sub(r"\1 ", text)
