"""What a part of a period costs: the one place where a price is divided by days.

The rule: up to a day, price x days gone / days of the period is earned, rounded once to the cent. A part costs what is
earned at its end less what was earned at its start. So the parts of a period sum to its price wherever it is cut, and
what is given back for a part is what was asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mappop.domain.money import rounded


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the business's own calendar; `end` is the first day after it."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period can't end on {self.end}, before it starts on {self.start}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def since(self, day: date) -> Period:
        """What is left of it on that day, which counts whole."""
        return Period(min(max(day, self.start), self.end), self.end)


def prorated(price_minor: int, whole: Period, part: Period) -> int:
    """Cents of `part`, of a price for `whole`. Raises ValueError for a part that lies outside."""
    if part.start < whole.start or part.end > whole.end:
        raise ValueError(f"{part.start} to {part.end} is no part of {whole.start} to {whole.end}")
    if not whole.days:
        return 0
    until, before = (price_minor * (day - whole.start).days for day in (part.end, part.start))
    return rounded(until, whole.days) - rounded(before, whole.days)
