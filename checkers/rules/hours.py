"""When are they the same hours? Day by day, over the days that the canonical record says."""

from __future__ import annotations

from checkers.nap import Hours
from checkers.normalise import hours
from checkers.rules.rule import NEITHER, Level, Rule, always, blank, neither, unasked
from checkers.verdict import Verdict


def _parse(raw: str) -> Hours:
    return hours.parse(raw) or {}


def _same(canonical: Hours, seen: Hours) -> bool:
    return hours.hours_key(canonical) == hours.hours_key(seen)


def _fewer_days(canonical: Hours, seen: Hours) -> bool:
    """A day that is not listed and a day that is listed as closed say the same to a customer."""
    said = [day for day in canonical if day in seen]
    unsaid = [day for day in canonical if day not in seen and canonical[day]]
    return (
        bool(said)
        and not unsaid
        and _agree(canonical, seen, said)
        and not any(seen[d] for d in seen if d not in canonical)
    )


def _some_days(canonical: Hours, seen: Hours) -> bool:
    said = [day for day in canonical if day in seen]
    return bool(said) and _agree(canonical, seen, said)


def _agree(canonical: Hours, seen: Hours, days: list[str]) -> bool:
    return all(sorted(canonical[day]) == sorted(seen[day]) for day in days)


HOURS = Rule(
    field="hours",
    parse=_parse,
    levels=(
        Level(NEITHER, neither, Verdict.MISSING),
        Level("not listed", blank, Verdict.MISSING, 40),
        Level("listed here, not in our record", unasked, Verdict.EXTRA),
        Level("same hours", _same, Verdict.MATCH),
        Level("same hours, closed days not shown", _fewer_days, Verdict.VARIANT),
        Level("some days missing", _some_days, Verdict.REVIEW, 30),
        Level("other hours", always, Verdict.MISMATCH, 100),
    ),
    examples=(
        ("", "", NEITHER),
        ("Mo-Fr 08:00-17:00", "", "not listed"),
        ("", "Mo-Fr 08:00-17:00", "listed here, not in our record"),
        ("Mo-Fr 08:00-17:00", "Monday - Friday: 8am to 5pm", "same hours"),
        ("Mo-Fr 08:00-17:00; Su off", "Mon-Fri 8am-5pm", "same hours, closed days not shown"),
        ("Mo-Fr 08:00-17:00", "Mon 8am-5pm", "some days missing"),
        ("Mo-Fr 08:00-17:00", "Mon-Fri 8am-6pm", "other hours"),
    ),
)
