"""The connector protocol: what a publisher can do, what we want it to say, what came of asking.

`plan` is pure and can be shown to a person; only `apply` changes anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from checkers.compare import Known
from checkers.nap import Nap
from mappop.domain.business import Business
from provisioners.session import Session


class Kind(StrEnum):
    MAP = "map"
    DIRECTORY = "directory"
    SOCIAL = "social"
    AGGREGATOR = "aggregator"


class Capability(StrEnum):
    FIND = "find"
    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    CLAIM = "claim"
    CLOSE = "close"
    FED = "fed"  # an aggregator of ours feeds it: nothing is sent to it, its page is watched
    HAND = "hand"  # a person files it


class Evidence(StrEnum):
    """How "live" is proven, later and independently of our own write."""

    PAGE = "page"
    OFFICIAL_READ = "official_read"
    OWNER_VIEW = "owner_view"
    NONE = "none"  # can't be checked: its listings stay `unconfirmed`, and are said to be


@dataclass(frozen=True, slots=True)
class Limits:
    """What the publisher's terms allow; source beside each connector's figure."""

    requests_per_minute: int = 60
    changes_per_plan: int = 6  # a plan that changes more fields of a live listing waits for a person
    name_max: int = 100
    typical_days: tuple[int, int] = (0, 1)  # from accepted to live, median and 90th percentile


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable of a connector, as `mappop doctor` lists it; it is needed where it has no default."""

    name: str
    help: str
    default: str = ""
    is_secret: bool = False
    goes: str = ""  # where a session puts it: `url`, `bearer`, `header:NAME`, `param:NAME`; else it is one of `values`


class Claim(StrEnum):
    NOBODY = "nobody"
    US = "us"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """One listing as people see it now, and the version that the publisher holds of us where that is another."""

    ref: str
    nap: Nap
    url: str = ""
    claim: Claim = Claim.UNKNOWN
    is_closed: bool = False
    version: str = ""  # etag or the like, for publishers that refuse blind writes
    is_shown: bool = True  # False: taken by the publisher, but nobody sees it yet
    draft: Nap | None = None  # what we sent last, where the publisher shows it only after a review
    in_review: frozenset[str] = frozenset()  # the fields of the draft that are still in that review
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DesiredListing:
    """What one listing shall say: a revision of the business, and the website it shall carry."""

    listing_id: str
    business: Business
    revision: int
    website: str = ""
    ref: str = ""  # the publisher's own, where an earlier revision was taken; for publishers that can't be read
    meant: Mapping[str, Any] = field(default_factory=dict)  # fields of the Nap that the owner wants otherwise there


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    NOTHING = "nothing"
    HAND = "hand"
    WATCH = "watch"  # fed by an aggregator


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be sent; `asks` are the things that a person must allow first, in words."""

    listing_id: str
    action: Action
    revision: int
    ref: str = ""
    changes: tuple[Change, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandTask:
    """Work for a person: outcome, how, and what proves it."""

    title: str
    outcome: str
    steps: tuple[str, ...]
    proof: str
    url: str = ""


class OutcomeKind(StrEnum):
    ACCEPTED = "accepted"
    PENDING = "pending"
    NEEDS_PERSON = "needs_person"


@dataclass(frozen=True, slots=True)
class Outcome:
    kind: OutcomeKind
    ref: str = ""
    url: str = ""
    waits_for: str = ""
    task: HandTask | None = None

    @classmethod
    def accepted(cls, ref: str = "", url: str = "") -> Outcome:
        return cls(OutcomeKind.ACCEPTED, ref, url)

    @classmethod
    def pending(cls, ref: str, waits_for: str, url: str = "", task: HandTask | None = None) -> Outcome:
        """With the task of whoever has to end the wait; without one the publisher ends it."""
        return cls(OutcomeKind.PENDING, ref, url, waits_for, task)

    @classmethod
    def needs_person(cls, task: HandTask, ref: str = "") -> Outcome:
        return cls(OutcomeKind.NEEDS_PERSON, ref, task=task)


class Connector(Protocol):
    """One publisher. `name` equals the file's name; a capability that is not declared is not there."""

    name: str
    title: str  # as people know the publisher
    kind: Kind
    capabilities: frozenset[Capability]
    evidence: Evidence
    limits: Limits
    settings: tuple[Setting, ...]

    def find(self, business: Business, session: Session, known: Known | None = None) -> list[Found]:
        """Listings of the business on the publisher, by its API, those from before a move too; best first."""

    def read(self, ref: str, session: Session) -> Found:
        """What it says now, by its API or the owner's view."""

    def plan(self, desired: DesiredListing, found: Found | None) -> Plan:
        """Pure: what would change, and what a person must allow."""

    def apply(self, plan: Plan, session: Session) -> Outcome:
        """Send the plan. Running it twice changes things once. Raises Retryable or Permanent."""


@dataclass(frozen=True, slots=True)
class PinWay:
    """One way in which a publisher offers to send its PIN: its own word for it, and where it goes."""

    method: str
    to: str


@runtime_checkable
class SendsPin(Protocol):
    """A connector whose publisher sends the PIN only when asked, in a way that a person chooses with the owner."""

    def pin_ways(self, ref: str, session: Session) -> tuple[PinWay, ...]:
        """What the publisher offers for this listing now."""

    def send_pin(self, ref: str, way: PinWay, session: Session) -> Outcome:
        """Ask for it; asked again while one is under way, nothing is sent."""


@runtime_checkable
class TakesPin(Protocol):
    """A connector that declares CLAIM: a person passes on the PIN with which the publisher proves ownership."""

    def confirm_pin(self, ref: str, pin: str, session: Session) -> Outcome:
        """Raises Permanent with the code `wrong_pin` where the publisher does not take it."""
