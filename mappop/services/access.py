"""Signing in and out: passwords, sessions, lock-out, and the owner's link."""

from __future__ import annotations

from dataclasses import dataclass

from mappop import ids
from mappop.domain.errors import Refused
from mappop.domain.person import LOCK_AFTER, LOCK_WINDOW, SESSION_LIFE, Centre, Person, SignInFailure, UserSession
from mappop.domain.roles import Role
from mappop.services.deps import Deps, UnitOfWork

WRONG = "That e-mail and password don't belong together. Check both, or ask your administrator for a new password."
LOCKED = "Too many wrong tries. Wait 15 minutes, then try again; your administrator can help sooner."


@dataclass(frozen=True, slots=True)
class SignedIn:
    token: str  # for the cookie; only its hash is kept
    role: Role


def sign_in(deps: Deps, *, email: str, password: str, address: str) -> SignedIn:
    """A new session; raises Refused with the same words whether the e-mail or the password is wrong."""
    email, now = email.strip().lower()[:320], deps.clock.now()
    with deps.unit_of_work() as uow:
        _refuse_when_locked(deps, uow, email, address)
        person = uow.people.first(email=email)
        known_hash = person.password_hash if person and person.is_active and person.password_hash else ""
    # Outside the transaction: a slow hash must not hold the database. An unknown e-mail costs the same time.
    is_right = deps.hasher.verify(known_hash or deps.hasher.decoy(), password) and bool(known_hash)
    with deps.unit_of_work() as uow:
        if not is_right or person is None:
            uow.sign_in_failures.add(SignInFailure(ids.new_id("fail"), email, address, now))
            uow.commit()
            raise Refused(WRONG)
        token = _open_session(deps, uow, person)
        uow.commit()
    return SignedIn(token, person.role)


def sign_in_owner(deps: Deps, *, person_id: str) -> SignedIn:
    """The session of an owner who followed a link that the caller has verified."""
    with deps.unit_of_work() as uow:
        person = uow.people.get(person_id)
        if person.role is not Role.OWNER or not person.is_active:
            raise Refused("This link is not valid any more. Ask us for a new one.")
        token = _open_session(deps, uow, person)
        uow.commit()
    return SignedIn(token, person.role)


def sign_out(deps: Deps, *, token: str) -> None:
    with deps.unit_of_work() as uow:
        session = uow.user_sessions.find(ids.token_hash(token))
        if session is not None and session.ended_at is None:
            session.ended_at = deps.clock.now()
            uow.commit()


def _refuse_when_locked(deps: Deps, uow: UnitOfWork, email: str, address: str) -> None:
    since = deps.clock.now() - LOCK_WINDOW
    failures = uow.sign_in_failures
    if failures.count_since("at", since, email=email) >= LOCK_AFTER:
        raise Refused(LOCKED)
    if failures.count_since("at", since, address=address) >= LOCK_AFTER * 5:  # a centre shares one address
        raise Refused(LOCKED)


def _open_session(deps: Deps, uow: UnitOfWork, person: Person) -> str:
    token, now = ids.new_token(), deps.clock.now()
    uow.user_sessions.add(UserSession(ids.token_hash(token), person.id, now, now + SESSION_LIFE))
    return token


def add_centre(deps: Deps, *, name: str, timezone: str) -> str:
    """The centre's id; the same name again is the same centre."""
    with deps.unit_of_work() as uow:
        known = uow.centres.first(name=name)
        if known is not None:
            return known.id
        centre = Centre(ids.new_id("centre"), name[:200], timezone)
        uow.centres.add(centre)
        uow.commit()
    return centre.id


def add_person(
    deps: Deps, *, email: str, name: str, role: Role, password: str = "",
    centre_id: str | None = None, business_id: str | None = None,
) -> str:  # fmt: skip
    """The person's id; adding the same e-mail again changes nothing."""
    hashed = deps.hasher.hash(password) if password else ""
    with deps.unit_of_work() as uow:
        known = uow.people.first(email=email.lower())
        if known is not None:
            return known.id
        person = Person(ids.new_id("person"), email.lower(), name, role, hashed, centre_id, business_id)
        uow.people.add(person)
        uow.commit()
    return person.id
