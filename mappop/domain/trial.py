"""A trial: from the agent's words to the owner's own yes. Day 0 is the confirmation, never the call.

Visa asks for a reminder seven or more days before the first charge and Mastercard for one three to seven days
before; the dates restated to the owner are counted here, so that page, message and gate can't differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from mappop.domain.errors import Refused

TRIAL_DAYS = 30
CONFIRM_WITHIN = timedelta(hours=72)


class TrialState(StrEnum):
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    RUNNING = "running"
    DECLINED = "declined"
    LAPSED = "lapsed"


class ConfirmationWay(StrEnum):
    LINK = "link"
    VERIFIER = "verifier"


@dataclass(eq=False)
class Draft:
    """A sale being made: everything typed, kept from the first keystroke saved until it is a trial."""

    id: str
    agent_id: str
    centre_id: str
    started_at: datetime
    lead_id: str | None = None
    scan_id: str | None = None
    record: dict[str, Any] = field(default_factory=dict)
    owner: dict[str, Any] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)  # "en.price" → when that was read out in that language
    theme: str = ""
    trial_id: str | None = None

    def ticks_in(self, language: str) -> dict[str, str]:
        """Clause → when it was read out in this language; one read in another was not."""
        marks = (key.partition(".") + (at,) for key, at in self.ticks.items())
        return {clause: at for spoken, _, clause, at in marks if spoken == language}


@dataclass(eq=False)
class Trial:
    id: str
    business_id: str
    centre_id: str
    agent_id: str
    plan: str
    price_minor: int
    owner: dict[str, Any]
    way: ConfirmationWay
    sold_at: datetime
    confirm_by: datetime
    timezone: str
    identity: str  # one trial for a business: normalised phone and address
    token_hash: str | None = None
    state: TrialState = TrialState.AWAITING_CONFIRMATION
    confirmed_at: datetime | None = None
    confirmation: dict[str, Any] = field(default_factory=dict)
    closed_at: datetime | None = None
    lead_id: str | None = None
    language: str = "en"
    canceled_at: datetime | None = None  # the free month runs on to its end; nothing is charged after it
    cancellation: dict[str, Any] = field(default_factory=dict)
    doubt: str = ""  # why it may be a business that had its trial: a verifier finds out, and nobody else confirms it

    def confirm(self, *, at: datetime, evidence: dict[str, Any]) -> bool:
        """Start the trial; False when it runs already, so a second tap changes nothing."""
        if self.state is TrialState.RUNNING:
            return False
        if self.state is not TrialState.AWAITING_CONFIRMATION or at >= self.confirm_by:
            raise Refused("This offer is no longer open, so nothing was started. Call us if you still want it.")
        if self.doubt and not evidence.get("apart"):
            raise Refused(
                "A verifier has to note first what tells this business apart from one that had its free month."
            )
        self.state, self.confirmed_at, self.confirmation = TrialState.RUNNING, at, evidence
        return True

    def decline(self, *, at: datetime, evidence: dict[str, Any]) -> bool:
        if self.state is not TrialState.AWAITING_CONFIRMATION:
            return False
        self.state, self.closed_at, self.confirmation = TrialState.DECLINED, at, evidence
        return True

    def cancel(self, *, at: datetime, evidence: dict[str, Any]) -> bool:
        """Nothing will be charged; False when it is canceled already, so a second tap changes nothing."""
        if self.canceled_at is not None:
            return False
        if self.state is not TrialState.RUNNING:
            raise Refused("Nothing has been started here, so there is nothing to cancel and nothing to pay.")
        self.canceled_at, self.cancellation = at, evidence
        return True

    def lapse(self, *, at: datetime) -> bool:
        if self.state is not TrialState.AWAITING_CONFIRMATION or at < self.confirm_by:
            return False
        self.state, self.closed_at = TrialState.LAPSED, at
        return True

    def dates(self, now: datetime) -> TrialDates:
        """The dates to tell the owner, in the business's own zone; before the confirmation, as if it were now."""
        return trial_dates(self.confirmed_at or now, self.timezone)


@dataclass(frozen=True, slots=True)
class TrialDates:
    day_0: date
    reminder: date
    last_cancel: date
    first_charge: date


def trial_dates(day_0_at: datetime, timezone: str) -> TrialDates:
    day_0 = day_0_at.astimezone(ZoneInfo(timezone)).date()
    first_charge = day_0 + timedelta(days=TRIAL_DAYS)
    return TrialDates(day_0, first_charge - timedelta(days=7), first_charge - timedelta(days=1), first_charge)


@dataclass(eq=False)
class Consent:
    """What was read out and agreed, clause by clause with times; kept for good."""

    id: str
    trial_id: str
    business_id: str
    disclosure_version: str
    clauses: list[dict[str, str]]  # id, text, ticked_at
    agreed_by: str
    role: str
    authority: str
    recording: str
    agreed_at: datetime
    agent_id: str
