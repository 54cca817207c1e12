"""Opening hours in the form of the business schema, read from a stranger's reply."""

from __future__ import annotations

from collections.abc import Mapping

from checkers.nap import Hours
from mappop.domain.hours import DAYS, parse_intervals


def week_in(data: object) -> Hours | None:
    """`{"mon": [["08:00", "17:00"]]}` as hours; a day that is malformed is left out."""
    if not isinstance(data, Mapping):
        return None
    week = {}
    for day in DAYS:
        if day in data:
            spans, faults = parse_intervals(data[day], day)
            if not faults:
                week[day] = spans
    return week or None
