"""Phones to E.164 as `phonenumbers` reads them; vanity letters and extensions are understood, junk stays junk."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from checkers.normalise import phone_us
from checkers.normalise.text import tidy

RAW_MAX = 80  # the longest printed phone with extension and label that is still one phone
_TRUNK_ZERO = re.compile(r"^\s*\+?(\d{2,3})\s*\(0\)")  # "31 (0)20 …": Dutch and British print, seen in the wild
_LABEL = re.compile(r"^\s*(?:tel|phone|ph|p|call|voice|office|fax|f|t)\b[\s.:]*(?=[+(\d])", re.IGNORECASE)

_ASIDE = re.compile(
    r"(?<=\d) ?\((?:main|office|oficina|work|home|cell|mobile|landline|direct|local|toll[- ]free|voice|text|sms"
    r"|call or text|fax)\)$",
    re.IGNORECASE,
)


class PhoneParts(NamedTuple):
    e164: str
    extension: str = ""
    is_toll_free: bool = False


_new = tuple.__new__


def parse(raw: str, region: str = "US") -> PhoneParts | None:
    """The number in a text that holds one phone, or None where it is no valid number of any country."""
    if region == "US" and len(raw) <= RAW_MAX:
        digits = phone_us.national(raw)
        if digits:
            # Half the time of a call of the class: most lines end here.
            return _new(PhoneParts, (f"+1{digits}", "", digits[0] == "8" and phone_us.is_toll_free(digits)))
        if digits == "":
            return None
        if extended := phone_us.with_extension(raw):
            return PhoneParts(f"+1{extended[0]}", extended[1], phone_us.is_toll_free(extended[0]))
    return _parsed(raw, region)


def e164(raw: str, region: str = "US") -> str:
    """E.164 without extension; empty where the text is no valid phone."""
    if region == "US" and len(raw) <= RAW_MAX:
        digits = phone_us.national(raw)
        if digits:
            return f"+1{digits}"
        if digits == "":
            return ""
    parts = parse(raw, region)
    return parts.e164 if parts else ""


def e164_or_raw(raw: str, region: str = "US") -> str:
    """E.164 where it parses, else as printed."""
    return e164(raw, region) or tidy(raw, RAW_MAX)


def key(raw: str, region: str = "US") -> str:
    """`+15125550134`, with `;ext=12` where an extension is said; digits alone where it is no valid phone."""
    if region == "US" and len(raw) <= RAW_MAX and (digits := phone_us.national(raw)):
        return f"+1{digits}"
    parts = parse(raw, region)
    if parts is None:
        return "".join(c for c in raw[:RAW_MAX] if c.isdigit())
    return f"{parts.e164};ext={parts.extension}" if parts.extension else parts.e164


@lru_cache(maxsize=65_536)
def _parsed(raw: str, region: str) -> PhoneParts | None:
    """The library's own answer, for any country and form."""
    text = _ASIDE.sub("", _LABEL.sub("", tidy(raw, RAW_MAX + 1).removeprefix("tel:")))
    if len(text) > RAW_MAX:
        return None
    if trunk := _TRUNK_ZERO.match(text):
        text = f"+{trunk.group(1)}{text[trunk.end() :]}"
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return PhoneParts(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        extension=number.extension or "",
        is_toll_free=phonenumbers.number_type(number) == PhoneNumberType.TOLL_FREE,
    )
