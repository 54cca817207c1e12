"""Messages to people: each has a row from the moment it is decided on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    MAIL = "mail"
    TEXT = "text"


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    REFUSED = "refused"


_RANK = {
    MessageState.QUEUED: 0,
    MessageState.SENT: 1,
    MessageState.DELIVERED: 2,
    MessageState.BOUNCED: 3,
    MessageState.REFUSED: 3,
}


@dataclass(eq=False)
class Message:
    id: str
    business_id: str | None  # None: to a number that wrote to us and that we don't know
    kind: str
    channel: Channel
    to: str
    subject: str
    body: str
    created_at: datetime
    html: str = ""
    key: str = ""  # unique: one message for one reason
    state: MessageState = MessageState.QUEUED
    provider_id: str = ""
    reason: str = ""
    changed_at: datetime | None = None
    attempts: int = 0  # noted before each try: a second one asks the carrier first whether it has the message
    reply_to: str = ""  # whom an answer goes to, where that is not us

    def move(self, state: MessageState, *, at: datetime, reason: str = "") -> bool:
        """Forward only: a late "sent" after "delivered" changes nothing, a bounce after delivery does."""
        if _RANK[state] <= _RANK[self.state]:
            return False
        self.state, self.changed_at, self.reason = state, at, reason
        return True


class NotSent(Exception):
    """The carrier could not be reached or was busy: the same message may go later."""


class Undeliverable(Exception):
    """The carrier will never take this message; the text is its reason."""
