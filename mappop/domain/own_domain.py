"""An owner's own domain for the site: the one table of its states, and what each look at it leads to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from mappop.domain.errors import Refused

PROOF_LABEL = "_mappop"
PROOF_PATH = "/.well-known/mappop.txt"


class DomainState(StrEnum):
    ASKED = "asked"  # typed by the owner; nothing proven
    VERIFIED = "verified"  # the owner's own, by record or file
    SERVING = "serving"  # it leads to us: the site's address
    BROKEN = "broken"  # it led to us, and does not any more
    ENDED = "ended"


class DomainEvent(StrEnum):
    """What happens to a domain, past tense."""

    PROVEN = "proven"
    POINTED = "pointed"
    LOST = "lost"
    ENDED = "ended"


_S, _E = DomainState, DomainEvent
TRANSITIONS = {
    (_S.ASKED, _E.PROVEN): _S.VERIFIED,
    (_S.ASKED, _E.ENDED): _S.ENDED,
    (_S.VERIFIED, _E.POINTED): _S.SERVING,
    (_S.VERIFIED, _E.ENDED): _S.ENDED,
    (_S.SERVING, _E.LOST): _S.BROKEN,
    (_S.SERVING, _E.ENDED): _S.ENDED,
    (_S.BROKEN, _E.POINTED): _S.SERVING,
    (_S.BROKEN, _E.ENDED): _S.ENDED,
}
HOLDING = frozenset({_S.VERIFIED, _S.SERVING, _S.BROKEN})  # nobody else has the name meanwhile


class Leads(StrEnum):
    """Where a host's records lead."""

    HERE = "here"
    PARTLY = "partly"  # to us and elsewhere: some visitors land elsewhere
    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"
    UNREAD = "unread"  # nobody answered: not a word about where it leads


