"""Who is signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mappop.db.tables.people import centres, people, user_sessions
from mappop.domain.person import CurrentPerson, Person


def person_of_session(db: Session, token_hash: str, now: datetime) -> CurrentPerson | None:
    """The person whose open session that is."""
    query = (
        select(Person, centres.c.name, centres.c.timezone)
        .join(user_sessions, user_sessions.c.person_id == people.c.id)
        .outerjoin(centres, centres.c.id == people.c.centre_id)
        .where(user_sessions.c.token_hash == token_hash, user_sessions.c.ended_at.is_(None))
        .where(user_sessions.c.ends_at > now, people.c.is_active)
    )
    row = db.execute(query).first()
    if row is None:
        return None
    who, centre, timezone = row
    return CurrentPerson(
        id=who.id, name=who.name, email=who.email, role=who.role, centre_id=who.centre_id, centre=centre or "",
        timezone=timezone or "UTC", business_id=who.business_id, session=token_hash,
    )  # fmt: skip
