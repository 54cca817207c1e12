"""What the owner's pages read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mappop.db.tables.businesses import audit_entries, businesses, revisions
from mappop.db.tables.listings import accepted_differences, checks, inquiries, listings
from mappop.db.tables.people import centres, people
from mappop.db.tables.sales import trials
from mappop.domain.accepted import AcceptedDifference
from mappop.domain.audit import AuditEntry
from mappop.domain.business import Business
from mappop.domain.check import Check
from mappop.domain.errors import NotFound
from mappop.domain.inquiry import Inquiry
from mappop.domain.listing import Listing
from mappop.domain.record import Revision
from mappop.domain.roles import Role
from mappop.domain.site import Site
from mappop.domain.subscription import Subscription
from mappop.domain.trial import Consent, Trial, TrialDates, TrialState


@dataclass(frozen=True, slots=True)
class Sold:
    trial: Trial
    business: Business
    consent: Consent | None
    subscription: Subscription | None
    agent_name: str
    centre_name: str


def dates_told(trial: Trial, subscription: Subscription | None, now: datetime) -> TrialDates:
    """As they stand since the owner was last told of the first charge."""
    dates = trial.dates(now)
    return subscription.dates(dates) if subscription else dates


def last_day(trial: Trial, subscription: Subscription | None) -> date:
    """Of what was promised or paid, as far as it goes without another charge."""
    return subscription.last_day() if subscription else trial.dates(trial.sold_at).last_cancel


def sold(db: Session, trial_id: str) -> Sold:
    query = (
        select(Trial, Revision, people.c.name, centres.c.name)
        .join(businesses, businesses.c.id == trials.c.business_id)
        .join(revisions, (revisions.c.business_id == businesses.c.id) & (revisions.c.number == businesses.c.revision))
        .join(people, people.c.id == trials.c.agent_id)
        .join(centres, centres.c.id == trials.c.centre_id)
        .where(trials.c.id == trial_id)
    )
    row = db.execute(query).first()
    if row is None:
        raise NotFound("There is no such offer.")
    trial, revision, agent, centre = row
    consent = db.scalars(select(Consent).filter_by(trial_id=trial_id)).first()
    subscription = db.scalars(select(Subscription).filter_by(trial_id=trial_id)).first()
    return Sold(trial, revision.business(), consent, subscription, agent, centre)


def owner_id(db: Session, business_id: str) -> str | None:
    return db.scalar(select(people.c.id).where(people.c.business_id == business_id, people.c.role == Role.OWNER))


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the owner's page, in seven queries whatever the number of places."""

    business: Business
    trial: Trial
    subscription: Subscription | None
    site: Site | None
    listings: Sequence[Listing]
    newest: dict[str, Check]  # by publisher
    day_0: dict[str, Check]
    events: Sequence[AuditEntry]


def overview(db: Session, business_id: str) -> Overview:
    trial = db.scalars(
        select(Trial).filter_by(business_id=business_id).order_by(trials.c.sold_at.desc()).limit(1)
    ).one()  # fmt: skip
    row = db.execute(
        select(Revision)
        .join(businesses, (businesses.c.id == revisions.c.business_id) & (businesses.c.revision == revisions.c.number))
        .where(businesses.c.id == business_id)
    ).scalar_one()
    looked = db.scalars(
        select(Check).filter_by(business_id=business_id).order_by(checks.c.at)
    ).all()  # fmt: skip
    events = select(AuditEntry).filter_by(business_id=business_id).order_by(audit_entries.c.seq.desc()).limit(200)
    return Overview(
        business=row.business(),
        trial=trial,
        subscription=db.scalars(select(Subscription).filter_by(trial_id=trial.id)).first(),
        site=db.get(Site, business_id),
        listings=db.scalars(select(Listing).filter_by(business_id=business_id).order_by(listings.c.title)).all(),
        newest={check.publisher: check for check in looked if not check.is_day_0},
        day_0={check.publisher: check for check in looked if check.is_day_0},
        events=db.scalars(events).all(),
    )


def running_trial(db: Session, business_id: str) -> Trial | None:
    return db.scalars(select(Trial).filter_by(business_id=business_id, state=TrialState.RUNNING)).first()


def language_of(db: Session, business_id: str) -> str:
    """The language in which the owner agreed."""
    query = select(trials.c.language).where(trials.c.business_id == business_id)
    return db.scalars(query.order_by(trials.c.sold_at.desc())).first() or "en"


def language_of_owner(db: Session, person_id: str) -> str:
    """The same, by whom the link in a message leads to."""
    business_id = db.scalar(select(people.c.business_id).where(people.c.id == person_id))
    return language_of(db, business_id) if business_id else "en"


def accepted_of(db: Session, business_id: str, publisher: str) -> Sequence[tuple[AcceptedDifference, str]]:
    """The differences that are accepted there, each with who said so, oldest first."""
    query = (
        select(AcceptedDifference, people.c.name)
        .join(people, people.c.id == accepted_differences.c.accepted_by)
        .filter(accepted_differences.c.business_id == business_id, accepted_differences.c.publisher == publisher)
        .where(accepted_differences.c.taken_back_at.is_(None))
        .order_by(accepted_differences.c.accepted_at)
    )
    return [(row, name) for row, name in db.execute(query)]


INQUIRIES_SHOWN = 200


def inquiries_of(db: Session, business_id: str, *, is_doubtful: bool) -> Sequence[Inquiry]:
    """Newest first. The doubtful are asked for apart, so that no flood of them hides a message."""
    query = select(Inquiry).filter_by(business_id=business_id).where((inquiries.c.suspicion != "") == is_doubtful)
    return db.scalars(query.order_by(inquiries.c.received_at.desc()).limit(INQUIRIES_SHOWN)).all()


def listing_of(db: Session, listing_id: str, business_id: str) -> Listing | None:
    return db.scalars(select(Listing).filter_by(id=listing_id, business_id=business_id)).first()


def checks_of(db: Session, business_id: str, publisher: str) -> Sequence[Check]:
    query = select(Check).filter_by(business_id=business_id, publisher=publisher)
    return db.scalars(query.order_by(checks.c.is_day_0, checks.c.at.desc()).limit(50)).all()
