"""Differences that an owner means: no mistake as long as they stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(eq=False)
class AcceptedDifference:
    """`verdict` is the one that was accepted, as its check told it; in force until taken back."""

    id: str
    business_id: str
    publisher: str
    field: str
    verdict: dict[str, Any]
    accepted_by: str
    accepted_at: datetime
    taken_back_at: datetime | None = None
