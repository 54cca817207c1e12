"""Opening hours as a page says them: rows for people, a schedule for the open-now script, JSON-LD for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from mappop.domain.hours import DAYS, Hours, HoursException, Interval

EXCEPTIONS_SHOWN = 8
_SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_written = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HoursRow:
    label: str
    times: tuple[str, ...]
    note: str = ""


def week_rows(hours: Hours, words: Words) -> tuple[HoursRow, ...]:
    """Neighbouring days of the same hours in one row; days that nobody told us about are left out."""
    rows: list[HoursRow] = []
    start = 0
    while start < len(DAYS):
        open_ = hours.week.get(DAYS[start])
        end = start
        while end + 1 < len(DAYS) and hours.week.get(DAYS[end + 1]) == open_:
            end += 1
        if open_ is not None:
            rows.append(HoursRow(_day_span(start, end, words), _times(open_, words)))
        start = end + 1
    return tuple(rows)


def exception_rows(exceptions: Sequence[HoursException], today: date, words: Words) -> tuple[HoursRow, ...]:
    return tuple(
        HoursRow(long_day(e.date, today, words), _times(e.open, words), e.note) for e in _coming(exceptions, today)
    )


def schedule(hours: Hours, today: date) -> str:
    """JSON for the script: minutes of each day, Sunday first, null where unknown; dated days by ISO date."""
    if not hours.week:
        return ""
    week = [_minutes(hours.week.get(day)) for day in (DAYS[-1], *DAYS[:-1])]
    days = {e.date.isoformat(): _minutes(e.open) for e in _coming(hours.exceptions, today)}
    return _written([week, days])


def specifications(hours: Hours, today: date) -> dict[str, list[dict[str, Any]]]:
    """openingHoursSpecification and specialOpeningHoursSpecification; closed is 00:00 to 00:00, as Google asks."""
    by_times: dict[Interval, list[str]] = {}
    for day, name in zip(DAYS, _SCHEMA_DAYS, strict=True):
        for interval in hours.week.get(day, ()) or ((("00:00", "00:00"),) if day in hours.week else ()):
            by_times.setdefault(interval, []).append(name)
    week = [{"@type": "OpeningHoursSpecification", "dayOfWeek": names, **_span(i)} for i, names in by_times.items()]
    special = [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": e.date.isoformat(),
            "validThrough": e.date.isoformat(),
            **_span(interval),
        }
        for e in _coming(hours.exceptions, today)
        for interval in e.open or (("00:00", "00:00"),)
    ]
    found: dict[str, list[dict[str, Any]]] = {
        "openingHoursSpecification": week,
        "specialOpeningHoursSpecification": special,
    }
    return {key: value for key, value in found.items() if value}


def long_day(day: date, today: date, words: Words) -> str:
    """Thursday, December 24; with the year where that is not today's."""
    weekday, month = words["days"][day.weekday()], words["months"][day.month - 1]
    if words["to"] == "a":
        return f"{weekday} {day.day} de {month}" + ("" if day.year == today.year else f" de {day.year}")
    return f"{weekday}, {month} {day.day}" + ("" if day.year == today.year else f", {day.year}")


def clock_time(time: str, words: Words) -> str:
    """8 AM, 5:30 PM, or 5:30 p.m. in Spanish."""
    return _clock_time(time, words["to"] == "a")


@cache
def _clock_time(time: str, is_spanish: bool) -> str:
    hour, minute = int(time[:2]) % 24, time[3:]
    half = ("a.m.", "p.m.") if is_spanish else ("AM", "PM")
    return f"{hour % 12 or 12}{'' if minute == '00' else ':' + minute} {half[hour >= 12]}"


def _coming(exceptions: Sequence[HoursException], today: date) -> list[HoursException]:
    return [e for e in exceptions if e.date >= today][:EXCEPTIONS_SHOWN]


def _day_span(start: int, end: int, words: Words) -> str:
    if start == end:
        return str(words["days"][start])
    joint = "–" if end - start > 1 else ", "
    return f"{words['days_short'][start]}{joint}{words['days_short'][end]}"


def _times(intervals: Sequence[Interval], words: Words) -> tuple[str, ...]:
    if not intervals:
        return (str(words["closed"]),)
    if ("00:00", "24:00") in intervals:
        return (str(words["all_day"]),)
    return tuple(f"{clock_time(a, words)} – {clock_time(b, words)}" for a, b in intervals)


@lru_cache(maxsize=4096)
def _minutes(intervals: tuple[Interval, ...] | None) -> list[list[int]] | None:
    """Minutes from the day's midnight; a close before its open lies on the next day."""
    if intervals is None:
        return None
    spans = [[int(t[:2]) * 60 + int(t[3:]) for t in pair] for pair in intervals]
    return [[a, b if b > a else b + 1440] for a, b in spans]


def _span(interval: Interval) -> dict[str, str]:
    opens, closes = interval
    return {"opens": opens, "closes": "23:59" if closes == "24:00" else closes}
