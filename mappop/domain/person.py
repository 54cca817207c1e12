"""People who sign in, the centre they work for, and their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mappop.domain.roles import Role

SESSION_LIFE = timedelta(hours=12)  # one shift
# OWASP ASVS 5.0 V6.3 asks for a bound on guesses; ten failures in a quarter of an hour is far above a person's.
LOCK_AFTER = 10
LOCK_WINDOW = timedelta(minutes=15)


@dataclass(eq=False)
class Centre:
    id: str
    name: str
    timezone: str


@dataclass(eq=False)
class Person:
    id: str
    email: str
    name: str
    role: Role
    password_hash: str = ""
    centre_id: str | None = None
    business_id: str | None = None  # owners: the one business they see
    is_active: bool = True


@dataclass(eq=False)
class UserSession:
    """A sign-in, known by the hash of its token; ending it signs the browser out at once."""

    token_hash: str
    person_id: str
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.ends_at


@dataclass(eq=False)
class SignInFailure:
    id: str
    email: str
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CurrentPerson:
    """Who asks: the only source of centre and business for every later rule."""

    id: str
    name: str
    email: str
    role: Role
    centre_id: str | None
    centre: str
    timezone: str
    business_id: str | None
    session: str
