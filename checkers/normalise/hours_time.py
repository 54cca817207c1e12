"""Times of day as people write them: 9am, 17.30, noon, 5:30 p.m."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLOCK = re.compile(r"^T?(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$")
MIDDAY = 12 * 60
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Time:
    """One printed time: `half` is "am", "pm" or empty; `is_24h` when its form is surely of a 24-hour clock."""

    minutes: int
    half: str = ""
    is_24h: bool = False


def clock(text: str) -> str:
    """`HH:MM` of an ISO time, or of a US one ("9:00 AM"); empty where it is neither."""
    if found := _CLOCK.match(text.strip()):
        hour, minute = int(found.group(1)), int(found.group(2))
        return f"{hour:02}:{minute:02}" if (hour < 24 and minute < 60) or (hour, minute) == (24, 0) else ""
    found_us = re.match(r"^(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\.?$", text.strip().lower())
    if not found_us:
        return ""
    hour, minute, half = int(found_us.group(1)), int(found_us.group(2) or 0), found_us.group(3)
    return show(hour % 12 * 60 + minute + (MIDDAY if half == "p" else 0)) if 1 <= hour <= 12 and minute < 60 else ""


def show(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def span(opens: Time, closes: Time) -> tuple[str, str] | None:
    """Both ends on the 24-hour clock, or None where a reader could take them in two ways."""
    ends = _settle(opens, closes)
    if ends is None:
        return None
    start, end = ends
    if start == end:
        return ("00:00", "24:00") if start == 0 else None
    if start == 0 and end in (DAY, DAY - 1):
        return ("00:00", "24:00")
    return show(start), show(end)


def _settle(opens: Time, closes: Time) -> tuple[int, int] | None:
    if _is_settled(opens) and _is_settled(closes):
        return opens.minutes, DAY if closes.minutes == 0 else closes.minutes
    if opens.is_24h or closes.is_24h:
        return opens.minutes, closes.minutes or DAY
    if closes.half and not opens.half:
        return _open_before(opens, closes)
    if opens.half and not closes.half:
        return (opens.minutes, _pm(closes)) if opens.minutes < MIDDAY and _pm(closes) > opens.minutes else None
    # "9:00 - 5:00": nobody opens at five in the morning after a night from nine; other bare pairs stay unread
    if 6 * 60 <= opens.minutes < MIDDAY and closes.minutes == MIDDAY:
        return opens.minutes, MIDDAY  # "Sat 9-12" ends at noon
    if 6 * 60 <= opens.minutes < MIDDAY and 0 <= closes.minutes - opens.minutes <= 30:
        return opens.minutes, _pm(closes)  # "9 - 9:30": nobody opens for half an hour
    is_working_day = 5 * 60 <= opens.minutes < MIDDAY and closes.minutes <= 11 * 60 and closes.minutes <= opens.minutes
    return (opens.minutes, _pm(closes)) if is_working_day else None


def _is_settled(time: Time) -> bool:
    return bool(time.half) or time.is_24h


def _pm(time: Time) -> int:
    return time.minutes % MIDDAY + MIDDAY


def _open_before(opens: Time, closes: Time) -> tuple[int, int] | None:
    """ "9-5pm" opens in the morning; "1-5pm" after noon; "10-11pm" could be either, so it is not read."""
    if closes.minutes <= MIDDAY:
        return (opens.minutes % MIDDAY, closes.minutes) if opens.minutes % MIDDAY < closes.minutes else None
    afternoon, morning = _pm(opens), opens.minutes % MIDDAY
    if afternoon >= closes.minutes:
        return morning, closes.minutes
    return (afternoon, closes.minutes) if morning < 5 * 60 else None
