"""Plain US phones without a parser: what is valid comes out of the `phonenumbers` metadata when this is imported.

Answers only where a text is digits and usual marks, and surely what `phonenumbers` would say; else it says so.
"""

from __future__ import annotations

import re

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

_KINDS = "fixed_line mobile toll_free premium_rate shared_cost personal_number voip pager uan voicemail".split()
_MARKS = b" ()-./"
_EXTENSION = re.compile(r"([0-9 ().+-]{10,20}?)(?:, ?| ?)(?:ext|ext\.|extension|x)[ :]? ?([0-9]{1,6})", re.IGNORECASE)
UNSURE = None


def _any_of(kinds: list[str]) -> re.Pattern[bytes]:
    """Numbers of +1 of the kinds: a region with leading digits owns them, the others go by their patterns alone."""
    regions = []
    for region in COUNTRY_CODE_TO_REGION_CODE[1]:
        if not (metadata := PhoneMetadata.metadata_for_region(region)):
            continue
        rules = [getattr(metadata, kind) for kind in kinds]
        patterns = dict.fromkeys(rule.national_number_pattern for rule in rules if rule)
        known = "|".join(pattern for pattern in patterns if pattern)
        if known:
            regions.append(f"(?={metadata.leading_digits})(?:{known})" if metadata.leading_digits else known)
    return re.compile("|".join(regions).encode())


_is_valid = _any_of(_KINDS).fullmatch
_is_toll_free = _any_of(["toll_free"]).fullmatch


def national(text: str) -> str | None:
    """Ten digits of a valid number; empty where it is surely none; UNSURE where a parser must say."""
    digits = text.encode("ascii", "replace").translate(None, _MARKS)
    size = len(digits)
    if size == 12 and digits[:2] == b"+1":
        digits = digits[2:]
    elif size == 11 and digits[:1] == b"1":
        digits = digits[1:]
    elif size != 10:
        return UNSURE
    if "(0)" in text:  # a trunk zero as Europe prints it
        return UNSURE
    if _is_valid(digits):
        return digits.decode()
    return "" if digits.isdigit() and digits[:1] > b"1" else UNSURE


def with_extension(text: str) -> tuple[str, str] | None:
    """National digits (or empty) and extension of "512-555-0134 ext. 7"; UNSURE for every other form."""
    found = _EXTENSION.fullmatch(text)
    if not found or not (digits := national(found.group(1))):
        return UNSURE
    return digits, found.group(2)


def is_toll_free(digits: str) -> bool:
    return digits[0] == "8" and bool(_is_toll_free(digits.encode()))
