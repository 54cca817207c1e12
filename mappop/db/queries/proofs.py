"""What proves the books of many businesses: plain rows, and only those since the last look where time goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mappop.db.tables.billing import gate_answers, invoices, ledger_entries, payments, subscriptions
from mappop.db.tables.corrections import corrections, customer_credits
from mappop.db.tables.disputes import disputes
from mappop.db.tables.dunnings import dunnings
from mappop.db.tables.listings import sites
from mappop.db.tables.sales import consents, trials
from mappop.db.tables.work import messages
from mappop.domain.correction import CorrectionKind, CorrectionState
from mappop.domain.invoice import PERIOD, InvoiceState
from mappop.domain.payment import OFFLINE

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
        subscriptions.c.id, subscriptions.c.business_id, subscriptions.c.state, subscriptions.c.timezone,
        subscriptions.c.charge_on, subscriptions.c.anchor, subscriptions.c.periods, subscriptions.c.service_until,
        subscriptions.c.resumed_on, subscriptions.c.interval, subscriptions.c.cancel_asked_at, sites.c.published_at,
        sites.c.ended_at,
    )  # fmt: skip
    return db.execute(query.join(sites, sites.c.business_id == subscriptions.c.business_id)).all()


def letters_since(db: Session, at: datetime) -> Rows:
    query = select(messages.c.business_id, messages.c.kind, messages.c.to, messages.c.created_at)
    return db.execute(query.where(messages.c.created_at > at)).all()


def open_gates(db: Session, subscription_ids: Sequence[str]) -> Rows:
    query = select(gate_answers).where(gate_answers.c.is_open, gate_answers.c.subscription_id.in_(subscription_ids))
    return db.execute(query).all()


def consents_of(db: Session, business_ids: Sequence[str]) -> Rows:
    return db.execute(select(consents.c.business_id).where(consents.c.business_id.in_(business_ids))).all()


def periods_after(db: Session, day: date) -> Rows:
    """Of periods that end later: whose, and from when to when."""
    query = select(invoices.c.subscription_id, invoices.c.period_start, invoices.c.period_end)
    return db.execute(query.where(invoices.c.period_end > day, invoices.c.cause == PERIOD)).all()


def open_invoices(db: Session) -> Rows:
    columns = (invoices.c.business_id, invoices.c.number, invoices.c.amount_minor, invoices.c.settled_minor)
    return db.execute(select(*columns).where(invoices.c.state == InvoiceState.OPEN)).all()


def credits_owed(db: Session) -> dict[str, int]:
    """Cents by business."""
    return {row.business_id: row.amount_minor for row in db.execute(select(customer_credits))}


def cash(db: Session) -> int:
    """What came by check and transfer, less what went back so, in cents."""
    by_check = payments.c.processor == OFFLINE
    came = db.scalar(select(func.sum(payments.c.amount_minor)).where(by_check, payments.c.state == "succeeded")) or 0
    went = select(func.sum(corrections.c.amount_minor)).join(payments, payments.c.id == corrections.c.payment_id)
    refunds = (corrections.c.kind == CorrectionKind.REFUND, corrections.c.state == CorrectionState.DONE)
    return came - (db.scalar(went.where(by_check, *refunds)) or 0)


def rows_of_numbers(db: Session) -> list[tuple[int, int, int]]:
    """How many, the first and the last, of invoices and of credit notes."""
    found = []
    for column in (invoices.c.number, corrections.c.number):
        count, first, last = db.execute(select(func.count(column), func.min(column), func.max(column))).one()
        found.append((count, first or 1, last or 0))
    return found


def dunnings_since(db: Session, at: datetime) -> Rows:
    """By their beginning."""
    return db.execute(select(dunnings).where(dunnings.c.began_at > at)).all()


def charges_since(db: Session, at: datetime) -> Rows:
    """What a processor was asked for since then."""
    query = select(payments.c.key, payments.c.invoice_id, payments.c.state, payments.c.asked_at)
    return db.execute(query.where(payments.c.asked_at > at, payments.c.method_id.is_not(None))).all()


def dispute_states(db: Session) -> dict[str, str]:
    return {ref: state.value for ref, state in db.execute(select(disputes.c.ref, disputes.c.state))}


def refunds_under_way(db: Session) -> int:
    under_way = corrections.c.state.in_((CorrectionState.ASKED, CorrectionState.PENDING))
    return db.scalar(select(func.count()).select_from(corrections).where(under_way)) or 0


def running_trials(db: Session) -> dict[str, int]:
    """How many that were confirmed, by the identity of the business."""
    query = select(trials.c.identity, func.count()).where(trials.c.confirmed_at.is_not(None))
    return {identity: count for identity, count in db.execute(query.group_by(trials.c.identity))}


def counts(db: Session) -> tuple[int, ...]:
    """Of all that a run may add: the same before and after where nothing was done."""
    tables = (invoices, ledger_entries, messages, gate_answers, subscriptions)
    added = [db.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    return (*added, db.scalar(select(func.sum(subscriptions.c.periods))) or 0)
