"""Postal addresses in running lines: a street, then a city with state and ZIP, on one line or several."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checkers.extract.lines import Line
from checkers.normalise import address, region
from checkers.normalise.address_unit import split_unit
from checkers.normalise.text import fold

STREET_MAX = 120
ADDRESSES_MAX = 300
_STATES = "|".join(
    [re.escape(name) for name in sorted(region.BY_NAME, key=len, reverse=True)]
    + sorted(region.CODES)
    + [
        r"Calif\.?",
        r"Colo\.?",
        r"Conn\.?",
        r"Fla\.?",
        r"Mass\.?",
        r"Mich\.?",
        r"Minn\.?",
        r"Penn\.?",
        r"Tex\.?",
        r"Wash\.?",
        r"Wisc?\.?",
        r"D\.C\.",
        r"N\.Y\.",
        r"N\.J\.",
        r"N\.C\.",
        r"S\.C\.",
    ]
)
# The state is looked for first and the city read back from it: the other way round each word of a page is a start.
_STATE = re.compile(
    rf"\b(?P<region>{_STATES})(?![\w'’])\)?\.?(?:[\s,]*(?P<zip>\d{{5}}(?:\s?-\s?\d{{4}})?)\b)?(?!\s*[:\d-])",
    re.IGNORECASE,
)
_CITY = re.compile(
    r"(?<![\w.'’-])(?P<city>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*|\s+(?:of|the|de|du|la|le|on)){0,4})\s*[,.]?\s*\(?\s*$"
)
_CITY_MAX = 70
_LABEL = re.compile(
    r"^\W*(?:(?:(?:our|main|mailing|street|physical|business|office|store|shop|corporate|postal|billing|showroom)\s+)*"
    r"(?:address|location|office|headquarters|offices|mail|visit us|find us"
    r"|located at|store|showroom)(?:\s+is)?(?:\s+at)?)\s*[:\-–]?\s*",
    re.IGNORECASE,
)
_MAILING = re.compile(r"\bmail(?:ing)?\b|\bpostal\b|\bbilling\b|\bremit\b|\bsend (?:checks|payment)", re.IGNORECASE)


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


def find_addresses(lines: list[Line]) -> list[PlacedAddress]:
    """Every full address of the page in order; a city without a street is none."""
    found = []
    for line in lines:
        if len(line.text) > 600 and not re.search(r"\d{5}", line.text):
            continue
        for place in _places(line.text):
            if placed := _with_street(lines, line.number, place):
                found.append(placed)
        if len(found) >= ADDRESSES_MAX:
            break
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """City, state and ZIP of one line, with the text before the city and after the whole."""

    city: str
    region: str
    postal_code: str
    before: str
    after: str


def _places(text: str) -> list[_Place]:
    """City and state; two-letter codes count in capitals or before a ZIP ("Wi 53523", never "call in")."""
    found = []
    for state in _STATE.finditer(text):
        name, has_zip = state.group("region"), bool(state.group("zip"))
        if len(name) == 2 and not name.isupper() and not has_zip:
            continue
        start = max(0, state.start() - _CITY_MAX)
        city = _CITY.search(text[start : state.start()])
        if not city or (region.code(city.group("city")) and not has_zip):
            continue
        before, after = text[: start + city.start()], text[state.end() :]
        found.append(_Place(city.group("city"), name, state.group("zip") or "", before, after))
    return found


def _with_street(lines: list[Line], number: int, place: _Place) -> PlacedAddress | None:
    before = place.before.rstrip(" ,|-–·•")
    head, city = _split_city(before, place.city)
    first = number
    street = clean_street(head)
    if not is_street(street):
        if head.strip(" ,.:") and not split_unit(fold(head))[1] and not is_label(head):
            return None
        above = _street_above(lines, number, street)
        if above is None:
            return None
        street, first = above
    near = " ".join(line.text[:80] for line in lines[max(0, first - 2) : first]) + " " + head[:60]
    return PlacedAddress(
        street=street,
        city=city,
        region=region.code(place.region),
        postal_code=re.sub(r"\s", "", place.postal_code or _zip_below(lines, number, place)),
        first=first,
        last=number,
        is_mailing=bool(_MAILING.search(near)),
    )


def _zip_below(lines: list[Line], number: int, place: _Place) -> str:
    """A ZIP alone on the next line, under a line that ends with the state."""
    below = lines[number + 1].text if number + 1 < len(lines) else ""
    ends = not place.after.strip(" ,.")
    return below if ends and re.fullmatch(r"\d{5}(?:-\d{4})?", below) else ""


def _split_city(before: str, city: str) -> tuple[str, str]:
    """Without a comma the city match can hold the street's last words ("5 Main Street Austin"): give them back."""
    whole = f"{before} {city}" if not before.endswith(",") else ""
    words = city.split()
    if not before or not whole:
        return before, city
    for n in range(len(words) - 1, 0, -1):
        if is_street(clean_street(f"{before} {' '.join(words[:n])}")) and _ends_street(words[n - 1]):
            return f"{before} {' '.join(words[:n])}", " ".join(words[n:])
    return before, city


def _ends_street(word: str) -> bool:
    parts = address.parse_fields(f"1 Main {word}")
    return bool(parts.suffix or parts.postdirectional or parts.unit)


def _street_above(lines: list[Line], number: int, rest: str) -> tuple[str, int] | None:
    """The street on one of the three lines above; suites and brackets between are part of it."""
    collected = [rest] if rest else []
    for n in range(number - 1, max(-1, number - 4), -1):
        text = clean_street(lines[n].text)
        if is_street(text):
            return ", ".join([text, *reversed(collected)]), n
        if not text or len(text) > 60:
            return None
        if split_unit(fold(text))[1] or lines[n].text.startswith("("):
            collected.append(text)
        elif collected or n < number - 1:
            return None
    return None


def clean_street(text: str) -> str:
    """Without labels, hints in brackets and what stands before the house number on the line."""
    text = re.sub(r"^[^\d:]{1,40}:\s*(?=\d)", "", _LABEL.sub("", text.strip()))
    text = re.sub(r"\s*\([^()]*\)\s*$", "", text).strip(" ,|-–·•:;")
    return text if len(text) <= STREET_MAX else ""


def is_street(text: str) -> bool:
    """A house number with a street that has a suffix or highway, or a box."""
    if not text or len(text) > STREET_MAX or not any(c.isdigit() for c in text[:40]) and not text[:6].istitle():
        return False
    parts = address.parse_fields(text)
    if parts.po_box:
        return True
    words = parts.street.split()
    is_named = (
        bool(parts.suffix)
        or "HIGHWAY" in words
        or "ROUTE" in words
        or words[:1] in (["AVENUE"], ["BROADWAY"], ["CALLE"])
    )
    return bool(parts.number and is_named and len(words) <= 6)


def is_label(text: str) -> bool:
    return not _LABEL.sub("", text).strip(" :,-–") or len(text) < 3
