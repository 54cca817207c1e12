"""Two weeks of counts, as a sentence, fourteen marks and a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mappop.consoles.filters import day
from mappop.db.queries.sites import COUNTED, Weeks

WIDTH, GAP, HEIGHT = 18, 6, 72  # of a mark in the drawing's own units


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
        (_name(n, row.day, language, said), [getattr(row, key) for key in COUNTED]) for n, row in enumerate(weeks.days)
    ]
    sums = [(said["week"], weeks.now), (said["week_before"], weeks.before)]
    return {
        "title": title,
        "marks": _marks(weeks, language, said) if any(row.calls for row in weeks.days) else [],
        "rows": rows[::-1],
        "sums": [(name, [counted[key] for key in COUNTED]) for name, counted in sums],
    }


def _marks(weeks: Weeks, language: str, said: Mapping[str, str]) -> list[dict[str, Any]]:
    most = max(row.calls for row in weeks.days)
    return [
        {
            "x": n * (WIDTH + GAP),
            "height": round(HEIGHT * row.calls / most) if row.calls else 2,
            "n": row.calls,
            "is_now": n >= 7,
            "label": said["bar"].format(day=_name(n, row.day, language, said), n=row.calls),
        }
        for n, row in enumerate(weeks.days)
    ]


def _name(n: int, when: date, language: str, said: Mapping[str, str]) -> str:
    return f"{day(when, language)} ({said['today']})" if n == 13 else day(when, language)
