"""What every reader of printed addresses shares: where one stands, and what a street line looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checkers.extract.lines import Line
from checkers.normalise import address

STREET_MAX = 120
BARE_WORDS_MAX = 3
_BARE = re.compile(r"^\d{1,5}[A-Z]?\s+(?:[NSEW]\.?\s+)?(?:[A-Z][A-Za-z'’]+|\d{1,3}(?:st|nd|rd|th))\b")
_DIGIT = re.compile(r"\d")
_BOX = re.compile(r"p\.? ?o\.? (?:box|bx|drawer) [a-z]", re.IGNORECASE)  # "PO Box Twelve"
_PHONE_FIRST = re.compile(r"^[(\[]?\d{3}[)\]]?[\s.-]{0,2}\d{3}[\s.-]\d{4}")
_AFTER_PHONE = re.compile(rf"{_PHONE_FIRST.pattern}[\s,|·•&-]+(?=\d)")  # "512-555-0134 12 Elm St"
_NOT_A_STREET = re.compile(r"\.\.\.|…|^\d{1,3}K\s")  # a text that was cut short, a run over so many kilometres
_SLIP = re.compile(r"(?<!\S)(\d{1,5} (?:[NS]\.?[EW]?|[EW])\.?), (?=[A-Z][a-z])")  # "717 N, Elm St"
_YEAR = re.compile(r"^(?:19|20)\d\d\s")
_COUNTED = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|years?|minutes?|miles?|km|locations?|stores?|offices?|results?|reviews?|ratings?|stars?"
    r"|photos?|items?|products?|rooms?|beds?|baths?|bedrooms?|jobs?|listings?|views?|comments?|people|members?|events?|am|pm"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:(?:our|main|mailing|street|physical|business|office|store|shop|corporate|postal|billing|showroom)\s+)*"
    r"(?:address|location|office|headquarters|offices|mail|visit us|find us"
    r"|located at|store|showroom)(?:\s+is)?(?:\s+at)?)"
    r"(?:\s*#?\d{1,2}(?=\s*[:(]))?(?:\s*\([^()\d]{1,40}\))?\s*[:\-–]?\s*",
    re.IGNORECASE,
)
# Where among its neighbours a house stands, beside its street: "12 Elm St, at the corner of 5th and Main".
_CROSSING = re.compile(
    r"(?<=\w)[\s,;–-]+(?:(?:located )?(?:at|on|near) )?(?:the )?(?:(?:\w+ )?corner of|intersection of|between"
    r"|across from|next to|behind)\s+\S.*$",
    re.IGNORECASE,
)
_AFTER_LABEL = re.compile(r"^.*\b(?:address|location)\s*:\s*", re.IGNORECASE)  # "(512) 555-0134 Address: 12 Elm St"
_MAILING = re.compile(
    r"(?<!-)\bmail(?:ing)?\b(?! list|:? ?\S+@)|\bpostal\b|\bbilling\b|\bremit\b|\bsend (?:checks|payment)",
    re.IGNORECASE,
)
# A corner is a place where both its streets say what they are; "Park & Main" may be a name.
_SIDE = (
    r"(?:(?:[NSEW]\.?|North|South|East|West)\s+)?"
    r"(?!(?:Serving|Near|Exit|Take|Turn|From|Between|Behind|Across|Off|On|At|Parking|Corner)\b)"
    r"(?:[A-Z][\w.'’-]*\s+|\d{1,3}(?:st|nd|rd|th)\s+){1,3}?"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Dr|Drive|Ln|Lane|Pkwy|Parkway|Hwy|Highway)\.?"
)
_CORNER = re.compile(
    rf"(?:(?:[Tt]he\s+)?(?:[NS][EW]\s+)?(?:[Cc]orner|[Ii]ntersection)\s+of\s+)?{_SIDE}\s*(?:&|\band\b|\bat\b|\b[xX]\b|@|/)\s*{_SIDE}"
)
_KINDS_FIRST = [[kind] for kind in "AVENUE BROADWAY CALLE AVENIDA CAMINO PASEO VIA RUE".split()]
_WHOLE = re.compile(r"\b[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?\b")  # what ends an address
# What stands before a road's number or letter where "highway" and "route" do not: "4120 State Road 44", "1401 RR 620".
_NUMBERED_ROADS = frozenset(
    ["COUNTY ROAD", "STATE ROAD", "TOWNSHIP ROAD", "RANCH ROAD", "PARISH ROAD", "FM", "RM", "LOOP", "BELTWAY"]
)
_TO_VISIT = re.compile(r"\W*(?:street|physical|visiting)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlacedAddress:
    """An address with the lines it stands on (first, last)."""

    street: str
    city: str
    region: str
    postal_code: str
    first: int
    last: int
    is_mailing: bool = False
    country: str = "US"
    printed_region: str = ""


def is_mailing(lines: list[Line], first: int, head: str) -> bool:
    """Whether the address that starts there is labelled as one for letters."""
    above = [line.text for line in lines[max(0, first - 2) : first]]
    spent = max((n for n, text in enumerate(above, 1) if _WHOLE.search(text)), default=0)  # on the address before
    near = " ".join(text[:80] for text in above[spent:])
    return not _TO_VISIT.match(head) and bool(_MAILING.search(f"{near} {head[:60]}"))


def without_slip(text: str) -> str:
    """Without a comma between a house number's direction and its street, which no reader would keep."""
    return _SLIP.sub(r"\1 ", text) if "," in text else text


