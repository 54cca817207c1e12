"""What proves the books of many businesses: plain rows, and only those since the last look where time goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mappop.db.tables.billing import gate_answers, invoices, ledger_entries, subscriptions
from mappop.db.tables.listings import sites
from mappop.db.tables.sales import consents, trials
from mappop.db.tables.work import messages

Rows = Sequence[Any]  # rows, by their columns' names


def new_invoices(db: Session, *, after: int) -> Rows:
    """By number."""
    return db.execute(select(invoices).where(invoices.c.number > after).order_by(invoices.c.number)).all()


def invoice_sums(db: Session) -> dict[str, tuple[int, int]]:
    """How many and how much, by state."""
    query = select(invoices.c.state, func.count(), func.sum(invoices.c.amount_minor)).group_by(invoices.c.state)
    return {state.value: (count, total) for state, count, total in db.execute(query)}


def entries_since(db: Session, at: datetime) -> Rows:
    return db.execute(select(ledger_entries).where(ledger_entries.c.at > at)).all()


def entry_count(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(ledger_entries)) or 0


def services(db: Session) -> Rows:
    """Each subscription beside its site."""
    query = select(
        subscriptions.c.business_id, subscriptions.c.state, subscriptions.c.timezone, subscriptions.c.charge_on,
        subscriptions.c.anchor, subscriptions.c.periods, subscriptions.c.service_until, sites.c.published_at,
        sites.c.ended_at,
    )  # fmt: skip
    return db.execute(query.join(sites, sites.c.business_id == subscriptions.c.business_id)).all()


def letters_since(db: Session, at: datetime) -> Rows:
    query = select(messages.c.business_id, messages.c.kind, messages.c.to, messages.c.created_at)
    return db.execute(query.where(messages.c.created_at > at)).all()


def open_gates(db: Session, subscription_id: str) -> Rows:
    return db.execute(select(gate_answers).filter_by(subscription_id=subscription_id, is_open=True)).all()


def consents_of(db: Session, business_id: str) -> Rows:
    return db.execute(select(consents).filter_by(business_id=business_id)).all()


def running_trials(db: Session) -> dict[str, int]:
    """How many that were confirmed, by the identity of the business."""
    query = select(trials.c.identity, func.count()).where(trials.c.confirmed_at.is_not(None))
    return {identity: count for identity, count in db.execute(query.group_by(trials.c.identity))}


def counts(db: Session) -> tuple[int, ...]:
    """Of all that a run may add: the same before and after where nothing was done."""
    tables = (invoices, ledger_entries, messages, gate_answers, subscriptions)
    added = [db.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    return (*added, db.scalar(select(func.sum(subscriptions.c.periods))) or 0)
