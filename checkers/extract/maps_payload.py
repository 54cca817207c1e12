"""The place payload of Google Maps pages and exports: a nested JSON array, where a value's place is its only name.

Read by position, as seen in captures of 2023 and 2024; an array that does not say a name and a door there is none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from checkers.extract.document import Document
from checkers.extract.listing import PageListing, make_nap, printed_texts

SOURCE = "maps payload"
PAYLOAD_MAX = 2_000_000
_GUARD = ")]}'"  # stands before the array so that no script can load it as code
_PLACE = 6
_NAME, _ADDRESS, _PHONES, _DAYS = (11,), (183, 1), (178, 0), (203, 0)
_STREET, _CITY, _POSTAL_CODE, _REGION, _COUNTRY = 1, 3, 4, 5, 6
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY, _SPANS = 1, 3


def read(document: Document) -> list[PageListing]:
    text = document.text.lstrip().removeprefix(_GUARD).lstrip()
    if not text.startswith("[") or len(text) > PAYLOAD_MAX:
        return []
    try:
        place = _at(json.loads(text), _PLACE)
    except (ValueError, RecursionError):
        return []
    name, parts = _text(place, *_NAME), _at(place, *_ADDRESS)
    if not name or not isinstance(parts, list):
        return []
    texts = {"name": name, "phone": _phone(place), **_address(parts)}
    nap = make_nap(texts, week=_hours(place))
    said = [key for key, value in nap.to_dict().items() if value]
    return [PageListing(nap, SOURCE, {key: f"{SOURCE}: place" for key in said}, printed=printed_texts(nap, texts))]


def _address(parts: list[Any]) -> dict[str, str]:
    places = {
        "street": _STREET,
        "city": _CITY,
        "region": _REGION,
        "postal_code": _POSTAL_CODE,
        "country": _COUNTRY,
    }
    return {key: _text(parts, n) for key, n in places.items()}


def _phone(place: Any) -> str:
    """The spelling with the country's code, where both are given."""
    spellings = _at(place, *_PHONES, 1)
    texts = [_text(spelling, 0) for spelling in spellings] if isinstance(spellings, list) else []
    return next((text for text in texts if text.startswith("+")), _text(place, *_PHONES, 0))


def _hours(place: Any) -> Mapping[str, tuple[tuple[str, str], ...]] | None:
    """Days are numbered from Monday; a whole week or none, as a part of one says nothing of the rest."""
    days = _at(place, *_DAYS)
    week: dict[str, tuple[tuple[str, str], ...]] = {}
    for day in days if isinstance(days, list) else []:
        number, spans = _at(day, _WEEKDAY), _at(day, _SPANS)
        if isinstance(number, int) and 1 <= number <= 7 and isinstance(spans, list):
            pairs = [_span(_at(span, 1)) for span in spans]
            if None not in pairs:
                week[_WEEK[number - 1]] = tuple(pair for pair in pairs if pair)
    return {day: week[day] for day in _WEEK} if len(week) == len(_WEEK) else None


def _span(clocks: Any) -> tuple[str, str] | None:
    ends = [_clock(_at(clocks, n)) for n in (0, 1)]
    return (ends[0], ends[1]) if all(ends) else None


def _clock(value: Any) -> str:
    """`[12, 30]` and `[22]`: the minutes are left out at the full hour."""
    if not isinstance(value, list) or not value or not all(isinstance(n, int) and 0 <= n < 60 for n in value):
        return ""
    hour, minute = value[0], value[1] if len(value) > 1 else 0
    return f"{hour:02}:{minute:02}" if hour < 24 else ""


def _at(value: Any, *path: int) -> Any:
    for n in path:
        if not isinstance(value, list) or n >= len(value):
            return None
        value = value[n]
    return value


def _text(value: Any, *path: int) -> str:
    found = _at(value, *path)
    return found if isinstance(found, str) else ""
