"""What verifiers, assistants and administrators read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mappop.db.tables.businesses import audit_entries, businesses, revisions, seals
from mappop.db.tables.listings import listings, sites, tasks
from mappop.db.tables.people import people
from mappop.db.tables.sales import scan_results, scans, trials
from mappop.db.tables.work import outbox
from mappop.domain.audit import AuditEntry
from mappop.domain.business import Business
from mappop.domain.listing import Listing, ListingState
from mappop.domain.outbox import Work, WorkState
from mappop.domain.record import Revision
from mappop.domain.roles import Role
from mappop.domain.scan import ScanResult, ScanState
from mappop.domain.task import Task, TaskState
from mappop.domain.trial import ConfirmationWay, Trial, TrialState

PAGE = 50


def waiting_for_verifier(db: Session, *, never_sold_by: str) -> list[tuple[Trial, Business]]:
    query = _with_record().where(
        trials.c.state == TrialState.AWAITING_CONFIRMATION, trials.c.way == ConfirmationWay.VERIFIER,
        trials.c.agent_id != never_sold_by,
    )  # fmt: skip
    return [(t, r.business()) for t, r in db.execute(query.order_by(trials.c.sold_at).limit(PAGE))]


def verified_by(db: Session, person_id: str, since: datetime) -> list[tuple[Trial, Business]]:
    query = _with_record().where(trials.c.confirmed_at >= since, trials.c.way == ConfirmationWay.VERIFIER)
    rows = db.execute(query.order_by(trials.c.confirmed_at.desc()).limit(PAGE))
    return [(t, r.business()) for t, r in rows if t.confirmation.get("verifier") == person_id]


def trial_with_record(db: Session, trial_id: str) -> tuple[Trial, Business] | None:
    row = db.execute(_with_record().where(trials.c.id == trial_id)).first()
    return (row[0], row[1].business()) if row else None


def _with_record() -> Select[Trial, Revision]:
    return (
        select(Trial, Revision)
        .join(businesses, businesses.c.id == trials.c.business_id)
        .join(revisions, (revisions.c.business_id == businesses.c.id) & (revisions.c.number == businesses.c.revision))
    )


def found_number(db: Session, business_id: str) -> ScanResult | None:
    """A place of the newest scan that shows the number which most places show: found independently of the seller."""
    newest = select(scans.c.id).where(scans.c.business_id == business_id).order_by(scans.c.started_at.desc()).limit(1)
    found = select(ScanResult).where(
        scan_results.c.scan_id == newest.scalar_subquery(), scan_results.c.state == ScanState.FOUND
    )
    rows = [row for row in db.scalars(found.order_by(scan_results.c.title)) if row.seen and _phone_of(row)]
    agreed = Counter(map(_phone_of, rows))
    return max(rows, key=lambda row: agreed[_phone_of(row)], default=None)


def _phone_of(row: ScanResult) -> str:
    return row.seen[0]["nap"].get("phone") or ""


def tasks_in(
    db: Session, state: TaskState, *, role: Role = Role.ASSISTANT, done_by: str = ""
) -> list[tuple[Task, str, str]]:
    """Tasks with the business's name and the publisher's title."""
    query = (
        select(Task, businesses.c.name, listings.c.title)
        .join(businesses, businesses.c.id == tasks.c.business_id)
        .outerjoin(listings, listings.c.id == tasks.c.listing_id)
        .where(tasks.c.state == state, tasks.c.role == role)
    )
    if done_by:
        query = query.where(tasks.c.done_by == done_by)
    order = tasks.c.done_at.desc() if done_by else tasks.c.filed_at
    return [(t, name, title or "") for t, name, title in db.execute(query.order_by(order).limit(PAGE))]


@dataclass(frozen=True, slots=True)
class TaskInView:
    task: Task
    business: Business
    listing: Listing | None
    done_by: str
    own_host: str  # of the site


def task_in_view(db: Session, task_id: str, *, role: Role = Role.ASSISTANT) -> TaskInView | None:
    task = db.get(Task, task_id)
    if task is None or task.role is not role:
        return None
    record, own_host = db.execute(
        select(Revision, sites.c.own_host)
        .join(businesses, (businesses.c.id == revisions.c.business_id) & (businesses.c.revision == revisions.c.number))
        .outerjoin(sites, sites.c.business_id == businesses.c.id)
        .where(businesses.c.id == task.business_id)
    ).one()
    name = db.scalar(select(people.c.name).where(people.c.id == task.done_by)) if task.done_by else ""
    listing = db.get(Listing, task.listing_id) if task.listing_id else None
    return TaskInView(task, record.business(), listing, name or "", own_host or "")


@dataclass(frozen=True, slots=True)
class Lane:
    lane: str
    due: int
    running: int
    oldest: datetime | None  # the time since when the oldest due row is due


def lanes(db: Session, names: Sequence[str], now: datetime) -> list[Lane]:
    query = (
        select(outbox.c.lane, outbox.c.state, func.count(), func.min(outbox.c.due_at))
        .where(outbox.c.state.in_((WorkState.DUE, WorkState.RUNNING)), outbox.c.due_at <= now)
        .group_by(outbox.c.lane, outbox.c.state)
    )
    rows = {(lane, WorkState(state)): (count, oldest) for lane, state, count, oldest in db.execute(query)}
    fresh = [lane for lane, _ in rows if lane not in names]
    found = []
    for name in (*names, *sorted(set(fresh))):
        due, oldest = rows.get((name, WorkState.DUE), (0, None))
        running, _ = rows.get((name, WorkState.RUNNING), (0, None))
        found.append(Lane(name or "not rung yet", due, running, oldest))
    return found


def parked(db: Session) -> Sequence[Work]:
    return db.scalars(select(Work).filter_by(state=WorkState.PARKED).order_by(outbox.c.id.desc()).limit(PAGE)).all()


def parked_count(db: Session) -> int:
    return db.scalar(select(func.count()).where(outbox.c.state == WorkState.PARKED)) or 0


def done_since(db: Session, since: datetime) -> int:
    return db.scalar(select(func.count()).where(outbox.c.done_at >= since)) or 0


def recent_audit(db: Session) -> list[tuple[AuditEntry, str, str]]:
    """The newest entries, each with the business's name and with whose doing it was: a person's name where it is one
    of ours."""
    query = (
        select(AuditEntry, businesses.c.name, func.coalesce(people.c.name, audit_entries.c.actor))
        .join(businesses, businesses.c.id == audit_entries.c.business_id)
        .outerjoin(people, people.c.id == audit_entries.c.actor)
    )
    return [(e, name, by) for e, name, by in db.execute(query.order_by(audit_entries.c.at.desc()).limit(20))]


def sealed_at(db: Session) -> datetime | None:
    return db.scalar(select(seals.c.at).order_by(seals.c.number.desc()).limit(1))


def listing_counts(db: Session) -> dict[tuple[str, ListingState], int]:
    query = select(listings.c.publisher, listings.c.state, func.count())
    rows = db.execute(query.group_by(listings.c.publisher, listings.c.state))
    return {(publisher, ListingState(state)): count for publisher, state, count in rows}
