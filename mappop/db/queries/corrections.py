"""Refunds, credit notes and write-offs: a customer's own, what waits for a second person, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mappop.db.tables.billing import invoices, payments
from mappop.db.tables.businesses import businesses
from mappop.db.tables.corrections import corrections
from mappop.db.tables.people import people
from mappop.domain.correction import Correction, CorrectionState
from mappop.domain.invoice import Invoice
from mappop.domain.payment import Payment, PaymentState

PAGE = 50


@dataclass(frozen=True, slots=True)
class CorrectionInView:
    correction: Correction
    invoice: Invoice
    business: str
    asked_by: str
    decided_by: str


def waiting(db: Session) -> list[CorrectionInView]:
    """Proposals, the oldest first."""
    return _in_view(db, _all().where(corrections.c.state == CorrectionState.PROPOSED).order_by(corrections.c.asked_at))


def recent(db: Session) -> list[CorrectionInView]:
    """All others, the newest first."""
    other = _all().where(corrections.c.state != CorrectionState.PROPOSED)
    return _in_view(db, other.order_by(corrections.c.asked_at.desc()))


def of_customer(db: Session, business_id: str) -> list[CorrectionInView]:
    """The newest first."""
    mine = _all().where(corrections.c.business_id == business_id)
    return _in_view(db, mine.order_by(corrections.c.asked_at.desc()))


def came_in(db: Session, business_id: str) -> Sequence[Payment]:
    """A customer's payments that may go back, the newest first."""
    query = select(Payment).filter_by(business_id=business_id, state=PaymentState.SUCCEEDED)
    return db.scalars(query.order_by(payments.c.asked_at.desc()).limit(PAGE)).all()


def _all() -> Select[Correction, Invoice, str]:
    return (
        select(Correction, Invoice, businesses.c.name)
        .join(invoices, invoices.c.id == corrections.c.invoice_id)
        .join(businesses, businesses.c.id == corrections.c.business_id)
        .limit(PAGE)
    )


def _in_view(db: Session, query: Select[Correction, Invoice, str]) -> list[CorrectionInView]:
    rows = db.execute(query).all()
    ids = {id for one, _, _ in rows for id in (one.asked_by, one.decided_by) if id}
    names = {
        id: name for id, name in db.execute(select(people.c.id, people.c.name).where(people.c.id.in_(sorted(ids))))
    }
    return [
        CorrectionInView(
            one, invoice, business, names.get(one.asked_by, one.asked_by), names.get(one.decided_by or "", "")
        )
        for one, invoice, business in rows
    ]
