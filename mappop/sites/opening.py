"""Opening hours as a page says them: rows for people, a schedule for the open-now script, JSON-LD for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from mappop.domain.hours import DAYS, Hours, HoursException, Interval
from site_templates import words

EXCEPTIONS_SHOWN = 8
WEEKS_KEPT = 1024  # businesses keep few different weeks; each is put into words, minutes and data once
_SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_written = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

Words = Mapping[str, Any]
_Week = tuple[tuple[str, tuple[Interval, ...]], ...]


class HoursRow(NamedTuple):
    label: str
    times: tuple[str, ...]
    note: str = ""
    day: str = ""  # the end of the label that is a date


def week_rows(hours: Hours, language: str) -> tuple[HoursRow, ...]:
    """Neighbouring days of the same hours in one row; days that nobody told us about are left out."""
    return _week_rows(_week(hours), language)


@lru_cache(maxsize=WEEKS_KEPT)
def _week_rows(week: _Week, language: str) -> tuple[HoursRow, ...]:
    hours, said = dict(week), words()[language]
    rows: list[HoursRow] = []
    start = 0
    while start < len(DAYS):
        open_ = hours.get(DAYS[start])
        end = start
        while end + 1 < len(DAYS) and hours.get(DAYS[end + 1]) == open_:
            end += 1
        if open_ is not None:
            rows.append(HoursRow(_day_span(start, end, said), _times(open_, said)))
        start = end + 1
    return tuple(rows)


def exception_rows(exceptions: Sequence[HoursException], today: date, said: Words) -> tuple[HoursRow, ...]:
    rows = []
    for e in _coming(exceptions, today):
        weekday, day = _long_day(e.date, today, said)
        rows.append(HoursRow(weekday + day, _times(e.open, said), e.note, day))
    return tuple(rows)


def schedule(hours: Hours, today: date) -> str:
    """JSON for the script: minutes of each day, Sunday first, null where unknown; dated days by ISO date."""
    if not hours.week:
        return ""
    said = (*last_night(hours, today), *_coming(hours.exceptions, today)) if hours.exceptions else ()
    return _schedule(_week(hours), said)


@lru_cache(maxsize=WEEKS_KEPT)
def _schedule(week: _Week, coming: tuple[HoursException, ...]) -> str:
    hours = dict(week)
    minutes = [_minutes(hours.get(day)) for day in (DAYS[-1], *DAYS[:-1])]
    return _written([minutes, {e.date.isoformat(): _minutes(e.open) for e in coming}])


def specifications(hours: Hours, today: date) -> Mapping[str, list[dict[str, Any]]]:
    """openingHoursSpecification and specialOpeningHoursSpecification; closed is 00:00 to 00:00, as Google asks."""
    return _specifications(_week(hours), _coming(hours.exceptions, today))


@lru_cache(maxsize=WEEKS_KEPT)
def _specifications(week: _Week, coming: tuple[HoursException, ...]) -> Mapping[str, list[dict[str, Any]]]:
    hours = dict(week)
    by_times: dict[Interval, list[str]] = {}
    for day, name in zip(DAYS, _SCHEMA_DAYS, strict=True):
        for interval in hours.get(day, ()) or ((("00:00", "00:00"),) if day in hours else ()):
            by_times.setdefault(interval, []).append(name)
    regular = [{"@type": "OpeningHoursSpecification", "dayOfWeek": names, **_span(i)} for i, names in by_times.items()]
    special = [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": e.date.isoformat(),
            "validThrough": e.date.isoformat(),
            **_span(interval),
        }
        for e in coming
        for interval in e.open or (("00:00", "00:00"),)
    ]
    found: dict[str, list[dict[str, Any]]] = {
        "openingHoursSpecification": regular,
        "specialOpeningHoursSpecification": special,
    }
    return MappingProxyType({key: value for key, value in found.items() if value})


def _long_day(day: date, today: date, said: Words) -> tuple[str, str]:
    """“Thursday, ” and “December 24”, with the year where that is not today's."""
    weekday, month = said["days"][day.weekday()], said["months"][day.month - 1]
    if said["to"] == "a":
        return f"{weekday} ", f"{day.day} de {month}" + ("" if day.year == today.year else f" de {day.year}")
    return f"{weekday}, ", f"{month} {day.day}" + ("" if day.year == today.year else f", {day.year}")


def clock_time(time: str, said: Words) -> str:
    """8 AM, 5:30 PM, or 5:30 p.m. in Spanish."""
    return _clock_time(time, halves(said))


def halves(said: Words) -> tuple[str, str]:
    """Of a day."""
    return ("a.m.", "p.m.") if said["to"] == "a" else ("AM", "PM")


@cache
def _clock_time(time: str, half: tuple[str, str]) -> str:
    hour, minute = int(time[:2]) % 24, time[3:]
    return f"{hour % 12 or 12}{'' if minute == '00' else ':' + minute} {half[hour >= 12]}"


def _coming(exceptions: Sequence[HoursException], today: date) -> tuple[HoursException, ...]:
    return tuple([e for e in exceptions if e.date >= today][:EXCEPTIONS_SHOWN]) if exceptions else ()


def last_night(hours: Hours, today: date) -> tuple[HoursException, ...]:
    """Yesterday's special day where its hours, or those of the week that it takes the place of, run past midnight."""
    before = today - timedelta(days=1)
    weeks = hours.week.get(DAYS[before.weekday()], ())
    return tuple([e for e in hours.exceptions if e.date == before and any(b <= a for a, b in (*e.open, *weeks))])


def _week(hours: Hours) -> _Week:
    return tuple(hours.week.items())


def _day_span(start: int, end: int, said: Words) -> str:
    if start == end:
        return str(said["days"][start])
    joint = "–" if end - start > 1 else ", "
    return f"{said['days_short'][start]}{joint}{said['days_short'][end]}"


def _times(intervals: Sequence[Interval], said: Words) -> tuple[str, ...]:
    if not intervals:
        return (str(said["closed"]),)
    if ("00:00", "24:00") in intervals:
        return (str(said["all_day"]),)
    return tuple(f"{clock_time(a, said)} – {clock_time(b, said)}" for a, b in intervals)


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
