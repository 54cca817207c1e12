"""Postal addresses in running lines: a street, then a city with state and ZIP, on one line or several."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checkers.extract.lines import Line
from checkers.extract.plain_island import without_island
from checkers.extract.plain_place import (
    PlacedAddress,
    clean_street,
    is_bare_street,
    is_corner,
    is_label,
    is_mailing,
    is_street,
    without_slip,
)
from checkers.extract.plain_unit import unit_above, unit_before
from checkers.normalise import address, region
from checkers.normalise.address_unit import split_unit
from checkers.normalise.text import fold

ADDRESSES_MAX = 300
LINE_MAX = 120  # characters of a line that says a town and little else
STARTS_MAX = 6  # places of one line at which a street may begin
# Abbreviations that are no other word, also without their point.
_PLAIN = frozenset("calif colo conn fla mass mich minn penn tex wash wisc".split())
_DOTTED = "D.C. N.Y. N.J. N.C. S.C. N.H. N.M. N.D. S.D. R.I.".split()
_STATES = "|".join(
    [re.escape(name) for name in sorted(region.BY_NAME, key=len, reverse=True)]
    + sorted(region.CODES)
    + [rf"{short}\.{'?' * (short in _PLAIN)}" for short in region.ABBREVIATIONS if " " not in short]
    + [re.escape(code) for code in _DOTTED]
)
_NUMBER = r"(?:[(\[]?\d{3}[)\]]?[\s.-]{1,2}\d{3}[\s.-]\d{4}|[2-9]\d{9})\b"  # "Austin, TX 78702  512-555-0134"
# The state is looked for first and the city read back from it: the other way round each word of a page is a start.
_STATE = re.compile(
    rf"\b(?P<region>{_STATES})(?!(?!\d{{5}}\b)[\w'’])\)?\.?(?:[\s,]*(?:(?:USA|U\.S\.A\.|US)[\s,]+)?(?P<zip>\d{{5}}(?:\s?-\s?\d{{4}})?)\b)?"
    rf"(?:(?=\s+{_NUMBER})|(?!\s*[:\d-]))",
    re.IGNORECASE,
)
# Looking for a state is dear; a place has a ZIP, a code in capitals or a comma before the state's name.
_GATE = re.compile(r"\d{5}|[A-Z]\.?[A-Z]\b|,\s*\(?[A-Z]")
_CITY = re.compile(
    r"(?<![\w.'’-])(?P<city>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*|\s+(?:of|the|de|du|la|le|on)){0,4})\s*[,.]?\s*\(?\s*$"
)
_CITY_MAX = 70
_NEAR_ZIP = re.compile(r"[A-Z][A-Za-z .]{1,20}[\s,.]\d{5}\b")
_COUNTRY = re.compile(r"[\s,.]*(?:(?:USA?|U\.S\.(?:A\.)?|United States(?: of America)?)[\s,.]*)?")  # or nothing
_ZIP = re.compile(r"[a-z]\W{1,3}\d{5}\b")
_ZIP_LINE = re.compile(rf"(?P<zip>\d{{5}}(?:-\d{{4}})?)(?:{_COUNTRY.pattern})")
_STATELESS = re.compile(r"(?P<street>\d[^,]{4,60}), (?P<city>[A-Z][A-Za-z.'’ -]{2,30}), (?P<zip>\d{5})")
_DIGIT = re.compile(r"\d")
_SMALL_WORD = re.compile(r"(?:[a-z]{3}|\b(?:at|to|is|by|or))\s+(?=\d+\s[A-Z])")  # "come to 12 Elm St"
_DASHES = re.compile(r"\s-{2,}\s")  # "12 Elm St ----- Austin, TX 78702"
_APART = re.compile(r"(?:[,|•·]|\s[-–—])\s*$")  # what parts a street from its town
_UNIT_AND_TOWN = re.compile(r"(?:suite|ste|unit|bldg)\b\.?\s*#?\w{1,5},?\s+[A-Z][a-z]+,?$", re.IGNORECASE)
_OPENS_WITH_STATE = re.compile(rf"(?:{_STATES})[\s,.]+\d{{5}}\b", re.IGNORECASE)
_TOWN = re.compile(r"(?:^|,\s*)[A-Z][A-Za-z.'’-]*(?:\s+[A-Z][A-Za-z.'’-]*){0,3}\s*,?$")  # the end of a line
_DIRECTIONAL = re.compile(r"^[NS]?\.?[EW]?\.?$")
_IN_A_SENTENCE = re.compile(r"^[\s,]*[a-z]{2}")  # "The corner of Main St and 5th Ave, Austin, TX has changed"
# The city, not the state.
_CITIES = re.compile(r"Washington,?\s+D\.?C\b|New York,?\s+(?:N\.?Y\b|New York\b)", re.IGNORECASE)


def find_addresses(lines: list[Line]) -> list[PlacedAddress]:
    """Every full address of the page in order; a city without a street is none."""
    found = []
    for line in lines:
        if len(line.text) > 600 and not re.search(r"\d{5}", line.text):
            continue
        text, number = _with_town_above(lines, line)
        text = _DASHES.sub(" | ", text) if "--" in text else text
        places = _places(text)
        found += [placed for place in places if (placed := _with_street(lines, number, place))]
        if not places and (stateless := _without_state(line)):
            found.append(stateless)
        if len(found) >= ADDRESSES_MAX:
            break
    return found


def _without_state(line: Line) -> PlacedAddress | None:
    """ "12 Elm St, Austin, 78702", which leaves out what its ZIP says."""
    match = _STATELESS.fullmatch(line.text) if len(line.text) <= LINE_MAX else None
    if not match or not is_street(match["street"]) or not address.parse_fields(match["street"]).suffix:
        return None
    return PlacedAddress(match["street"], match["city"], "", match["zip"], line.number, line.number)


def _with_town_above(lines: list[Line], line: Line) -> tuple[str, int]:
    """The line and its number; "NJ 07306" together with the line above it, which ends in the town."""
    if line.number and _NEAR_ZIP.match(line.text) and _OPENS_WITH_STATE.match(line.text):
        above = lines[line.number - 1].text
        is_town = _TOWN.search(above) or _UNIT_AND_TOWN.match(above)
        if len(above) <= LINE_MAX and is_town and not _OPENS_WITH_STATE.search(above):
            return f"{above.rstrip(' ,')}, {line.text}", line.number - 1
    return line.text, line.number


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
    found: list[_Place] = []
    if not _GATE.search(text):
        return found
    text = without_island(without_slip(text))
    ended = 0
    if text.islower() and _ZIP.search(text):  # a page that writes all so
        text = text.title()
    for state in _STATE.finditer(text):
        name, has_zip = state.group("region"), bool(state.group("zip"))
        if len(name) == 2 and not name.isupper() and not has_zip:
            continue
        start = max(0, state.start() - _CITY_MAX)
        city = _CITY.search(text[start : state.start()])
        if not city or (region.code(city.group("city")) and not has_zip and not name.isupper()):
            continue  # "Oregon, Washington" are two states, "New York, NY" is a city
        if _DIRECTIONAL.match(city.group("city")) or _CITIES.match(text, state.start()):
            continue
        before, after = _behind(text[: start + city.start()], ended), text[state.end() :]
        ended = state.end() if has_zip else ended
        found.append(_Place(city.group("city"), name, state.group("zip") or "", before, after))
    return found


def _behind(before: str, ended: int) -> str:
    """What stands between the line's address before and this town, where that can be a street."""
    own = before[ended:].lstrip(" ,;&/") if ended else ""
    return own if _DIGIT.search(own) else before


