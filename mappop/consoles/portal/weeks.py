"""Two weeks of counts, as a sentence, fourteen marks and a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mappop.consoles.bars import Bar, row
from mappop.consoles.filters import day
from mappop.db.queries.sites import COUNTED, Weeks


def told(weeks: Weeks, live_since: date, language: str, said: Mapping[str, str]) -> dict[str, Any]:
    """A site that is younger than a week has no week before to stand beside."""
    is_new = (weeks.days[-1].day - live_since).days < 7
    line = said["calls_new" if is_new else "calls"]
    title = line.format(
        now=weeks.now["calls"] + (weeks.before["calls"] if is_new else 0),
        before=weeks.before["calls"],
        when=day(live_since, language),
    )
    rows = [
        (_name(n, one.day, language, said), [getattr(one, key) for key in COUNTED]) for n, one in enumerate(weeks.days)
    ]
    sums = [(said["week"], weeks.now), (said["week_before"], weeks.before)]
    return {
        "title": title,
        "marks": _marks(weeks, language, said),
        "rows": rows[::-1],
        "sums": [(name, [counted[key] for key in COUNTED]) for name, counted in sums],
    }


def _marks(weeks: Weeks, language: str, said: Mapping[str, str]) -> list[Bar]:
    named = [(n, one.calls, _name(n, one.day, language, said)) for n, one in enumerate(weeks.days)]
    return row(
        [Bar(calls, str(calls or ""), said["bar"].format(day=name, n=calls), is_now=n >= 7) for n, calls, name in named]
    )


def _name(n: int, when: date, language: str, said: Mapping[str, str]) -> str:
    return f"{day(when, language)} ({said['today']})" if n == 13 else day(when, language)
