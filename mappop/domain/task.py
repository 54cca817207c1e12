"""Hand work: what a machine can't do, briefed with outcome, steps and proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mappop.domain.errors import FieldError, Invalid
from mappop.domain.roles import Role


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"


@dataclass(eq=False)
class Task:
    """`role` says whose desk it lies on; `due_at` is set where a day was promised."""

    id: str
    business_id: str
    title: str
    outcome: str
    proof: str
    filed_at: datetime
    key: str
    listing_id: str | None = None
    steps: list[str] = field(default_factory=list)
    url: str = ""
    state: TaskState = TaskState.OPEN
    done_at: datetime | None = None
    done_by: str | None = None
    evidence_url: str = ""
    evidence: str = ""
    role: Role = Role.ASSISTANT
    due_at: datetime | None = None

    def hand_in(self, *, by: str, at: datetime, evidence: str, evidence_url: str) -> bool:
        if self.state is TaskState.DONE:
            return False
        if not evidence.strip():
            raise Invalid([FieldError("evidence", "is empty", "say what you did and what you saw, in a sentence")])
        self.state, self.done_at, self.done_by = TaskState.DONE, at, by
        self.evidence, self.evidence_url = evidence.strip(), evidence_url.strip()
        return True

    def withdraw(self, *, at: datetime, why: str) -> None:
        """Nobody needs the result any more; `why` stands where evidence would."""
        self.state, self.done_at, self.evidence = TaskState.DONE, at, why
