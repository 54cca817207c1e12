"""The customer's credit (what we owe them) pays their open invoices, and is taken out again when its money was lost."""

from __future__ import annotations

from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.payment import Payment
from mappop.domain.postings import credit_lost, credit_taken_out
from mappop.domain.subscription import Change, Subscription
from mappop.services import credits, dunning, giving_back, records
from mappop.services.billing_messages import queue_with_credit
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.posting import post
from mappop.services.pricing import owed
from mappop.services.subscription_states import take
from mappop.services.tries import is_under_way

_CAN_OWE = (InvoiceState.OPEN, InvoiceState.PAID)


def pay_what_is_open(deps: Deps, uow: UnitOfWork, subscription: Subscription, *, reason: str, actor: str) -> None:
    """Pay open invoices with the credit, the oldest first, in the caller's transaction.

    An invoice whose payment is under way is left to that payment. Where the subscription has ended, a case is opened to
    give the rest of the credit back, since no later bill can use it.
    """
    for known in _open_ones(uow, subscription):
        invoice = uow.invoices.get(known.id)
        used = credits.use(uow, invoice, at=deps.clock.now(), actor=actor, reason=reason)
        if not used:
            break
        trial, (business, _) = uow.trials.get(subscription.trial_id), records.current_business(uow, invoice.business_id)
        queue_with_credit(deps, uow, trial, business, invoice, used_minor=used, reason=reason)
        if dunning.is_in_order(deps, uow, subscription, invoice):
            take(uow, subscription, Change.PAID, actor=actor, cause=invoice.title)
        dunning.invoice_closed(deps, uow, invoice)
    if subscription.has_ended(deps.clock.now()):
        giving_back.give_back_owed(deps, uow, subscription.business_id, since=reason)


def open_minor(uow: UnitOfWork, subscription: Subscription) -> int:
    """Cents of the open invoices that `pay_what_is_open` would pay today, had the customer credit enough."""
    return sum(one.balance_minor for one in _open_ones(uow, subscription))


def _open_ones(uow: UnitOfWork, subscription: Subscription) -> list[Invoice]:
    found = uow.invoices.where(subscription_id=subscription.id, state=InvoiceState.OPEN)
    return sorted((one for one in found if not is_under_way(uow, one.id)), key=lambda one: one.number)


def take_out(deps: Deps, uow: UnitOfWork, payment: Payment) -> None:
    """A payment came back that had brought more than was open, and the credit from it was spent.

    Invoices that the credit paid are open again, the newest first, for as much as is missing. Credit that was refunded
    to the customer before is booked as lost.
    """
    missing = -owed(uow, payment.business_id)
    used = credits.used_by(uow, payment.business_id) if missing > 0 else {}
    known = uow.invoices.where(subscription_id=payment.subscription_id)
    for one in sorted(known, key=lambda one: one.number, reverse=True):
        amount = min(missing, used.get(one.id, 0))
        if amount > 0 and one.state in _CAN_OWE:
            missing -= amount
            _open_again(deps, uow, uow.invoices.get(one.id), payment, amount)
    if missing > 0:
        credits.give(uow, payment.business_id, missing)
        post(uow, payment.business_id, f"credit_lost:{payment.id}", credit_lost(missing), at=deps.clock.now())


def _open_again(deps: Deps, uow: UnitOfWork, invoice: Invoice, payment: Payment, amount: int) -> None:
    invoice.unsettle(amount)
    credits.give(uow, payment.business_id, amount)
    cause = f"{credits.RETURNED}{invoice.id}:{payment.id}"
    post(uow, payment.business_id, cause, credit_taken_out(amount), at=deps.clock.now())
    data = {"invoice": invoice.title, "payment": payment.id, "amount_minor": amount}
    uow.record(payment.business_id, "credit_taken_out", actor="processor", data=data)
    dunning.payment_failed(deps, uow, payment, invoice)
