"""The business's own time zone, for open-now and for what today is: as recorded, else by its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from mappop.domain.business import Business
from mappop.zones import KNOWN_ZONES, timezone_of

# Military "states" lie anywhere, and three free associates have a postal code each but no zone in the table.
# What a page says of its zone; a clock after that asks the browser's own table. Not by the day on which it is made, so
# that a page that says nothing of days stays as it is.
_TOLD = datetime(2026, 7, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
_EPOCH, _WEEK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(weeks=1)
_HOUR, _QUARTER = timedelta(hours=1), timedelta(minutes=15)
_NOWHERE = frozenset({"AA", "AE", "AP", "FM", "MH", "PW"})


def zone_of(business: Business) -> str:
    """An IANA name that exists; empty where none can be told, and then the page does not say "open now"."""
    a = business.address
    if business.timezone in KNOWN_ZONES:
        return business.timezone
    if a.country != "US" or a.region in _NOWHERE:
        return ""
    zone = timezone_of(a.postal_code if a.postal_code.isascii() else "", a.region)
    return zone if zone in KNOWN_ZONES else ""


@cache
def turns(zone: str) -> tuple[float, ...]:
    """The minutes from UTC, and the hour since 1970 up to which they hold, in turn, through the years that are told.

    So a page need not ask the browser for a zone: the first `Intl.DateTimeFormat` in Chromium takes 14 ms of CPU, four
    times that on a phone, before anything can be painted (2026-11-27).
    """
    found: list[float] = []
    for until in (*_changes(ZoneInfo(zone)), _TOLD[1]):
        offset = _offset(ZoneInfo(zone), until - timedelta(seconds=1))
        found += (_whole(offset / timedelta(minutes=1)), _whole((until - _EPOCH) / _HOUR))
    return tuple(found)


def _changes(zone: ZoneInfo) -> Iterator[datetime]:
    """The moments at which the offset changes; zones change by quarters of an hour, and not twice in a week."""
    start, end = _TOLD
    while start < end:
        after = min(start + _WEEK, end)
        if _offset(zone, start) != _offset(zone, after):
            quarters = [start + n * _QUARTER for n in range((after - start) // _QUARTER)]
            yield quarters[bisect_left(quarters, True, key=lambda at: _offset(zone, at) == _offset(zone, after))]
        start = after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number
