"""Checks: what a listing said, where and when, compared with a revision of the canonical record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class CheckOutcome(StrEnum):
    READ = "read"
    NOT_FOUND = "not_found"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(eq=False)
class Check:
    """`verdicts` holds one {field, verdict, label, canonical, seen, weight} a field; `way` is how it was read."""

    id: str
    business_id: str
    publisher: str
    revision: int
    at: datetime
    way: str
    outcome: CheckOutcome
    listing_id: str | None = None
    is_day_0: bool = False
    url: str = ""
    seen: dict[str, Any] = field(default_factory=dict)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    reason: str = ""

    def difference(self, field: str) -> dict[str, Any] | None:
        """What is shown there otherwise than in the record, and may be meant so; a value that is not shown may not."""
        is_open = (v for v in self.verdicts if v["field"] == field != "listing" and v["weight"] and v["seen"])
        return next(is_open, None)

    @property
    def is_right(self) -> bool:
        """All three facts agree, in whatever spelling, and nothing is said of the listing as a whole."""
        nap = [v for v in self.verdicts if v["field"] in ("name", "address", "phone", "listing")]
        return (
            self.outcome is CheckOutcome.READ and bool(nap) and all(v["verdict"] in ("match", "variant") for v in nap)
        )