def clean_street(text: str) -> str:
    """Without labels, hints in brackets and what stands before the house number on the line."""
    text = re.sub(r"^[^\d:]{1,40}:\s*(?=\d)", "", _LABEL.sub("", _AFTER_LABEL.sub("", without_slip(text.strip()))))
    text = _AFTER_PHONE.sub("", text)
    text = re.sub(r"\s*\([^()]*\)\s*$", "", text)
    text = _CROSSING.sub("", text).strip(" ,|-–·•:;").removesuffix(" in")
    text = re.sub(r"\s*[|•]\s*", ", ", text)
    return text if len(text) <= STREET_MAX else ""


def is_street(text: str) -> bool:
    """A house number with a street that has a suffix, a highway or a place in a grid, or a box."""
    if not text or len(text) > STREET_MAX or not _may_begin_street(text):
        return False
    if _PHONE_FIRST.match(text) or _NOT_A_STREET.search(text):
        return False
    parts = address.parse_fields(text)
    if parts.po_box or parts.street.startswith("CARR "):  # "Carr. 2 Km 14.5" is a place without a number of its own
        return True
    words = parts.street.split()
    is_named = (
        bool(parts.suffix)
        or "HIGHWAY" in words
        or (words[:1] == ["INTERSTATE"] and bool(parts.predirectional or parts.postdirectional or parts.unit))
        or "ROUTE" in words
        or words[:1] in _KINDS_FIRST
        or words[:2] == ["EL", "CAMINO"]
        or " ".join(words[:-1]) in _NUMBERED_ROADS
        or (parts.street.isdecimal() and bool(parts.predirectional and parts.postdirectional))  # "5 S 700 E"
    )
    return bool(parts.number and is_named and len(words) <= 6)


def _may_begin_street(text: str) -> bool:
    """Cheap: a number in figures, or in words with a capital."""
    return _DIGIT.search(text, 0, 40) is not None or text[:6].istitle() or _BOX.match(text) is not None


def is_corner(text: str) -> bool:
    """ "Main St & 5th Ave", which has no number."""
    return len(text) <= STREET_MAX and _CORNER.fullmatch(text) is not None


def is_bare_street(text: str, *, has_zip: bool) -> bool:
    """ "6B Liberty, Suite 200": number and name without a suffix, which only a ZIP beside it or a direction ("125 S.
    Main") makes a street.

    A year or an amount of something ("2026 Conference", "24 Hours") looks the same.
    """
    parts = address.parse_fields(text) if _BARE.match(text) else None
    if parts is None or not parts.number or _COUNTED.search(text):
        return False
    if not has_zip and not (parts.predirectional and len(parts.street.split()) == 1):
        return False
    return bool(parts.unit) or (_YEAR.match(text) is None and len(parts.street.split()) <= BARE_WORDS_MAX)


def is_label(text: str) -> bool:
    return not _LABEL.sub("", text).strip(" :,-–") or len(text) < 3
