"""What has come due, by index: subscriptions, invoices and dunning for billing, looks at owners' domains, and cases
that nobody needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from mappop.db.tables.billing import invoices, subscriptions
from mappop.db.tables.dunnings import dunnings as dunning_rows
from mappop.db.tables.listings import tasks
from mappop.db.tables.sites import own_domains
from mappop.domain.invoice import PERIOD, InvoiceState
from mappop.domain.own_domain import DomainState
from mappop.domain.plan import Interval
from mappop.domain.subscription import SubscriptionState
from mappop.domain.task import TaskState


def charges(db: Session, *, remind_by: date, charge_by: date, after: str, most: int) -> Sequence[str]:
    row = subscriptions.c
    wanted = or_(
        (row.state == SubscriptionState.TRIALING) & (row.charge_on <= remind_by),
        (row.state == SubscriptionState.ACTIVE) & (row.charge_on <= charge_by),
        (row.state == SubscriptionState.ACTIVE) & row.resumed_on.is_not(None) & (row.charge_on <= remind_by),
        (row.state == SubscriptionState.PAUSED) & row.resume_on.is_not(None) & (row.charge_on <= remind_by),
    )
    return db.scalars(select(row.id).where(wanted, row.id > after).order_by(row.id).limit(most)).all()


def notices(
    db: Session, *, by: date, today: date, outdated: Collection[str], after: str, most: int
) -> Sequence[str]:  # fmt: skip
    row = subscriptions.c
    add_ons = cast(row.add_ons, String)
    is_dearer = or_(row.price_version.in_(sorted(outdated)), *(add_ons.contains(f'"{id}"') for id in sorted(outdated)))
    wanted = or_(row.terms_on <= today, (row.charge_on <= by) & or_(row.interval == Interval.YEAR, is_dearer))
    is_paused = (row.state == SubscriptionState.PAUSED) & row.resume_on.is_not(None)
    is_due = or_(
        (row.state == SubscriptionState.ACTIVE) & wanted,
        is_paused & (row.interval == Interval.YEAR) & (row.charge_on <= by),
    )
    return db.scalars(select(row.id).where(is_due, row.id > after).order_by(row.id).limit(most)).all()


def overdue(db: Session, *, before: date, most: int) -> Sequence[str]:
    query = (
        select(invoices.c.id)
        .join(subscriptions, subscriptions.c.id == invoices.c.subscription_id)
        .where(invoices.c.state == InvoiceState.OPEN, invoices.c.due_on < before)
        .where(subscriptions.c.state == SubscriptionState.ACTIVE)
        .order_by(invoices.c.due_on, invoices.c.id)
        .limit(most)
    )
    return db.scalars(query).all()


def dunnings(db: Session, *, now: datetime, most: int) -> Sequence[str]:
    row = dunning_rows.c
    return db.scalars(select(row.id).where(row.next_at <= now).order_by(row.next_at, row.id).limit(most)).all()


def looks(db: Session, *, now: datetime, most: int) -> Sequence[str]:
    row = own_domains.c
    return db.scalars(select(row.id).where(row.next_look_at <= now).order_by(row.next_look_at).limit(most)).all()


def cases_left(db: Session, *, ended: Collection[SubscriptionState], most: int) -> Sequence[str]:
    key, theirs, row, domain = tasks.c.key, tasks.c.business_id, subscriptions.c, own_domains.c
    over = select(row.id).where(
        row.business_id == theirs,
        row.state.in_(ended),
        or_(key.startswith("dunning:"), *(key.startswith(f"{about}:" + row.id + ":") for about in ("reach", "tax"))),
    )
    not_lost = select(domain.id).where(
        domain.business_id == theirs,
        domain.state != DomainState.BROKEN,
        key.startswith("domain:" + domain.id + ":"),
    )
    charged = select(invoices.c.id).where(
        invoices.c.business_id == theirs,
        invoices.c.cause == PERIOD,
        invoices.c.issued_at > tasks.c.filed_at,
        key.startswith("tax:" + invoices.c.subscription_id + ":"),
    )
    is_moot = or_(over.exists(), charged.exists(), not_lost.exists())
    query = select(theirs).where(tasks.c.state == TaskState.OPEN, is_moot).distinct()
    return db.scalars(query.order_by(theirs).limit(most)).all()