@dataclass(frozen=True, slots=True)
class HostSight:
    """One host at one look: `found` are its records as (kind, value), `wrong` those of them that lead elsewhere."""

    leads: Leads
    found: tuple[tuple[str, str], ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    forbids: str = ""  # the CAA record by which our authority may make no certificate for it

    def kept(self) -> dict[str, Any]:
        rows = {name: [list(row) for row in getattr(self, name)] for name in ("found", "wrong")}
        return {"leads": self.leads.value, **rows, "reason": self.reason, "forbids": self.forbids}


@dataclass(frozen=True, slots=True)
class Sight:
    """One look: the proof's way ("record", "file" or ""), why there is none, and each host of the domain."""

    proof: str
    reason: str
    hosts: Mapping[str, HostSight]

    def kept(self) -> dict[str, Any]:
        hosts = {host: sight.kept() for host, sight in self.hosts.items()}
        return {"proof": self.proof, "reason": self.reason, "hosts": hosts}

    def here(self, *wanted: str) -> str:
        """The first of these hosts that leads to us; "" where none does."""
        return next((h for h in wanted if h in self.hosts and self.hosts[h].leads is Leads.HERE), "")

    def ready(self, *wanted: str) -> str:
        """The first that leads to us and may have a certificate: without one, a browser turns people away."""
        return self.here(*(h for h in wanted if h in self.hosts and not self.hosts[h].forbids))

    @property
    def is_unread(self) -> bool:
        return all(sight.leads is Leads.UNREAD for sight in self.hosts.values())


@dataclass(eq=False)
class OwnDomain:
    """`name` is without www; `is_whole` says that it is all of a registered domain, so that www goes with it."""

    id: str
    business_id: str
    name: str
    is_whole: bool
    code: str
    asked_by: str
    asked_at: datetime
    since: datetime
    state: DomainState = DomainState.ASKED
    host: str = ""  # the one that the site is at; of the others we send people on
    is_leaving: bool = False  # the owner canceled: it works until the site ends, and is its address no more
    looks: int = 0
    looked_at: datetime | None = None
    look_asked_at: datetime | None = None
    next_look_at: datetime | None = None
    missed: int = 0
    missing_since: datetime | None = None
    seen: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    holds: str | None = None  # the name, while nobody else may have it; unique in the table
    active_for: str | None = None  # the business, until the end; unique in the table

    @property
    def hosts(self) -> tuple[str, ...]:
        """The best first: a CNAME moves with us, and a bare domain can't have one (RFC 1034, 3.6.2)."""
        return (f"www.{self.name}", self.name) if self.is_whole else (self.name,)

    @property
    def yields(self) -> bool:
        """Whether another business that proves the name has it: it changed hands, as far as anybody can see."""
        return self.state is DomainState.BROKEN

    @property
    def proof_name(self) -> str:
        return f"{PROOF_LABEL}.{self.name}"

    @property
    def proof_value(self) -> str:
        return f"mappop-site={self.code}"

    def may_look(self, at: datetime) -> bool:
        """Whether a press of “Check now” is not too soon after the one before."""
        return self.look_asked_at is None or at - self.look_asked_at >= _span("between_presses")

    @property
    def is_looking(self) -> bool:
        """A look was asked for and has not been made yet."""
        return self.look_asked_at is not None and (self.looked_at is None or self.looked_at < self.look_asked_at)

    def change(self, event: DomainEvent, at: datetime, *, why: str = "") -> None:
        """By the table. Raises Refused for what it does not know."""
        if (self.state, event) not in TRANSITIONS:
            raise Refused(f"A domain that is {self.state.value} can't be {event.value}.")
        self.state, self.since, self.why = TRANSITIONS[self.state, event], at, why
        self.missed, self.missing_since = 0, None
        self.holds = self.name if self.state in HOLDING else None
        if self.state is DomainState.ENDED:
            self.active_for = self.next_look_at = None
        if self.state is not DomainState.SERVING:
            self.host = ""

    def take(self, sight: Sight, at: datetime) -> list[DomainEvent]:
        """What one look leads to, in order. An ended domain takes none."""
        if self.state is DomainState.ENDED:
            return []
        self.looks, self.looked_at, self.seen = self.looks + 1, at, sight.kept()
        steps = (self._proof, self._pointing, self._loss, self._end)
        happened = [event for step in steps if (event := step(sight, at))]
        self.next_look_at = None if DomainEvent.ENDED in happened else at + self._pause()
        return happened

    def _proof(self, sight: Sight, at: datetime) -> DomainEvent | None:
        return self._changed(DomainEvent.PROVEN, at) if self.state is DomainState.ASKED and sight.proof else None

    def _pointing(self, sight: Sight, at: datetime) -> DomainEvent | None:
        here = sight.here(self.host, *self.hosts)
        if not here:
            return None
        self.missed, self.missing_since = 0, None
        if self.state in (DomainState.VERIFIED, DomainState.BROKEN):
            ready = sight.ready(*self.hosts)
            if not ready:
                return None
            self.change(DomainEvent.POINTED, at)
            self.host = ready
            return DomainEvent.POINTED
        if self.state is DomainState.SERVING:
            self.host = here
        return None

    def _loss(self, sight: Sight, at: datetime) -> DomainEvent | None:
        if self.state is not DomainState.SERVING or sight.here(*self.hosts):
            return None
        self.missing_since = self.missing_since or at
        self.missed += not sight.is_unread
        gone = at - self.missing_since
        is_elsewhere = self.missed >= _rules()["patience"]["missing_looks"] and gone >= _span("missing_for")
        if is_elsewhere or gone >= _span("unreadable_for"):
            return self._changed(DomainEvent.LOST, at, why="elsewhere" if is_elsewhere else "unread")
        return None

    def _end(self, sight: Sight, at: datetime) -> DomainEvent | None:
        is_stuck = self.state is not DomainState.SERVING and at - self.since >= _span("given_up")
        return self._changed(DomainEvent.ENDED, at, why="given_up") if is_stuck else None

    def _changed(self, event: DomainEvent, at: datetime, *, why: str = "") -> DomainEvent:
        self.change(event, at, why=why)
        return event

    def _pause(self) -> timedelta:
        looks = _rules()["looks"]
        if self.state is DomainState.SERVING:
            return timedelta(seconds=looks["missing"] if self.missing_since else looks["serving"])
        first: Sequence[int] = looks["first"]
        return timedelta(seconds=first[self.looks - 1] if 0 < self.looks <= len(first) else looks["then"])


def first_look(at: datetime) -> datetime:
    """When a domain that was just asked for is looked at."""
    return at + timedelta(seconds=_rules()["looks"]["first"][0])


def authorities() -> tuple[str, ...]:
    """Who makes the certificates, by their names in CAA records."""
    return tuple(_rules()["certificates"]["authorities"])


def _span(name: str) -> timedelta:
    return timedelta(seconds=_rules()["patience"][name])


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("own_domain.toml").read_text("utf-8"))
