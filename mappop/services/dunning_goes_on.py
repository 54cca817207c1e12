"""Dunning that goes on for another late invoice of the same owner, when the one before is closed."""

from __future__ import annotations

from mappop.domain.dunning import Dunning
from mappop.domain.dunning_plan import Cause, cause_of, plan_of
from mappop.domain.invoice import Invoice
from mappop.domain.payment import MethodKind, Payment, PaymentState
from mappop.domain.subscription import Subscription
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.dunning_tasks import file_task
from mappop.services.dunning_tries import are_held, promise, record, try_at_once, usable
from mappop.services.tries import WITHDRAWN, is_under_way, newest_try


def go_on(deps: Deps, uow: UnitOfWork, subscription: Subscription, dunning: Dunning, other: Invoice) -> None:
    """Turn the dunning to the `other` invoice, with the cause of that invoice's own newest failed try.

    Where none of its tries failed and the present cause has dated tries, those ahead are made for it. In every other
    case without a failed try it is merely overdue: what the bank said was about the invoice that is closed.
    """
    now, failed = deps.clock.now(), _newest_failed(uow, other)
    if failed is None and plan_of(dunning.cause).retries:
        dunning.invoice_id, dunning.says, dunning.next_at = other.id, "", now
        record(uow, "dunning_went_on", dunning, other)
        return
    if failed is None:
        dunning.goes_on(other.id, Cause.OVERDUE, "", "", None, now=now, is_told=not is_under_way(uow, other.id))
    else:
        cause, says = cause_of(_kind_of(uow, failed), failed.reason)
        dunning.goes_on(other.id, cause, says, failed.reason, failed.method_id, now=now, is_told=True)
        file_task(deps, uow, dunning, other)
    promise(subscription, dunning)
    record(uow, "dunning_went_on", dunning, other)
    if not is_under_way(uow, other.id) and not are_held(uow, subscription):
        try_at_once(uow, dunning, usable(uow, subscription), instead_of=dunning.method_id)


def _newest_failed(uow: UnitOfWork, invoice: Invoice) -> Payment | None:
    """The newest try where it failed or came back; none where it is under way, or was withdrawn before it was made."""
    newest = newest_try(uow, invoice.id)
    if newest is None or newest.reason == WITHDRAWN:
        return None
    return newest if newest.state in (PaymentState.FAILED, PaymentState.RETURNED) else None


def _kind_of(uow: UnitOfWork, payment: Payment) -> MethodKind:
    method = uow.payment_methods.find(payment.method_id) if payment.method_id else None
    return method.kind if method else MethodKind.CARD
