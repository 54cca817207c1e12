"""The live scan before a sale: what each publisher says right now, a row for each as it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ScanState(StrEnum):
    WAITING = "waiting"
    FOUND = "found"
    MISSING = "missing"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(eq=False)
class Scan:
    id: str
    asked_by: str
    centre_id: str
    query: dict[str, Any]
    started_at: datetime
    lead_id: str | None = None
    business_id: str | None = None  # set when a sale came of it: its results are the checks of day 0
    done_at: datetime | None = None
    score: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class ScanResult:
    """`seen` is a list of listings, best first: {url, nap, verdicts, claim}. `seq` orders the stream."""

    id: str
    scan_id: str
    publisher: str
    title: str
    state: ScanState = ScanState.WAITING
    seq: int = 0
    seen: list[dict[str, Any]] = field(default_factory=list)
    reason: str = ""
    answered_at: datetime | None = None