def towns_of(line: Line, name: str) -> list[dict[str, str]]:
    """City, state and ZIP that stand alone or after the name, as a campus with its own ZIP prints them."""
    if len(line.text) > LINE_MAX:
        return []
    return [
        {"city": place.city, "region": region.code(place.region), "postal_code": place.postal_code, "country": "US"}
        for place in _places(line.text)
        if place.postal_code and (not (before := fold(place.before).strip(" ,|-·•:")) or before == fold(name))
    ]


def _with_street(lines: list[Line], number: int, place: _Place) -> PlacedAddress | None:
    before = place.before.rstrip(" ,|-–·•")
    is_apart = _APART.search(place.before) is not None
    head, city = (before, place.city) if is_apart else _split_city(before, place.city)
    first = number
    street = clean_street(head)
    is_at_corner = is_corner(street) and not _IN_A_SENTENCE.search(place.after)
    if (not street[:1].isdigit() or not is_street(street)) and (inside := street_inside(head)):
        street = _joined(inside, unit_before(head, inside))
    elif not (is_street(street) or is_at_corner or is_bare_street(street, has_zip=bool(place.postal_code))):
        if head.strip(" ,.:") and not split_unit(fold(head))[1] and not is_label(head):
            return None
        above = _street_above(lines, number, street, has_zip=bool(place.postal_code))
        if above is None:
            return None
        street, first = above
    if unit := unit_above(lines, first, street):
        street, first = _joined(street, unit), first - 1
    return PlacedAddress(
        street=street,
        city=city,
        region=region.code(place.region),
        postal_code=re.sub(r"\s", "", place.postal_code or _zip_below(lines, number, place)),
        first=first,
        last=number,
        is_mailing=is_mailing(lines, first, head),
        printed_region=place.region,
    )


