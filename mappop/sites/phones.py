"""Telephone numbers for a page: what is dialled (E.164) and what is shown."""

from __future__ import annotations

import re
from functools import lru_cache

_US = re.compile(r"\+1([2-9]\d\d)([2-9]\d\d)(\d{4})")


@lru_cache(maxsize=4096)
def dial(raw: str) -> str:
    """E.164, or empty where it is no number that can be dialled."""
    if _US.fullmatch(raw):
        return raw
    import phonenumbers  # only a number from elsewhere, or one that is written otherwise, pays for loading it

    try:
        number = phonenumbers.parse(raw[:60], "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def shown(number: str) -> str:
    """(512) 555-0134 for a US number, the international form for others; takes E.164."""
    if us := _US.fullmatch(number):
        return f"({us[1]}) {us[2]}-{us[3]}"
    import phonenumbers

    parsed = phonenumbers.parse(number, None)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
