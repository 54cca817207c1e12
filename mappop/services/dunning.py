"""After a payment that failed, is late or came back: begun and fed here, in the transaction of whoever learns of it.

Its steps are taken by `dunning_steps`. Rows are locked as `locks` says, the dunning's last.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from mappop import ids
from mappop.domain.dunning import NEVER_AGAIN, Dunning, DunningState, begin
from mappop.domain.dunning_plan import Cause, cause_of
from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.payment import MethodKind, Payment
from mappop.domain.subscription import Change, Subscription, SubscriptionState
from mappop.services import ending, locks
from mappop.services.batches import one_by_one
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.dunning_goes_on import go_on
from mappop.services.dunning_messages import queue_recovered
from mappop.services.dunning_tasks import file_task, settle_tasks
from mappop.services.dunning_tries import open_of, promise, record, retire, try_at_once, try_held, usable
from mappop.services.subscription_states import take
from mappop.services.tries import is_under_way

MOST = 500


def payment_failed(deps: Deps, uow: UnitOfWork, payment: Payment, invoice: Invoice) -> None:
    """A payment failed or came back: begin dunning for its invoice, or note one more failed try.

    A way to pay that may never be tried again is put away. That is all where the invoice is not open, since it was paid
    or credited otherwise.
    """
    subscription = uow.subscriptions.get(payment.subscription_id)
    method = uow.payment_methods.find(payment.method_id) if payment.method_id else None
    cause, says = cause_of(method.kind if method else MethodKind.CARD, payment.reason)
    if method is not None and cause in NEVER_AGAIN:
        retire(uow, method, payment.reason)  # or the months to come would be charged with it
    if invoice.state is not InvoiceState.OPEN:
        return
    known = open_of(uow, subscription)
    if known is None:
        _begin(deps, uow, subscription, invoice, cause, says, payment)
    elif known.invoice_id == invoice.id:
        known.failed(cause, says, payment.reason, payment.method_id, now=deps.clock.now())
        promise(subscription, known)
        file_task(deps, uow, known, invoice)
        _try_other(uow, subscription, known, instead_of=payment.method_id)


def begin_overdue(deps: Deps) -> int:
    """Begin dunning for invoices that are past their day and not pursued yet; how many.

    One that can't be worked on keeps no other from it: the first fault is raised when all are done.
    """
    with deps.unit_of_work() as uow:
        tomorrow = deps.clock.now().date() + timedelta(days=1)  # which it is somewhere already
        late = uow.invoices_overdue(before=tomorrow, most=MOST)
    return one_by_one(late, partial(_begin_overdue, deps))


def _begin_overdue(deps: Deps, invoice_id: str) -> bool:
    with deps.unit_of_work() as uow:
        invoice = locks.invoice(uow, invoice_id)
        subscription = uow.subscriptions.get(invoice.subscription_id)
        is_late = invoice.state is InvoiceState.OPEN and invoice.due_on < subscription.today(deps.clock.now())
        is_begun = is_late and _begin_late(deps, uow, subscription, invoice)
        if is_begun:
            uow.commit()
        return is_begun


def _begin_late(deps: Deps, uow: UnitOfWork, subscription: Subscription, invoice: Invoice) -> bool:
    """False where something is pursued already, or a payment of it is under way."""
    if open_of(uow, subscription) is not None or is_under_way(uow, invoice.id):
        return False
    return _begin(deps, uow, subscription, invoice, Cause.OVERDUE, "", None)


def _begin(
    deps: Deps, uow: UnitOfWork, subscription: Subscription, invoice: Invoice, cause: Cause, says: str,
    payment: Payment | None,
) -> bool:  # fmt: skip
    """False where the subscription's state has nothing to lose by it: it has ended, or is paused."""
    reason, method_id = (payment.reason, payment.method_id) if payment else ("", None)
    if not take(uow, subscription, Change.LEFT_UNPAID, actor="schedule", cause=invoice.title):
        return False
    dunning = uow.dunnings.add(
        begin(
            ids.new_id("dun"), subscription_id=subscription.id, business_id=subscription.business_id,
            invoice_id=invoice.id, timezone=subscription.timezone, amount_minor=invoice.balance_minor, cause=cause,
            says=says, code=reason, method_id=method_id, now=deps.clock.now(),
        )
    )  # fmt: skip
    promise(subscription, dunning)
    record(uow, "dunning_began", dunning, invoice, code=reason)
    file_task(deps, uow, dunning, invoice)
    return True


