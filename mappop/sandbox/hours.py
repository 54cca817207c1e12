"""Opening hours in the business schema's form: {"mon": [["08:00", "17:00"]], "sun": []}."""

from __future__ import annotations

import re

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
INTERVALS_MAX = 6
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def is_week(value: object) -> bool:
    if not isinstance(value, dict) or set(value) - set(DAYS):
        return False
    return all(
        isinstance(day, list) and len(day) <= INTERVALS_MAX and all(map(_is_pair, day)) for day in value.values()
    )


def _is_pair(pair: object) -> bool:
    times = pair if isinstance(pair, list) else []
    return len(times) == 2 and all(isinstance(time, str) and TIME.fullmatch(time) is not None for time in times)
