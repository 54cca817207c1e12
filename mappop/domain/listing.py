"""One business on one publisher: the one table of its states, and the moves between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mappop.domain.errors import Refused


class ListingState(StrEnum):
    PLANNED = "planned"
    NEEDS_PERSON = "needs_person"
    ACCEPTED = "accepted"
    PENDING_VERIFICATION = "pending_verification"
    LIVE = "live"
    UNCONFIRMED = "unconfirmed"
    DRIFTED = "drifted"
    SUSPENDED = "suspended"
    CLAIMED_BY_OTHER = "claimed_by_other"
    DUPLICATE_FOUND = "duplicate_found"
    FAILED = "failed"
    NOT_SUITABLE = "not_suitable"
    EXPIRED = "expired"
    CLOSING = "closing"
    LEFT_UP = "left_up"
    REMOVED = "removed"


# "leaves by" of the table in the glossary, and the retreats that a repeated push needs.
_MOVES = {
    "planned": "accepted needs_person not_suitable pending_verification failed unconfirmed live claimed_by_other",
    "needs_person": "accepted pending_verification live claimed_by_other failed unconfirmed",
    "accepted": "pending_verification live failed unconfirmed drifted duplicate_found needs_person suspended",
    "pending_verification": "accepted live expired needs_person failed claimed_by_other",
    "live": "drifted suspended duplicate_found closing accepted pending_verification needs_person failed"
    " claimed_by_other",
    "unconfirmed": "live drifted accepted needs_person failed",
    "drifted": "accepted needs_person live pending_verification failed claimed_by_other",
    "suspended": "accepted needs_person live failed pending_verification",
    "claimed_by_other": "accepted needs_person live failed pending_verification",
    "duplicate_found": "accepted needs_person live failed pending_verification",
    "failed": "accepted pending_verification needs_person live claimed_by_other unconfirmed",
    "expired": "pending_verification needs_person accepted",
    "closing": "left_up removed",
    "not_suitable": "planned",
    "left_up": "",
    "removed": "",
}


@dataclass(eq=False)
class Listing:
    id: str
    business_id: str
    publisher: str
    title: str
    planned_at: datetime
    forecast_days: int = 0
    state: ListingState = ListingState.PLANNED
    since: datetime | None = None
    ref: str = ""
    url: str = ""
    sent_revision: int = 0
    proven_revision: int = 0
    proven_at: datetime | None = None
    why: str = ""  # what it waits for, or what is wrong, in words

    def move(self, state: ListingState, *, at: datetime, why: str = "") -> None:
        """Change state by the table; staying where it is only renews the reason."""
        if state is not self.state:
            if state.value not in _MOVES[self.state].split():
                raise Refused(f"A listing can't go from {self.state.value} to {state.value}.")
            self.state, self.since = state, at
        self.why = why

    def sent(self, state: ListingState, *, revision: int, at: datetime, ref: str, url: str, why: str = "") -> None:
        """The publisher (or a person's queue) has taken this revision."""
        self.sent_revision = max(self.sent_revision, revision)
        self.ref, self.url = ref or self.ref, url or self.url
        self.move(state, at=at, why=why)

    def proven(self, *, revision: int, at: datetime) -> None:
        """An independent read showed this revision's facts."""
        self.proven_revision, self.proven_at = revision, at
        self.move(ListingState.LIVE, at=at)