def _joined(street: str, unit: str) -> str:
    return f"{street}, {unit}" if unit else street


def street_inside(head: str) -> str:
    """The street at the end of a longer line ("© 2026 Delgado, 12 Elm St"): after a mark, else after a word."""
    starts = [found.end() for found in re.finditer(r"[.,|·•:;!?–—-]\s+(?=\d|One\s)", head)]
    rest, unit = split_unit(fold(head.partition(",")[0]))
    if unit and not rest:
        return ""  # "Suite 4, 12 Elm St" is whole as it is
    starts = starts or [found.end() for found in _SMALL_WORD.finditer(head)]
    streets = (clean_street(head[start:]) for start in starts[-STARTS_MAX:])
    return next((street for street in streets if is_street(street)), "")


def _zip_below(lines: list[Line], number: int, place: _Place) -> str:
    """A ZIP alone below a line that ends with the state or the country; a list of ZIPs is where a business serves."""
    if not _COUNTRY.fullmatch(place.after):
        return ""
    below = [line.text.strip(" ,.") for line in lines[number + 1 : number + 4] if not _COUNTRY.fullmatch(line.text)]
    first, second = (_ZIP_LINE.fullmatch(text) for text in [*below, "", ""][:2])
    return first.group("zip") if first and not second else ""


def _split_city(before: str, city: str) -> tuple[str, str]:
    """Without a comma the city match can hold the street's last words ("5 Main Street Austin"): give them back."""
    words = city.split()
    if not before:
        return before, city
    for n in range(len(words) - 1, 0, -1):
        street = clean_street(f"{before} {' '.join(words[:n])}")
        if (is_street(street) or is_corner(street) or street_inside(street)) and _ends_street(street):
            return f"{before} {' '.join(words[:n])}", " ".join(words[n:])
    return before, city


def _ends_street(street: str) -> bool:
    """Whether the last word, or the last two as in "8th Floor", closes a street."""
    words = street.split()
    last = address.parse_fields(f"1 Main St {words[-1]}")
    is_suffix = bool(address.parse_fields(f"1 Main {words[-1]}").suffix)
    return is_suffix or bool(last.postdirectional or last.unit or not split_unit(fold(" ".join(words[-2:])))[0])


def _street_above(lines: list[Line], number: int, rest: str, *, has_zip: bool) -> tuple[str, int] | None:
    """The street on one of the three lines above; suites and brackets between are part of it.

    A box between a street and its city is where letters go, and a corner a hint: the street is the place.
    """
    collected, hint, nearest = [rest] if rest else [], None, number - 1
    for n in range(number - 1, max(-1, number - 4), -1):
        text = "" if _ends_before(lines[n].text, hint=bool(hint)) else _street_text(lines[n].text)
        is_hint = _is_hint(text)
        if is_hint or is_street(text) or (n == nearest and is_bare_street(text, has_zip=has_zip)):
            found = (", ".join([text, *reversed(collected)]), n)
            if hint or not is_hint:
                return found
            hint = found
        elif lines[n].text.startswith("(") and not text:  # "(between 5th and 6th)": a hint that is left out
            nearest = n - 1
        elif not text or len(text) > 60:
            return hint
        elif split_unit(fold(text))[1] or lines[n].text.startswith("("):
            collected.append(text)
            nearest = n - 1
        elif hint or collected or n < number - 1:
            return hint
    return hint


def _ends_before(text: str, *, hint: bool) -> bool:
    """Whether the line is a place of its own ("12 Elm St, Austin, TX 78702"), whose street is no other town's below."""
    return any(hint or place.postal_code or is_street(clean_street(place.before)) for place in _places(text))


def _is_hint(text: str) -> bool:
    return is_corner(text) or (is_street(text) and bool(address.parse_fields(text).po_box))


def _street_text(line: str) -> str:
    """The line as a street; where a name runs over into it, what follows the name."""
    text = clean_street(line)
    inside = "" if text[:1].isdigit() else street_inside(text)
    return inside or text
