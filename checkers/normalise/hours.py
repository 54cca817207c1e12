"""Opening hours from any usual text or markup to the form of the business schema.

Days are mon…sun; a day that is not said is absent, an empty day is closed, a close before its open runs past midnight,
00:00–24:00 is all day. What can be read in two ways is not read: the answer is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checkers.nap import Hours
from checkers.normalise.hours_text import DAYS, read_text
from checkers.normalise.hours_time import clock

TEXT_MAX = 2_000
_SCHEMA_DAYS = {
    "monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu", "friday": "fri", "saturday": "sat",
    "sunday": "sun",
    "mo": "mon", "tu": "tue", "we": "wed", "th": "thu", "fr": "fri", "sa": "sat", "su": "sun",
}  # fmt: skip
ALL_DAY = ("00:00", "24:00")


def parse(raw: str) -> Hours | None:
    """Hours from schema.org `openingHours`, OpenStreetMap's form or free text; None where they can't be read surely."""
    if len(raw) > TEXT_MAX:
        return None
    return read_text(raw)


def from_specification(items: Iterable[Mapping[str, Any]]) -> Hours | None:
    """Hours from schema.org OpeningHoursSpecification objects; dated exceptions are left out."""
    week: dict[str, tuple[tuple[str, str], ...]] = {}
    for item in items:
        if item.get("validFrom") or item.get("validThrough"):
            continue
        opens, closes = clock(str(item.get("opens") or "")), clock(str(item.get("closes") or ""))
        for day in _schema_days(item.get("dayOfWeek")):
            pairs = () if not opens or not closes or opens == closes == "00:00" else (_pair(opens, closes),)
            week[day] = tuple(sorted({*week.get(day, ()), *pairs}))
    return _in_order(week)


def merge(texts: Iterable[str]) -> Hours | None:
    """Hours said in several texts, one a day or group of days."""
    joined = "; ".join(text.strip() for text in texts if text.strip())
    return parse(joined) if joined else None


def key(raw: str) -> str:
    """`mon 08:00-17:00; tue …` where the text can be read, else empty."""
    return hours_key(parse(raw))


def hours_key(hours: Hours | None) -> str:
    if not hours:
        return ""
    days = ((day, hours[day]) for day in DAYS if day in hours)
    return "; ".join(f"{day} {','.join('-'.join(pair) for pair in pairs) or 'closed'}" for day, pairs in days)


def _schema_days(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    names = (str(v.get("@id") or v.get("name") or "") if isinstance(v, Mapping) else str(v or "") for v in values)
    return [day for name in names if (day := _SCHEMA_DAYS.get(name.rsplit("/", 1)[-1].strip().lower()))]


def _pair(opens: str, closes: str) -> tuple[str, str]:
    """schema.org's all-day spellings, 00:00–23:59 and 00:00–00:00 of the next day, are one fact."""
    return ALL_DAY if opens == "00:00" and closes in ("23:59", "24:00") else (opens, closes)


def _in_order(week: Mapping[str, tuple[tuple[str, str], ...]]) -> Hours | None:
    return {day: week[day] for day in DAYS if day in week} or None
