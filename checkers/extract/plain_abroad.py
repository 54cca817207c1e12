"""Addresses outside the United States in running lines, told by a postcode whose form is one country's alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checkers.extract.lines import Line
from checkers.extract.plain_address import street_inside
from checkers.extract.plain_place import PlacedAddress, clean_street, is_mailing

ADDRESSES_MAX = 100
LINE_MAX = 300
_WORDS = r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,3}"
# Royal Mail's and PostNL's forms: capitals only, as "at 2 pm" and "1200 kg" have the form too.
_GB = re.compile(r"(?:^|[\s,])(?P<code>[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\W*(?:(?:UK|United Kingdom)\W*)?$")
_NL = re.compile(rf"(?:^|,)\s*(?P<code>[1-9]\d{{3}} ?(?!SA|SD|SS)[A-Z]{{2}}),?\s+(?P<city>{_WORDS})\W*$")
_CA = re.compile(
    rf"(?:^|,|(?<=[a-z]\.))\s*(?P<city>{_WORDS}),?\s+\(?(?P<region>AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)\)?,?\s+"
    r"(?P<code>[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d)\W*(?:Canada\W*)?$"
)
# Counties that do not say so by "-shire", the abolished ones that are still printed included.
_COUNTIES = re.compile(
    r"^(?:UK|U\.K\.|England|Scotland|Wales|United Kingdom|Northern Ireland|Avon|Cleveland|Cornwall"
    r"|Cumbria|Devon|Dorset|(?:East |West )?Sussex|Essex|Greater London|Greater Manchester|Gwent|Gwynedd|Humberside"
    r"|Isle of Wight|(?:County|Co\.?) Durham"
    r"|Kent|Merseyside|Middlesex|Norfolk|Northumberland|Rutland|Shropshire|Somerset|Suffolk|Surrey|Tyne (?:and|&) Wear"
    r"|West Midlands|(?:Co\.?|County) (?:Antrim|Armagh|Down|Fermanagh|Londonderry|Tyrone))$|shire$",
    re.IGNORECASE,
)
_GATE = re.compile(r"\d ?[A-Z]{2}|[A-Z]\d[A-Z]")  # a part of each of these postcodes, found at a glance
_DATE = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w{0,6}\.?\s+\d{1,2}$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^\d+\s?[A-Za-z]?(?:\s*[-–/]\s*\d+[A-Za-z]?)?,?\s+[^\W\d_]{2}|[^\W\d_]{3,}\s+\d{1,4}\s?[a-zA-Z]?$"
)
_CITY = re.compile(rf"^{_WORDS}$")


def find_addresses_abroad(lines: list[Line]) -> list[PlacedAddress]:
    """British, Dutch and Canadian addresses whose street has its number; a postcode alone is none."""
    found = []
    for line in lines:
        if len(line.text) <= LINE_MAX and _GATE.search(line.text) and (placed := _read(lines, line)) is not None:
            found.append(placed)
        if len(found) >= ADDRESSES_MAX:
            break
    return found


def _read(lines: list[Line], line: Line) -> PlacedAddress | None:
    if match := _GB.search(line.text):
        return _british(lines, line, match)
    for country, form in (("NL", _NL), ("CA", _CA)):
        if match := form.search(line.text):
            street = next(_parts_before(lines, line.number, line.text[: match.start()]), ("", 0))
            region = match.groupdict().get("region") or ""
            return _placed(lines, line, street, match.group("city"), region, match.group("code"), country)
    return None


def _british(lines: list[Line], line: Line, match: re.Match[str]) -> PlacedAddress | None:
    """Town and street come above the postcode; a county or the country's name between is passed over."""
    parts = (part for part in _parts_before(lines, line.number, line.text[: match.start()]) if not _is_county(part[0]))
    city, _ = next(parts, ("", 0))
    street = next(parts, ("", 0))
    if not _NUMBERED.search(street[0]):  # a village or district stands between the street and its post town
        street = next(parts, ("", 0))
    return _placed(lines, line, street, city, "", match.group("code"), "GB")


def _is_county(part: str) -> bool:
    return bool(_COUNTIES.search(part))


def _parts_before(lines: list[Line], number: int, head: str) -> Iterator[tuple[str, int]]:
    """What stands before, nearest first: the line's own parts between commas, then the four lines above."""
    for n in range(number, max(-1, number - 5), -1):
        text = head if n == number else lines[n].text
        if len(text) > 120:
            return
        for part in reversed(text.split(",")):
            if part.strip():
                yield part.strip(), n


def _placed(
    lines: list[Line], line: Line, street: tuple[str, int], city: str, region: str, code: str, country: str
) -> PlacedAddress | None:
    text, first = clean_street(street[0]), street[1]
    text = re.sub(r"(?<=\d)\s*([-–])\s*(?=\d)", r"\1", text)
    if not text[:1].isdigit() and (inside := street_inside(text)):
        text = inside
    if not _NUMBERED.search(text) or _DATE.search(text) or not _CITY.match(city):
        return None
    return PlacedAddress(
        street=text,
        city=city,
        region=region,
        postal_code=code,
        first=first,
        last=line.number,
        country=country,
        is_mailing=is_mailing(lines, first, ""),
    )
