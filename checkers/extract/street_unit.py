"""A printed street line to street and unit, each in the page's own words: "123 Main St" and "Ste 4"."""

from __future__ import annotations

import re

from checkers.normalise import address

_CUT = re.compile(r"[\s,;|(\[·•–—]+|(?<=\w)(?=#)|(?<=[a-z.])/(?=[a-z])", re.IGNORECASE)
_MARKS = " ,;|()[]·•-–—"


def parted(line: str) -> tuple[str, str]:
    """Parted only where both halves together say what the whole line says; else the line stays whole."""
    whole = address.parse_fields(line)
    if not whole.unit:
        return line, ""
    for cut in reversed(list(_CUT.finditer(line))):
        halves = line[: cut.start()].strip(_MARKS), line[cut.end() :].strip(_MARKS)
        for street, unit in (halves, halves[::-1]):  # "Suite 4, 12 Elm St" too
            if _are_halves(street, unit, whole):
                return street, unit
    return line, ""


def _are_halves(street: str, unit: str, whole: address.AddressParts) -> bool:
    if not street or not unit or street.endswith("#"):
        return False
    return address.parse_fields(street, unit) == whole and not address.parse_fields(street).unit
