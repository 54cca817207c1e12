"""Disputes for whoever answers them: the soonest due first, then those that are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mappop.db.tables.billing import invoices, subscriptions
from mappop.db.tables.businesses import businesses
from mappop.db.tables.disputes import disputes
from mappop.domain.charging import local
from mappop.domain.dispute import OPEN, Dispute
from mappop.domain.invoice import Invoice

PAGE = 50


@dataclass(frozen=True, slots=True)
class DisputeInView:
    dispute: Dispute
    invoice: Invoice
    business: str
    timezone: str

    @property
    def last_day(self) -> date | None:
        """To answer, by the calendar of the business, as in the task that was filed."""
        return local(self.dispute.due_by, self.timezone).date() if self.dispute.due_by else None


def open_ones(db: Session) -> list[DisputeInView]:
    query = _all().where(disputes.c.state.in_(OPEN)).order_by(disputes.c.due_by.is_(None), disputes.c.due_by)
    return [DisputeInView(*row) for row in db.execute(query)]


def over(db: Session) -> list[DisputeInView]:
    query = _all().where(disputes.c.state.not_in(OPEN)).order_by(disputes.c.changed_at.desc())
    return [DisputeInView(*row) for row in db.execute(query)]


def one(db: Session, dispute_id: str) -> DisputeInView | None:
    row = db.execute(_all().where(disputes.c.id == dispute_id)).first()
    return DisputeInView(*row) if row else None


def _all() -> Select[Dispute, Invoice, str, str]:
    return (
        select(Dispute, Invoice, businesses.c.name, subscriptions.c.timezone)
        .join(invoices, invoices.c.id == disputes.c.invoice_id)
        .join(subscriptions, subscriptions.c.id == invoices.c.subscription_id)
        .join(businesses, businesses.c.id == disputes.c.business_id)
        .limit(PAGE)
    )
