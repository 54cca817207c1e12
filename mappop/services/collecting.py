"""Charging an owner's card or bank for an invoice.

In three steps: the attempt is written, the processor is asked with no transaction open, the answer is written.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from mappop import ids
from mappop.domain.charging import rules
from mappop.domain.invoice import PERIOD, Invoice, InvoiceState
from mappop.domain.payment import Payment, PaymentState, current
from mappop.domain.processor import Answer, NotTaken, Order, Outcome
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.domain.terms import long_date
from mappop.services import invoicing, locks, payments, settling
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.disputes import blocks_charge, why_held
from mappop.services.dunning_tries import open_of
from mappop.services.tries import WITHDRAWN, is_under_way, next_number, tries_of


def collect(deps: Deps, invoice_id: str, attempt: int) -> None:
    """Safe to run twice, or late. Raises NoAnswer while it is not known what became of it.

    The processor is asked first whether the charge was made already: after a crash, after the day for which it keeps
    keys, and where this database was restored from an older one. So nobody is charged twice for one period and try.
    """
    order = _ordered(deps, invoice_id, attempt)
    if order is None:
        return
    answer = deps.processor.look_up(order)
    if answer is None and _is_withdrawn(deps, order.key):
        return
    payments.take(deps, answer or deps.processor.charge(order), told_by="schedule")


def key_of(uow: UnitOfWork, invoice: Invoice, attempt: int) -> str:
    """The key of a try at the processor, the same for the same try for ever.

    A database that was restored from before the charge must find the same key, though there the first charge, or the
    first after a pause, may fall on a later day. So a period is named by the day until which was billed before it, and
    a change in the middle of one by its own day.
    """
    if invoice.cause == PERIOD:
        until = _billed_until(uow, invoice)
        period = until.isoformat() if until else "first"
    else:
        period = f"{invoice.period_start.isoformat()}:{invoice.cause}"
    return f"{invoice.subscription_id}:{period}:{attempt}"


def _billed_until(uow: UnitOfWork, invoice: Invoice) -> date | None:
    """The end of the last period before it; None for the first of all."""
    known = uow.invoices.where(subscription_id=invoice.subscription_id)
    ends = (one.period_end for one in known if one.number < invoice.number)
    return max((end for end in ends if end <= invoice.period_start), default=None)


def _ordered(deps: Deps, invoice_id: str, attempt: int) -> Order | None:
    """Write the attempt, or find it; None where there is nothing to ask for any more."""
    with deps.unit_of_work() as uow:
        invoice = locks.invoice(uow, invoice_id)
        subscription = uow.subscriptions.get(invoice.subscription_id)
        known = _known(uow, invoice, attempt)
        if known is not None:
            is_open = known.state is PaymentState.ASKED and known.method_id is not None
            return _order(uow, known, subscription, invoice) if is_open else None
        if not _may_ask(subscription) or not _is_wanted(uow, invoice):
            return None
        payment = _attempt(deps, uow, subscription, invoice, attempt)
        uow.commit()
        return _order(uow, payment, subscription, invoice) if payment and payment.method_id else None


def _may_ask(subscription: Subscription) -> bool:
    """Nothing is charged while its owner has asked to leave: who stays after all is asked then."""
    return subscription.state is not SubscriptionState.CANCELED and subscription.cancel_asked_at is None


def _known(uow: UnitOfWork, invoice: Invoice, attempt: int) -> Payment | None:
    """The row of this try, if it was written before; it keeps the key that it was written with."""
    return next((one for one in tries_of(uow, invoice.id) if one.key.endswith(f":{attempt}")), None)


def _is_withdrawn(deps: Deps, key: str) -> bool:
    """Withdraw an attempt that was not made yet where it is not wanted as it stands any more; whether it was.

    The invoice may have been paid or credited meanwhile, the way to pay be lost, or the owner pay otherwise, have
    canceled or have asked to. What is still open and may be charged gets an attempt of its own.
    """
    with deps.unit_of_work() as uow:
        known = uow.payments.first(key=key)
        assert known is not None
        invoice = locks.invoice(uow, known.invoice_id)
        subscription, payment = uow.subscriptions.get(known.subscription_id), uow.payments.get(known.id)
        is_due = _may_ask(subscription) and invoice.state is InvoiceState.OPEN
        has_way = subscription.is_charged_by_itself and uow.payment_methods.get(payment.method_id or "").is_usable
        is_same = invoice.balance_minor == payment.amount_minor and not blocks_charge(uow, invoice.business_id)
        if is_due and has_way and is_same:
            return False
        payment.move(PaymentState.FAILED, at=deps.clock.now(), reason=WITHDRAWN)
        data = {"invoice": invoice.title, "payment": payment.id, "amount_minor": payment.amount_minor}
        uow.record(payment.business_id, "payment_withdrawn", actor="schedule", data=data)
        if is_due:
            settling.pay_what_is_open(deps, uow, subscription, reason=f"withdrawn:{payment.id}", actor="schedule")
            invoicing.ask_for_payment(uow, invoice, attempt=next_number(uow, invoice.id))
        uow.commit()
        return True


def _is_wanted(uow: UnitOfWork, invoice: Invoice) -> bool:
    is_open = invoice.state is InvoiceState.OPEN and invoice.balance_minor > 0
    return is_open and not is_under_way(uow, invoice.id)


def _attempt(
    deps: Deps, uow: UnitOfWork, subscription: Subscription, invoice: Invoice, attempt: int
) -> Payment | None:  # fmt: skip
    """The row of a new attempt. One that has nothing to charge has failed; an owner who pays by invoice now gets it,
    and one who disputes a payment is told that it waits."""
    if not subscription.is_charged_by_itself:
        invoicing.queue_letter(deps, uow, "invoice", subscription, invoice)
        return None
    if why := why_held(uow, invoice.business_id):
        if open_of(uow, subscription) is None:  # or its letters say why, by their own days
            reason = f"{invoice.id}:{why}"
            invoicing.queue_letter(deps, uow, "charge_waits", subscription, invoice, reason=reason, lines=(why,))
        return None
    method = current(uow.payment_methods.where(business_id=invoice.business_id))
    if method is not None and method.processor != deps.processor.name:
        raise NotTaken(f"{method.label} is kept by {method.processor}, and {deps.processor.name} is set up")
    about, on_statement = _words(uow, invoice)
    payment = uow.payments.add(
        Payment(
            ids.new_id("pay"), invoice.id, subscription.id, invoice.business_id, invoice.balance_minor,
            deps.processor.name, key_of(uow, invoice, attempt), deps.clock.now(),
            method_id=method.id if method else None, about=about, on_statement=on_statement,
        )
    )  # fmt: skip
    if method is None:
        nothing = Answer(payment.key, "", Outcome.FAILED, payment.amount_minor, "no_method")
        payments.apply(deps, uow, payment, nothing, told_by="schedule")
    return payment


def _day_before(day: date) -> datetime:
    return datetime.combine(day, time(), UTC) - timedelta(days=1)


def _order(uow: UnitOfWork, payment: Payment, subscription: Subscription, invoice: Invoice) -> Order:
    method = uow.payment_methods.get(payment.method_id or "")
    about, on_statement = (payment.about, payment.on_statement) if payment.about else _words(uow, invoice)
    return Order(
        payment.key, payment.business_id, payment.amount_minor, method.payer, method.ref, method.kind.value,
        about=about, since=_since(uow, subscription, invoice), on_statement=on_statement,
    )  # fmt: skip


def _since(uow: UnitOfWork, subscription: Subscription, invoice: Invoice) -> datetime:
    if _is_first(uow, invoice):
        return subscription.opened_at
    return _day_before(_billed_until(uow, invoice) or invoice.period_start)


def _words(uow: UnitOfWork, invoice: Invoice) -> tuple[str, str]:
    """What the charge is about, and what stands on the statement behind our name."""
    about = f"Map Pop, {long_date(invoice.period_start, 'en')} to {long_date(invoice.last_day, 'en')}"
    return about, rules().first_on_statement if _is_first(uow, invoice) else ""


def _is_first(uow: UnitOfWork, invoice: Invoice) -> bool:
    return invoice.cause == PERIOD and _billed_until(uow, invoice) is None
