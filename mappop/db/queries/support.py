"""What support reads: cases, texts from strangers, and a customer with everything that is on one page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mappop.db.queries.billing import Payments, payments_of
from mappop.db.queries.corrections import CorrectionInView, of_customer
from mappop.db.tables.billing import invoices
from mappop.db.tables.businesses import audit_entries, businesses, revisions
from mappop.db.tables.listings import listings, tasks
from mappop.db.tables.people import people
from mappop.db.tables.replies import texts_in
from mappop.db.tables.sales import trials
from mappop.db.tables.support import callers
from mappop.db.tables.work import messages
from mappop.domain.audit import AuditEntry
from mappop.domain.business import Business
from mappop.domain.caller import Caller
from mappop.domain.message import Message
from mappop.domain.record import Revision
from mappop.domain.reply import TextIn
from mappop.domain.roles import Role
from mappop.domain.site import Site
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.domain.task import Task, TaskState
from mappop.domain.trial import Trial

PAGE = 100
FOUND_MAX = 20
EVENTS_MAX = 300
_INVOICE = re.compile(r"(?:MP-?)?0*(\d{1,6})", re.I)


@dataclass(frozen=True, slots=True)
class Customer:
    """One business with all that decides about it; `names` of people of ours by id and of places by key; `caller` is
    whom the asker speaks with, if noted just now."""

    business: Business
    trial: Trial
    money: Payments
    site: Site | None
    cases: Sequence[Task]
    letters: Sequence[Message]
    events: Sequence[AuditEntry]
    names: dict[str, str]
    caller: Caller | None
    corrections: Sequence[CorrectionInView] = ()

    @property
    def subscription(self) -> Subscription | None:
        return self.money.subscription

    @property
    def is_open(self) -> bool:
        """Whether there is something to pay for, or to cancel."""
        ended = (SubscriptionState.CANCELED, SubscriptionState.INCOMPLETE_EXPIRED)
        return self.subscription is not None and self.subscription.state not in ended


def open_cases(db: Session) -> Sequence[tuple[Task, str]]:
    """With the business's name, the soonest promised first."""
    query = (
        select(Task, businesses.c.name)
        .join(businesses, businesses.c.id == tasks.c.business_id)
        .where(tasks.c.state == TaskState.OPEN, tasks.c.role == Role.SUPPORT_AGENT)
        .order_by(tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.filed_at)
        .limit(PAGE)
    )
    return [(task, name) for task, name in db.execute(query)]


def case_of(db: Session, task_id: str) -> tuple[Task, str] | None:
    query = select(Task, businesses.c.name).join(businesses, businesses.c.id == tasks.c.business_id)
    row = db.execute(query.where(tasks.c.id == task_id, tasks.c.role == Role.SUPPORT_AGENT)).first()
    return (row[0], row[1]) if row else None


def strangers(db: Session, since: datetime) -> Sequence[TextIn]:
    """Texts that belong to no business, newest first."""
    query = select(TextIn).where(texts_in.c.business_id.is_(None), texts_in.c.received_at >= since)
    return db.scalars(query.order_by(texts_in.c.received_at.desc()).limit(PAGE)).all()


def found(db: Session, text: str, phone: str) -> Sequence[tuple[str, str, str]]:
    """Id, name and phone of businesses that were sold to and fit: by phone, mobile, mail, invoice or name."""
    query = (
        select(businesses.c.id, businesses.c.name, businesses.c.phone)
        .where(_fits(text, phone), businesses.c.id.in_(select(trials.c.business_id)))
        .order_by(businesses.c.name, businesses.c.id)
        .limit(FOUND_MAX)
    )
    return [(id, name, number) for id, name, number in db.execute(query)]


def _fits(text: str, phone: str) -> ColumnElement[bool]:
    if phone:
        return (businesses.c.phone == phone) | businesses.c.id.in_(_written_to(phone))
    if "@" in text:
        return businesses.c.id.in_(_written_to(text))
    if number := _INVOICE.fullmatch(text):
        return businesses.c.id.in_(select(invoices.c.business_id).where(invoices.c.number == int(number[1])))
    return businesses.c.name.icontains(text, autoescape=True)


def _written_to(to: str):  # type: ignore[no-untyped-def]  # a subquery, typed by what it selects
    return select(messages.c.business_id).where(messages.c.to == to)


def customer(db: Session, business_id: str, *, asked_by: str) -> Customer | None:
    newest = select(Trial).filter_by(business_id=business_id).order_by(trials.c.sold_at.desc()).limit(1)
    trial = db.scalars(newest).first()
    if trial is None:
        return None
    record = db.scalars(
        select(Revision)
        .join(businesses, (businesses.c.id == revisions.c.business_id) & (businesses.c.revision == revisions.c.number))
        .where(businesses.c.id == business_id)
    ).one()
    events = db.scalars(
        select(AuditEntry).filter_by(business_id=business_id).order_by(audit_entries.c.seq.desc()).limit(EVENTS_MAX)
    ).all()
    letters = select(Message).filter_by(business_id=business_id).order_by(messages.c.created_at.desc()).limit(PAGE)
    spoke = select(Caller).filter_by(business_id=business_id, person_id=asked_by).order_by(callers.c.at.desc()).limit(1)
    waiting = select(Task).filter_by(business_id=business_id, state=TaskState.OPEN, role=Role.SUPPORT_AGENT)
    actors = {entry.actor for entry in events} | {trial.agent_id}
    return Customer(
        record.business(), trial, payments_of(db, business_id), db.get(Site, business_id), db.scalars(waiting).all(),
        db.scalars(letters).all(), events, _names(db, actors) | _titles(db, business_id), db.scalars(spoke).first(),
        of_customer(db, business_id),
    )  # fmt: skip


def _titles(db: Session, business_id: str) -> dict[str, str]:
    rows = db.execute(select(listings.c.publisher, listings.c.title).where(listings.c.business_id == business_id))
    return {publisher: title for publisher, title in rows}


def _names(db: Session, ids: set[str]) -> dict[str, str]:
    rows = db.execute(select(people.c.id, people.c.name).where(people.c.id.in_(sorted(ids))))
    return {id: name for id, name in rows}
