"""Risk meters: disputes and returns against what networks and banks bear, and what follows from a crossing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from mappop.domain.charging import months_after
from mappop.domain.person import CurrentPerson, Person
from mappop.domain.roles import Role

PROGRAMME = ""  # the key of all centres together
SEES_ALL = frozenset({Role.ADMIN, Role.PROGRAMME_MANAGER})


class Counted(StrEnum):
    DISPUTES = "disputes"
    RETURNS = "returns"


class Level(StrEnum):
    CALM = "calm"
    ALARM = "alarm"  # from half of the limit on
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Span:
    """Half open."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Meter:
    key: str
    title: str
    counts: Counted
    limit_bp: int
    least: int
    days: int  # 0: the calendar month
    of_month_before: bool
    codes: tuple[str, ...]

    def spans(self, now: datetime) -> tuple[Span, Span]:
        """Within which to count what went wrong, and the payments that it is a part of. Months are those of UTC."""
        if self.days:
            span = Span(now - timedelta(days=self.days), now)
            return span, span
        first = now.astimezone(UTC).date().replace(day=1)
        month = Span(_midnight(first), now)
        before = Span(_midnight(months_after(first, -1)), month.start)
        return month, before if self.of_month_before else month

    def counted(self, wrong: int, of: int) -> str:
        """In words; where nothing is there to divide by, that."""
        if of:
            return f"{wrong:,} of {of:,}"
        what = "no card paid" if self.counts is Counted.DISPUTES else "no account was debited"
        return f"{wrong:,}; {what} {'the month before' if self.of_month_before else 'in that time'}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


@dataclass(frozen=True, slots=True)
class Reading:
    meter: Meter
    wrong: int
    of: int

    @property
    def rate_bp(self) -> float:
        """In hundredths of a percent; with nothing to divide by, anything wrong is all of it."""
        if not self.of:
            return 10_000.0 if self.wrong else 0.0
        return 10_000 * self.wrong / self.of

    @property
    def level(self) -> Level:
        return Level.OVER if self._reaches(100) else Level.ALARM if self._reaches(rules().alarm_percent) else Level.CALM

    @property
    def is_too_few(self) -> bool:
        """Whether the rate alone would be an alarm, and only the count is too small for one."""
        return self.level is Level.CALM and self.wrong > 0 and self._is_high(rules().alarm_percent)

    def _reaches(self, percent: int) -> bool:
        """Both the count and the rate, each at so much of its limit; in integers, so that rounding misses none."""
        return self.wrong > 0 and self.wrong * 100 >= self.meter.least * percent and self._is_high(percent)

    def _is_high(self, percent: int) -> bool:
        return self.wrong * 10_000 * 100 >= self.meter.limit_bp * percent * self.of


def readings(meter: Meter, counts: Mapping[str, tuple[int, int]]) -> dict[str, Reading]:
    """By centre, and all together as the programme."""
    found = {centre: Reading(meter, wrong, of) for centre, (wrong, of) in counts.items()}
    found[PROGRAMME] = Reading(meter, sum(one.wrong for one in found.values()), sum(one.of for one in found.values()))
    return found


@dataclass(frozen=True, slots=True)
class RiskRules:
    meters: tuple[Meter, ...]
    alarm_percent: int
    review_holds: timedelta
    review_ends_told: timedelta


@cache
def rules() -> RiskRules:
    data = tomllib.loads(resources.files(__package__).joinpath("risk.toml").read_text("utf-8"))
    return RiskRules(
        tuple(map(_meter, data["meter"])),
        data["alarm_at_percent"],
        timedelta(days=data["review_holds_days"]),
        timedelta(days=data["review_ends_told_days"]),
    )


def _meter(row: Mapping[str, object]) -> Meter:
    codes = row.get("codes", [])
    assert isinstance(codes, list)
    return Meter(
        str(row["key"]), str(row["title"]), Counted(str(row["counts"])), int(str(row["limit_bp"])),
        int(str(row["least"])), int(str(row.get("days", 0))), row.get("denominator") == "month_before", tuple(codes),
    )  # fmt: skip


@dataclass(eq=False)
class RiskAlarm:
    """One crossing: from when a meter of a centre (or of the programme) stood at that level until it left it.

    `open_key` is unique while it lasts, so that one crossing has one row.
    """

    id: str
    centre_id: str
    meter: str
    level: Level
    wrong: int
    of: int
    at: datetime
    open_key: str | None = None
    ended_at: datetime | None = None


@dataclass(eq=False)
class RiskReview:
    """A manager looked at a centre that is over a limit, and lets it sell on for a while."""

    id: str
    centre_id: str
    by: str
    note: str
    at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.at + rules().review_holds

    def is_of(self, alarm: RiskAlarm) -> bool:
        return self.centre_id == alarm.centre_id and alarm.at <= self.at

    def covers(self, alarm: RiskAlarm, now: datetime) -> bool:
        return self.is_of(alarm) and now < self.ends_at


def may_see(who: CurrentPerson | Person, centre_id: str) -> bool:
    """Meters and reviews of a centre (or of the programme): a centre's manager those of the own centre alone."""
    is_own = who.role is Role.CENTRE_MANAGER and centre_id != PROGRAMME and who.centre_id == centre_id
    return is_own or who.role in SEES_ALL


def stopping(alarms: Iterable[RiskAlarm], reviews: Sequence[RiskReview], now: datetime) -> list[RiskAlarm]:
    """Those for which a centre may not sell: over the limit still, and not covered by a review."""
    return [
        alarm
        for alarm in alarms
        if alarm.level is Level.OVER
        and alarm.ended_at is None
        and not any(review.covers(alarm, now) for review in reviews)
    ]


def ending(alarms: Iterable[RiskAlarm], reviews: Sequence[RiskReview], now: datetime) -> dict[str, RiskReview]:
    """By meter, the newest review of what is over its limit still, where that review ends soon, or has ended."""
    found: dict[str, RiskReview] = {}
    for alarm in alarms:
        newest = max((one for one in reviews if one.is_of(alarm)), key=lambda one: one.at, default=None)
        is_over = alarm.level is Level.OVER and alarm.ended_at is None
        if newest is not None and is_over and now >= newest.ends_at - rules().review_ends_told:
            found[alarm.meter] = newest
    return found


def stop_words(stops: Sequence[RiskAlarm]) -> str:
    """For the centre's agents; nothing where it may sell."""
    if not stops:
        return ""
    titles = {meter.key: meter.title for meter in rules().meters}
    names = ", ".join(sorted({titles[alarm.meter] for alarm in stops}))
    return f"Your centre is past a limit ({names}) and starts no trial until a manager has reviewed it."
