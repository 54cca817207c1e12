"""What the owner's pages read about the site: its versions, changes that wait, and the counts of two weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from mappop.db.tables.businesses import businesses, revisions
from mappop.db.tables.listings import sites
from mappop.db.tables.people import people
from mappop.db.tables.sites import proposals, site_days, site_versions
from mappop.domain.business import Business
from mappop.domain.proposal import Proposal, ProposalState
from mappop.domain.record import Revision
from mappop.domain.site import Site, SiteVersion

COUNTED = ("visits", "calls", "directions", "inquiries")
VERSIONS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class DayCount:
    day: date
    visits: int = 0
    calls: int = 0
    directions: int = 0
    inquiries: int = 0


@dataclass(frozen=True, slots=True)
class Weeks:
    """Fourteen days, today the last; a day without a row had nothing."""

    days: tuple[DayCount, ...]

    @property
    def before(self) -> dict[str, int]:
        return _sums(self.days[:7])

    @property
    def now(self) -> dict[str, int]:
        return _sums(self.days[7:])


def _sums(days: Sequence[DayCount]) -> dict[str, int]:
    return {name: sum(getattr(day, name) for day in days) for name in COUNTED}


def two_weeks(db: Session | Connection, business_id: str, today: date) -> Weeks:
    """In one query."""
    first = today - timedelta(days=13)
    columns = (site_days.c.day, *(site_days.c[name] for name in COUNTED))
    query = select(*columns).where(site_days.c.business_id == business_id, site_days.c.day >= first)
    rows = {row.day: DayCount(*row) for row in db.execute(query)}
    dates = (first + timedelta(days=n) for n in range(14))
    return Weeks(tuple(rows.get(day, DayCount(day)) for day in dates))


@dataclass(frozen=True, slots=True)
class KeptVersion:
    version: SiteVersion
    revision: Revision
    by: str  # a person's name, or "" where it was no person of ours


def versions(db: Session, business_id: str) -> list[KeptVersion]:
    """Newest first, each with the revision that it carries and who made that; in one query."""
    query = (
        select(SiteVersion, Revision, people.c.name)
        .join(
            revisions,
            (revisions.c.business_id == site_versions.c.business_id) & (revisions.c.number == site_versions.c.revision),
        )
        .outerjoin(people, people.c.id == revisions.c.made_by)
        .where(site_versions.c.business_id == business_id)
        .order_by(site_versions.c.made_at.desc(), site_versions.c.version)
        .limit(VERSIONS_SHOWN)
    )
    return [KeptVersion(version, revision, name or "") for version, revision, name in db.execute(query)]


@dataclass(frozen=True, slots=True)
class SiteNow:
    """The site's row and the record as it stands."""

    site: Site
    business: Business
    content: dict[str, Any]
    revision: int


def site_now(db: Session, business_id: str) -> SiteNow | None:
    """In one query."""
    query = (
        select(Site, Revision)
        .join(businesses, businesses.c.id == sites.c.business_id)
        .join(revisions, (revisions.c.business_id == businesses.c.id) & (revisions.c.number == businesses.c.revision))
        .where(sites.c.business_id == business_id)
    )
    row = db.execute(query).first()
    return SiteNow(row[0], row[1].business(), row[1].content, row[1].number) if row else None


@dataclass(frozen=True, slots=True)
class Older:
    """A site that shows an older version than the record: since when each of them is as it is."""

    shown_from: datetime
    record_from: datetime


def older_than_record(db: Session, business_id: str) -> Older | None:
    """None where the site shows the record as it stands, was never published, or has ended; in one query."""
    query = (
        select(site_versions.c.made_at, revisions.c.made_at)
        .select_from(sites)
        .join(businesses, businesses.c.id == sites.c.business_id)
        .join(
            site_versions,
            (site_versions.c.business_id == sites.c.business_id) & (site_versions.c.version == sites.c.version),
        )
        .join(revisions, (revisions.c.business_id == businesses.c.id) & (revisions.c.number == businesses.c.revision))
        .where(sites.c.business_id == business_id, sites.c.ended_at.is_(None))
        .where(sites.c.revision < businesses.c.revision)
    )
    row = db.execute(query).first()
    return Older(*row) if row else None


def revision_of(db: Session, business_id: str, number: int) -> Revision | None:
    return db.scalars(select(Revision).filter_by(business_id=business_id, number=number)).first()


def revisions_since(db: Session, business_id: str, number: int) -> Sequence[Revision]:
    """From that one on, oldest first."""
    query = select(Revision).filter_by(business_id=business_id).where(revisions.c.number >= number)
    return db.scalars(query.order_by(revisions.c.number)).all()


def waiting(db: Session, business_id: str) -> Sequence[Proposal]:
    """Changes that nobody decided yet, newest first."""
    query = select(Proposal).filter_by(business_id=business_id, state=ProposalState.OPEN)
    return db.scalars(query.order_by(proposals.c.proposed_at.desc()).limit(10)).all()


def proposal_of(db: Session, proposal_id: str) -> Proposal | None:
    return db.get(Proposal, proposal_id)
