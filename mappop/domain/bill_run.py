"""One run of billing: what it did, how long it took, and whether something failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class BillRun:
    """`counts` by what was done; `fault` is the first one's kind, without anybody's data."""

    id: str
    began_at: datetime
    ended_at: datetime
    counts: dict[str, int]
    faults: int = 0
    fault: str = ""