def invoice_closed(deps: Deps, uow: UnitOfWork, invoice: Invoice) -> None:
    """End the dunning of an invoice that was paid, credited or written off; called after the subscription's change.

    Where another invoice of the owner is late too, dunning goes on for that one instead.
    """
    subscription = uow.subscriptions.get(invoice.subscription_id)
    dunning = open_of(uow, subscription)
    if dunning is None or dunning.invoice_id != invoice.id or invoice.state is InvoiceState.OPEN:
        return
    is_paid = invoice.state is InvoiceState.PAID
    settle_tasks(deps, uow, dunning, how=f"{invoice.title} {'is paid' if is_paid else 'is not asked for any more'}.")
    other = _other_late(deps, uow, subscription)
    if other is not None:
        go_on(deps, uow, subscription, dunning, other)
        return
    was_stopped = "stop" in dunning.done
    dunning.close(DunningState.RECOVERED if is_paid else DunningState.STOPPED, at=deps.clock.now())
    record(uow, "payment_recovered" if is_paid else "dunning_stopped", dunning, invoice)
    if was_stopped and subscription.state is SubscriptionState.ACTIVE:
        ending.bring_back(uow, dunning.business_id, dunning.id)
        queue_recovered(deps, uow, dunning, invoice)


def is_in_order(deps: Deps, uow: UnitOfWork, subscription: Subscription, invoice: Invoice) -> bool:
    """Whether this invoice is closed and no other of the subscription is late by the business's own day, or pursued."""
    pursued = open_of(uow, subscription)
    is_other_pursued = pursued is not None and pursued.invoice_id != invoice.id
    is_closed = invoice.state is not InvoiceState.OPEN
    return is_closed and not is_other_pursued and _other_late(deps, uow, subscription) is None


def _other_late(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> Invoice | None:
    today = subscription.today(deps.clock.now())
    late = uow.invoices.where(subscription_id=subscription.id, state=InvoiceState.OPEN)
    return min((one for one in late if one.due_on < today), key=lambda one: one.number, default=None)


def method_given(uow: UnitOfWork, subscription: Subscription) -> None:
    """The owner entered a new way to pay: what is open is tried with it at once."""
    dunning = open_of(uow, subscription)
    if dunning is not None and not is_under_way(uow, dunning.invoice_id):
        _try_other(uow, subscription, dunning, instead_of=dunning.method_id)


def _try_other(uow: UnitOfWork, subscription: Subscription, dunning: Dunning, *, instead_of: str | None) -> None:
    """Try the way to pay that the owner has now, unless they asked to leave: `owner_stays` tries it if they stay."""
    if subscription.cancel_asked_at is None:
        try_at_once(uow, dunning, usable(uow, subscription), instead_of=instead_of)


def owner_canceled(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> None:
    """Nothing is tried any more, and no letter follows but that of the cancellation."""
    dunning = open_of(uow, subscription)
    if dunning is not None:
        dunning.close(DunningState.STOPPED, at=deps.clock.now())
        record(uow, "dunning_stopped", dunning, uow.invoices.get(dunning.invoice_id))


def owner_stays(uow: UnitOfWork, subscription: Subscription, *, asked_at: datetime) -> None:
    """The wish to cancel is taken back: what was not charged meanwhile is asked for, and a way to pay that was entered
    meanwhile is tried. Dated tries go on by themselves."""
    method_given(uow, subscription)
    if subscription.is_charged_by_itself:
        for invoice in uow.invoices.where(subscription_id=subscription.id, state=InvoiceState.OPEN):
            try_held(uow, invoice, reason=f"{invoice.id}:{asked_at.isoformat()}")


def owner_goes_on(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> None:
    """An end was taken back: what is late is asked for again, with days of grace that begin today."""
    late = _other_late(deps, uow, subscription)
    if late is not None:
        _begin_late(deps, uow, subscription, late)
