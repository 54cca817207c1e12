"""How long a page stays right untouched: dated hours pass, and a new year changes how dates are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from mappop.domain.business import Business
from mappop.sites.opening import last_night
from mappop.sites.zone import zone_of


@dataclass(frozen=True, slots=True)
class Lasting:
    """From the day `since` to the day before `until`, in the business's own zone."""

    zone: str
    since: date
    until: date

    def covers(self, today_in: Callable[[str], date]) -> bool:
        return self.since <= today_in(self.zone) < self.until


@lru_cache(maxsize=128)  # of a run's one instant, in the few zones that there are
def today_in(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone) if zone else UTC).date()


def calendar(now: datetime) -> Callable[[str], date]:
    """The day it is in each zone at one instant, each asked once."""
    return cache(lambda zone: today_in(zone, now))


def lasting(business: Business, now: datetime) -> Lasting | None:
    """None where the page hangs on no day: only dated hours are said by the calendar."""
    exceptions = business.hours.exceptions
    if not exceptions:
        return None
    zone = zone_of(business)
    today = today_in(zone, now)
    said = [e.date for e in (*last_night(business.hours, today), *[e for e in exceptions if e.date >= today])]
    if not said:
        return Lasting(zone, today, date.max)
    next_year = date(min(today.year + 1, date.max.year), 1, 1)
    passes = max(said[0], today) + timedelta(days=1) if said[0] < date.max else date.max
    return Lasting(zone, today, min(passes, next_year))


def changes_at(business: Business, now: datetime) -> datetime | None:
    """The next midnight, where the business is, from which its page says something else; None where none comes."""
    days = lasting(business, now)
    if days is None or days.until == date.max:
        return None
    return datetime.combine(days.until, time(), ZoneInfo(days.zone) if days.zone else UTC)
