"""Work that runs later: an outbox row is the job, written in the transaction that wants it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LEASE = timedelta(seconds=20)
LANES = ("now", "publish", "check", "slow")


class WorkState(StrEnum):
    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"  # tries used up: a person decides


@dataclass(eq=False)
class Work:
    job: str
    args: dict[str, Any]
    key: str
    due_at: datetime
    created_at: datetime
    id: int = 0
    lane: str = ""  # the dispatcher fills it from the job's own declaration
    attempt: int = 0
    max_attempts: int = 1
    lease_owner: str = ""
    lease_until: datetime | None = None
    token: int = 0
    state: WorkState = WorkState.DUE
    rung_at: datetime | None = None
    last_error: str = ""
    done_at: datetime | None = field(default=None)
