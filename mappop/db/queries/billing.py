"""What people see of money: an owner's own, and what is open over all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mappop.db.queries.dunning import open_dunning
from mappop.db.tables.billing import gate_answers, invoices, payment_methods, payments, subscriptions
from mappop.db.tables.businesses import businesses
from mappop.domain.charge_gate import GateAnswer
from mappop.domain.dispute import Dispute, is_blocked
from mappop.domain.dunning import Dunning
from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.pause import Pause
from mappop.domain.payment import UNDER_WAY, Payment, PaymentMethod, current
from mappop.domain.subscription import Subscription, SubscriptionState

INVOICES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Payments:
    """`refusal` is the gate's newest answer where that was no; `dunning` what runs while a payment is open,
    `is_under_way` whether one for the same invoice is on its way, and `is_held` whether dated tries of it wait;
    `is_blocked` whether nobody may charge them for what was disputed."""

    subscription: Subscription | None
    refusal: GateAnswer | None
    invoices: Sequence[Invoice]
    method: PaymentMethod | None = None
    dunning: Dunning | None = None
    is_under_way: bool = False
    is_held: bool = False
    disputes: Sequence[Dispute] = ()
    is_blocked: bool = False

    @property
    def is_charge_held(self) -> bool:
        """Bills are made, and what would be charged for them by itself is not."""
        return self.is_blocked and self.subscription is not None and self.subscription.is_charged_by_itself

    @property
    def waits_for_day(self) -> bool:
        """The gate said no to the very day that stands, and no later one could be told."""
        row, refusal = self.subscription, self.refusal
        if row is None or refusal is None or row.state not in (SubscriptionState.TRIALING, SubscriptionState.ACTIVE):
            return False
        return row.asks_gate and refusal.charge_on >= row.charge_on


def payments_of(db: Session, business_id: str) -> Payments:
    subscription = db.scalars(select(Subscription).filter_by(business_id=business_id)).first()
    if subscription is None:
        return Payments(None, None, ())
    newest = select(GateAnswer).filter_by(subscription_id=subscription.id).order_by(gate_answers.c.at.desc()).limit(1)
    answer = db.scalars(newest).first()
    bills = select(Invoice).filter_by(business_id=business_id).order_by(invoices.c.number.desc()).limit(INVOICES_SHOWN)
    saved = select(PaymentMethod).filter_by(business_id=business_id, is_usable=True)
    method = current(db.scalars(saved)) if subscription.is_charged_by_itself else None
    refusal = answer if answer and not answer.is_open else None
    dunning = open_dunning(db, subscription.id)
    is_under_way = dunning is not None and _is_under_way(db, dunning.invoice_id)
    shown = db.scalars(bills).all()
    disputes = db.scalars(select(Dispute).filter_by(business_id=business_id)).all() if shown else ()
    given = select(payment_methods.c.added_at).where(payment_methods.c.business_id == business_id)
    is_disputed = bool(disputes) and is_blocked(disputes, db.scalars(given))
    is_held = dunning is not None and (subscription.cancel_asked_at is not None or is_disputed)
    return Payments(
        subscription, refusal, shown, method, dunning, is_under_way, is_held, disputes, is_disputed
    )  # fmt: skip


def _is_under_way(db: Session, invoice_id: str) -> bool:
    query = select(Payment).where(payments.c.invoice_id == invoice_id, payments.c.state.in_(UNDER_WAY)).limit(1)
    return db.scalars(query).first() is not None


def pauses_of(db: Session, subscription_id: str) -> Sequence[Pause]:
    return db.scalars(select(Pause).filter_by(subscription_id=subscription_id)).all()


def unpaid_of(db: Session, business_id: str) -> Sequence[Invoice]:
    query = select(Invoice).filter_by(business_id=business_id, state=InvoiceState.OPEN)
    return db.scalars(query.order_by(invoices.c.number)).all()


def debits_under_way(db: Session, business_id: str) -> Mapping[str, int]:
    """Cents that a bank was asked for and has not answered, by invoice."""
    asked = select(payments.c.invoice_id, payments.c.amount_minor)
    found = asked.where(payments.c.business_id == business_id, payments.c.state.in_(UNDER_WAY))
    return {invoice_id: cents for invoice_id, cents in db.execute(found)}


def open_invoices(db: Session) -> Sequence[tuple[Invoice, str]]:
    """With the business's name, the longest due first."""
    query = (
        select(Invoice, businesses.c.name)
        .join(businesses, businesses.c.id == invoices.c.business_id)
        .where(invoices.c.state == InvoiceState.OPEN)
        .order_by(invoices.c.due_on, invoices.c.number)
        .limit(INVOICES_SHOWN)
    )
    return [(invoice, name) for invoice, name in db.execute(query)]


def subscription_counts(db: Session) -> dict[str, int]:
    query = select(subscriptions.c.state, func.count()).group_by(subscriptions.c.state)
    return {state.value: count for state, count in db.execute(query)}
