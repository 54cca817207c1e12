"""What the processor holds beside what we hold: each thing on both sides, how the two differ, and who looked at it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class HeldKind(StrEnum):
    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"
    PAYOUT = "payout"
    MOVE = "move"  # of the balance, and of nobody's
    BALANCE = "balance"


class Flaw(StrEnum):
    """In the order in which they are told: a thing that one side lacks differs in nothing else."""

    ONLY_THEIRS = "only_theirs"
    ONLY_OURS = "only_ours"
    AMOUNT = "amount"
    STATE = "state"
    FEE = "fee"
    CAME_BACK = "came_back"  # both sides agree, and a person has to act: a payout that our bank did not take


@dataclass(frozen=True, slots=True)
class Held:
    """One thing as one side has it; amounts in cents, `name` is the processor's id, or our key."""

    kind: HeldKind
    name: str
    amount_minor: int
    state: str
    fee_minor: int = 0

    def shown(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if key not in ("kind", "name")}


def flaw_of(ours: Held | None, theirs: Held | None) -> Flaw | None:
    """How they differ, if they do."""
    if ours is None or theirs is None:
        return None if ours is theirs else Flaw.ONLY_THEIRS if ours is None else Flaw.ONLY_OURS
    if ours.amount_minor != theirs.amount_minor:
        return Flaw.AMOUNT
    if ours.state != theirs.state:
        return Flaw.STATE
    return Flaw.FEE if ours.fee_minor != theirs.fee_minor else None


@dataclass(eq=False)
class DifferenceCase:
    """A difference, kept; found again it is the same case. `mended_at` is when both sides were seen to agree,
    `closed_at` when a person said what it is: seen again it stays closed, unless it is another difference by then."""

    id: str
    processor: str
    kind: HeldKind
    name: str
    flaw: Flaw
    found_at: datetime
    seen_at: datetime
    ours: dict[str, Any] = field(default_factory=dict)
    theirs: dict[str, Any] = field(default_factory=dict)
    business_id: str | None = None
    mended_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.mended_at is None and self.closed_at is None

    @property
    def seal(self) -> str:
        """What a person looks at. Of the balance it is the gap alone: both sides move with every payment."""
        if self.kind is HeldKind.BALANCE and self.ours and self.theirs:
            return str(self.theirs["amount_minor"] - self.ours["amount_minor"])
        return json.dumps([self.ours, self.theirs], sort_keys=True)

    def see(self, ours: Held | None, theirs: Held | None, *, at: datetime) -> None:
        before, was_mended = self.seal, self.mended_at is not None
        self.ours, self.theirs = (side.shown() if side else {} for side in (ours, theirs))
        self.seen_at, self.mended_at = at, None
        if was_mended or self.seal != before:
            self.closed_at = None


@dataclass(eq=False)
class DifferenceLook:
    """A person looked at a difference and closed it: `note` says why, `seal` what stood there. Never changed."""

    id: str
    case_id: str
    by: str
    note: str
    seal: str
    at: datetime
