"""When and with what an open invoice is tried again in dunning, and the dunning's row: found, locked, told of."""

from __future__ import annotations

from mappop.domain.bank_returns import may_debit_again, return_of
from mappop.domain.dunning import Dunning, DunningState
from mappop.domain.dunning_plan import Cause
from mappop.domain.invoice import Invoice
from mappop.domain.payment import Payment, PaymentMethod, current
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.disputes import blocks_charge
from mappop.services.tries import WITHDRAWN, next_number


def try_again(uow: UnitOfWork, dunning: Dunning, step: str) -> None:
    """Have the invoice tried again, as the dated step of that name says."""
    invoice = uow.invoices.get(dunning.invoice_id)
    _ask(uow, invoice, f"{dunning.id}:{step}")
    record(uow, "payment_tried_again", dunning, invoice, step=step)


def for_dated_tries(
    deps: Deps, uow: UnitOfWork, dunning: Dunning, method: PaymentMethod | None
) -> PaymentMethod | None:  # fmt: skip
    """The way to pay for dated tries; None where the bank network does not let this debit be sent once more.

    With None nothing is tried, so the letter or the end that is due the same day need not wait for an outcome.
    """
    is_barred = dunning.cause is Cause.BANK_LATER and not _may_debit(deps, uow, dunning)
    return None if is_barred else method


def are_held(uow: UnitOfWork, subscription: Subscription) -> bool:
    """Whether dated tries wait: their owner has asked to leave, or a dispute lets nobody charge."""
    return subscription.cancel_asked_at is not None or blocks_charge(uow, subscription.business_id)


def try_at_once(uow: UnitOfWork, dunning: Dunning, method: PaymentMethod | None, *, instead_of: str | None) -> None:
    """Try the invoice with a way to pay that the owner entered after the failure; once an invoice, at any hour."""
    if method is not None and method.id != instead_of and dunning.may_try(method.id):
        invoice = uow.invoices.get(dunning.invoice_id)
        _ask(uow, invoice, f"{dunning.id}:{invoice.id}:{method.id}")
        record(uow, "payment_tried_again", dunning, invoice, method=method.id)


def try_held(uow: UnitOfWork, invoice: Invoice, *, reason: str) -> None:
    """Have an open invoice charged that was left out: no try was written for it, or the newest was withdrawn."""
    newest = max(uow.payments.where(invoice_id=invoice.id), key=lambda one: one.asked_at, default=None)
    if newest is None or newest.reason == WITHDRAWN:
        _ask(uow, invoice, reason)


def _ask(uow: UnitOfWork, invoice: Invoice, reason: str) -> None:
    """Have the invoice's next try made; the same reason asks for one try alone."""
    args = {"invoice_id": invoice.id, "attempt": next_number(uow, invoice.id)}
    uow.enqueue("jobs.billing.collect", args, key=f"collect:{reason}")


def _may_debit(deps: Deps, uow: UnitOfWork, dunning: Dunning) -> bool:
    """Whether the network lets this debit be sent once more; it does where none was sent yet for this invoice."""
    invoice = uow.invoices.get(dunning.invoice_id)
    debits = sorted(_debits(uow, dunning), key=lambda payment: payment.asked_at)
    if not debits:
        return True
    first, *others = debits
    return may_debit_again(
        return_of(dunning.code), retries=len(others), first_on=dunning.today(first.asked_at),
        today=dunning.today(deps.clock.now()), amount_minor=invoice.balance_minor, first_minor=first.amount_minor,
    )  # fmt: skip


def _debits(uow: UnitOfWork, dunning: Dunning) -> list[Payment]:
    return [p for p in uow.payments.where(invoice_id=dunning.invoice_id) if p.method_id == dunning.method_id]


def usable(uow: UnitOfWork, subscription: Subscription) -> PaymentMethod | None:
    """The card or bank that would be charged now; None where the owner pays otherwise, or has none that can be."""
    if not subscription.is_charged_by_itself:
        return None
    return current(uow.payment_methods.where(business_id=subscription.business_id))


def retire(uow: UnitOfWork, method: PaymentMethod, why: str) -> bool:
    """Put away a card or bank that may not be charged any more; False where it was put away before."""
    if not method.is_usable:
        return False
    method.is_usable, method.why = False, why[:200]
    data = {"method": method.id, "label": method.label, "why": why}
    uow.record(method.business_id, "method_retired", actor="processor", data=data)
    return True


def open_of(uow: UnitOfWork, subscription: Subscription) -> Dunning | None:
    """The subscription's open dunning, locked."""
    known = uow.dunnings.first(open_for=subscription.id)
    return uow.dunnings.get(known.id) if known else None


def promise(subscription: Subscription, dunning: Dunning) -> None:
    """Let service run until the day that the dunning has told the owner."""
    if subscription.state is SubscriptionState.PAST_DUE and dunning.state is DunningState.OPEN:
        subscription.service_until = dunning.service_until


def record(uow: UnitOfWork, event: str, dunning: Dunning, invoice: Invoice, **more: str) -> None:
    data = {
        "dunning": dunning.id, "invoice": invoice.title, "cause": dunning.cause.value,
        "service_until": dunning.service_until.isoformat(), "ends_on": dunning.ends_on.isoformat(), **more,
    }  # fmt: skip
    uow.record(dunning.business_id, event, actor="schedule", data=data)
