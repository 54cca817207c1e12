"""What the sales console reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from mappop.db.queries.sites import Older, older_than_record
from mappop.db.tables.billing import subscriptions
from mappop.db.tables.businesses import businesses
from mappop.db.tables.listings import listings
from mappop.db.tables.sales import calls, drafts, leads, scan_results, scans, trials
from mappop.domain.lead import Call, Lead, LeadState
from mappop.domain.listing import Listing, ListingState
from mappop.domain.message import Message
from mappop.domain.scan import Scan, ScanResult
from mappop.domain.site import Site
from mappop.domain.subscription import Subscription
from mappop.domain.trial import Draft, Trial, TrialState

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sale:
    trial: Trial
    name: str
    live: int = 0
    places: int = 0
    site_url: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    calls: int
    sold: int
    confirmed: int


def next_lead(db: Session, centre_id: str) -> Lead | None:
    """The first open lead of the centre, those never called first."""
    query = select(Lead).filter_by(centre_id=centre_id, state=LeadState.OPEN)
    return db.scalars(
        query.order_by(leads.c.called_at.is_not(None), leads.c.called_at, leads.c.position).limit(1)
    ).first()


def call_backs(db: Session, agent_id: str) -> Sequence[Lead]:
    query = select(Lead).filter_by(agent_id=agent_id, state=LeadState.CALL_BACK)
    return db.scalars(query.order_by(leads.c.call_back_at).limit(PAGE)).all()


def tally(db: Session, agent_id: str, since: datetime) -> Tally:
    called = db.scalar(select(func.count()).where(calls.c.agent_id == agent_id, calls.c.at >= since)) or 0
    mine = select(
        func.count(), func.count(trials.c.confirmed_at)
    ).where(trials.c.agent_id == agent_id, trials.c.sold_at >= since)  # fmt: skip
    sold, confirmed = db.execute(mine).one()
    return Tally(called, sold, confirmed)


def sales_of(db: Session, agent_id: str, *, state: str = "", since: datetime | None = None) -> list[Sale]:
    """The agent's sales with how many places are live, newest first; two tables and one grouped join."""
    is_live = func.sum(case((listings.c.state == ListingState.LIVE, 1), else_=0))
    per_business = select(listings.c.business_id, is_live.label("live"), func.count().label("places"))
    counted = per_business.group_by(listings.c.business_id).subquery()
    query = (
        select(Trial, businesses.c.name, counted.c.live, counted.c.places)
        .join(businesses, businesses.c.id == trials.c.business_id)
        .outerjoin(counted, counted.c.business_id == trials.c.business_id)
        .where(trials.c.agent_id == agent_id)
        .order_by(trials.c.sold_at.desc())
        .limit(PAGE)
    )
    if state:
        query = query.where(trials.c.state == state)
    if since is not None:
        query = query.where(trials.c.sold_at >= since)
    return [Sale(trial, name, live or 0, places or 0) for trial, name, live, places in db.execute(query)]


def counts_by_state(db: Session, agent_id: str) -> dict[str, int]:
    query = select(trials.c.state, func.count()).where(trials.c.agent_id == agent_id).group_by(trials.c.state)
    found = {TrialState(state).value: count for state, count in db.execute(query)}
    return {"all": sum(found.values()), **{state.value: found.get(state.value, 0) for state in TrialState}}


def lead_of(db: Session, lead_id: str, centre_id: str) -> Lead | None:
    return db.scalars(select(Lead).filter_by(id=lead_id, centre_id=centre_id)).first()


def calls_of(db: Session, lead_id: str) -> list[dict[str, Any]]:
    from mappop.db.tables.people import people

    query = select(Call, people.c.name).join(people, people.c.id == calls.c.agent_id).where(calls.c.lead_id == lead_id)
    return [
        {"call": call, "agent_name": name} for call, name in db.execute(query.order_by(calls.c.at.desc()).limit(PAGE))
    ]


def newest_scan_id(db: Session, lead_id: str) -> str | None:
    query = select(scans.c.id).where(scans.c.lead_id == lead_id).order_by(scans.c.started_at.desc())
    return db.scalar(query.limit(1))


def open_draft_id(db: Session, agent_id: str, *, lead_id: str | None = None, scan_id: str | None = None) -> str | None:
    query = select(drafts.c.id).where(drafts.c.agent_id == agent_id, drafts.c.trial_id.is_(None))
    if lead_id:
        query = query.where(drafts.c.lead_id == lead_id)
    if scan_id:
        query = query.where(drafts.c.scan_id == scan_id)
    return db.scalar(query.order_by(drafts.c.started_at.desc()).limit(1))


def scan_of(db: Session, scan_id: str, centre_id: str) -> Scan | None:
    return db.scalars(select(Scan).filter_by(id=scan_id, centre_id=centre_id)).first()


def results_of(db: Session, scan_id: str) -> Sequence[ScanResult]:
    return db.scalars(select(ScanResult).filter_by(scan_id=scan_id).order_by(scan_results.c.title)).all()


def draft_of(db: Session, draft_id: str, agent_id: str) -> Draft | None:
    return db.scalars(select(Draft).filter_by(id=draft_id, agent_id=agent_id)).first()


@dataclass(frozen=True, slots=True)
class SaleNow:
    trial: Trial
    business_name: str
    messages: Sequence[Message]
    site: Site | None
    older: Older | None  # the site shows an older version than the record
    listings: Sequence[Listing]


def sale_now(db: Session, trial_id: str, *, centre_id: str | None = None) -> SaleNow | None:
    """A sale as it stands; of any centre where none is named (the owner's own page)."""
    query = select(Trial, businesses.c.name).join(businesses, businesses.c.id == trials.c.business_id)
    query = query.where(trials.c.id == trial_id)
    if centre_id is not None:
        query = query.where(trials.c.centre_id == centre_id)
    found = db.execute(query).first()
    if found is None:
        return None
    trial, name = found
    sent = select(Message).filter_by(business_id=trial.business_id, kind="confirmation")
    kept = select(Listing).filter_by(business_id=trial.business_id).order_by(listings.c.title)
    messages = sorted(db.scalars(sent), key=lambda m: m.created_at, reverse=True)
    site, older = db.get(Site, trial.business_id), older_than_record(db, trial.business_id)
    return SaleNow(trial, name, messages, site, older, db.scalars(kept).all())


def find_known(db: Session, *, phone: str, name: str, centre_id: str) -> tuple[list[Any], Sequence[Lead]]:
    """Businesses with a trial and leads that fit a phone, or a part of a name; the caller judges how well."""
    like = f"%{name.replace('%', '').replace('_', '')}%"
    ours = (
        select(businesses.c.id, businesses.c.name, businesses.c.phone, Trial, Subscription)
        .join(trials, trials.c.business_id == businesses.c.id)
        .outerjoin(subscriptions, subscriptions.c.trial_id == trials.c.id)
    )
    mine = select(Lead).filter_by(centre_id=centre_id)
    if phone:
        ours, mine = ours.where(businesses.c.phone == phone), mine.where(leads.c.phone == phone)
    else:
        ours, mine = ours.where(businesses.c.name.ilike(like)), mine.where(leads.c.name.ilike(like))
    rows = db.execute(ours.order_by(trials.c.sold_at.desc()).limit(10)).all()
    return list(rows), db.scalars(mine.limit(10)).all()


def do_not_contact(db: Session, phone: str) -> bool:
    """In any centre: the owner's word holds everywhere."""
    asked = select(leads.c.id).where(leads.c.phone == phone, leads.c.state == LeadState.DO_NOT_CONTACT)
    return db.scalar(asked.limit(1)) is not None
