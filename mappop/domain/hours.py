"""Opening hours: local times by weekday, with dated exceptions.

A day that is absent is unknown, an empty day is closed, a close before its open runs past midnight,
and 00:00-24:00 is all day (the form of the business schema).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mappop.domain.errors import FieldError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = "24:00"  # closes a day
_NEXT_DAY = "write it on the next day, from 00:00"
_TIMES = frozenset(f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)) | {MIDNIGHT}
_LISTS = (list, tuple)
INTERVALS_MAX = 24  # of one day

Interval = tuple[str, str]
Week = Mapping[str, tuple[Interval, ...]]


@dataclass(frozen=True, slots=True)
class HoursException:
    """One date on which the week does not hold; `open` empty means closed."""

    date: date
    open: tuple[Interval, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    week: Week = field(default_factory=dict)
    exceptions: tuple[HoursException, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.week)


def parse_intervals(
    value: object, where: str, *, is_stored: bool = False
) -> tuple[tuple[Interval, ...], list[FieldError]]:
    """The intervals of one day from a list of pairs, with every fault named. Stored ones may open at 24:00."""
    if not isinstance(value, _LISTS):
        return (), [FieldError(where, "is not a list of times", 'write [["08:00", "17:00"]], or [] for closed')]
    if len(value) > INTERVALS_MAX:
        return (), [FieldError(where, f"has {len(value)} times", f"at most {INTERVALS_MAX}")]
    intervals: list[Interval] = []
    for pair in value:
        if not (isinstance(pair, _LISTS) and len(pair) == 2 and _is_time(pair[0]) and _is_time(pair[1])):
            return (), [FieldError(where, f"“{str(pair)[:40]}” is not a pair of times", "write 08:00 and 17:00")]
        if pair[0] == pair[1]:
            return (), [FieldError(where, "opens and closes at the same minute", "write 00:00-24:00 for all day")]
        if pair[0] == MIDNIGHT and not is_stored:
            return (), [FieldError(where, "opens at 24:00, where the day ends", _NEXT_DAY)]
        intervals.append((pair[0], pair[1]))
    return tuple(sorted(intervals)), []


def _is_time(value: object) -> bool:
    return isinstance(value, str) and value in _TIMES
