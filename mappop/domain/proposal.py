"""A change that waits for its owner's yes: the record as it would be, and the revision it was made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from mappop.domain.business import Business
from mappop.domain.errors import Refused

LOOK = "theme"  # kept beside the record, and shown among what changed


class ProposalState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(eq=False)
class Proposal:
    id: str
    business_id: str
    base_revision: int
    content: dict[str, Any]
    theme: str
    proposed_by: str
    proposed_at: datetime
    state: ProposalState = ProposalState.OPEN
    revision: int = 0  # the one that its approval made
    decided_at: datetime | None = None
    decision: dict[str, Any] = field(default_factory=dict)  # how the owner said so

    def business(self) -> Business:
        return Business.from_stored(self.content)

    def approve(self, *, revision: int, at: datetime, evidence: dict[str, Any]) -> None:
        if self.state is not ProposalState.OPEN:
            raise Refused("This change was decided already.")
        self.state, self.revision, self.decided_at, self.decision = ProposalState.APPROVED, revision, at, evidence

    def decline(self, *, at: datetime, evidence: dict[str, Any]) -> bool:
        """False when it is decided already, so that a second tap changes nothing."""
        if self.state is not ProposalState.OPEN:
            return False
        self.state, self.decided_at, self.decision = ProposalState.DECLINED, at, evidence
        return True


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The fields of two records' JSON forms that differ, in the order of the record."""
    keys = dict.fromkeys((*before, *after))
    return [key for key in keys if before.get(key) != after.get(key)]


def carried_over(base: dict[str, Any], wanted: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What was wanted of `base`, done to the record as it is now; whole fields, as a person would read them."""
    moved = dict(now)
    for key in changed_fields(base, wanted):
        moved.pop(key, None)
        if key in wanted:
            moved[key] = wanted[key]
    return moved
