"""Leads: businesses to call, when they may be called, and how each call ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

# 47 CFR 64.1200(c)(1) and 16 CFR 310.4(c): 8:00-21:00 at the called party's place; Washington ends at 20:00
# (RCW 80.36.390). A narrower state is a row here, never a branch in code.
CALL_WINDOW = (time(8), time(21))
NARROWER_WINDOWS = {"WA": (time(8), time(20))}


class LeadState(StrEnum):
    OPEN = "open"
    CALL_BACK = "call_back"
    SOLD = "sold"
    CLOSED = "closed"
    DO_NOT_CONTACT = "do_not_contact"


class Disposition(StrEnum):
    """How a call ended: one code for every call, from this closed list."""

    SOLD = "sold"
    CALL_BACK = "call_back"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    GATEKEEPER = "gatekeeper"
    NOT_INTERESTED = "not_interested"
    WRONG_NUMBER = "wrong_number"
    OUT_OF_BUSINESS = "out_of_business"
    DO_NOT_CALL = "do_not_call"

    @property
    def label(self) -> str:
        return {"do_not_call": "Do not call again", "voicemail": "Voicemail"}.get(
            self.value, self.value.replace("_", " ").capitalize()
        )


_AFTER_CALL = {
    Disposition.SOLD: LeadState.SOLD,
    Disposition.CALL_BACK: LeadState.CALL_BACK,
    Disposition.NO_ANSWER: LeadState.OPEN,
    Disposition.VOICEMAIL: LeadState.OPEN,
    Disposition.GATEKEEPER: LeadState.OPEN,
    Disposition.NOT_INTERESTED: LeadState.CLOSED,
    Disposition.WRONG_NUMBER: LeadState.CLOSED,
    Disposition.OUT_OF_BUSINESS: LeadState.CLOSED,
    Disposition.DO_NOT_CALL: LeadState.DO_NOT_CONTACT,
}


@dataclass(eq=False)
class Lead:
    id: str
    centre_id: str
    name: str
    phone: str
    city: str
    region: str
    timezone: str
    trade: str = ""
    known: dict[str, Any] = field(default_factory=dict)
    state: LeadState = LeadState.OPEN
    position: int = 0
    call_back_at: datetime | None = None
    called_at: datetime | None = None
    agent_id: str | None = None

    def close_call(self, disposition: Disposition, *, at: datetime, call_back_at: datetime | None) -> None:
        self.state = _AFTER_CALL[disposition]
        self.called_at = at
        self.call_back_at = call_back_at if disposition is Disposition.CALL_BACK else None

    def may_call(self, now: datetime) -> bool:
        start, end = call_window(self.region)
        return start <= now.astimezone(ZoneInfo(self.timezone)).time() < end


def call_window(region: str) -> tuple[time, time]:
    """Local opening and closing of the hours in which a place of that region may be called."""
    return NARROWER_WINDOWS.get(region, CALL_WINDOW)


@dataclass(eq=False)
class Call:
    """One call and the one code that ended it."""

    id: str
    lead_id: str
    agent_id: str
    disposition: Disposition
    at: datetime
    note: str = ""
    call_back_at: datetime | None = None
