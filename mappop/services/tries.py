"""The tries to charge an owner's card or bank for one invoice; checks and transfers that came in for it are none."""

from __future__ import annotations

from mappop.domain.payment import OFFLINE, UNDER_WAY, Payment
from mappop.services.deps import UnitOfWork

WITHDRAWN = "withdrawn"  # the reason of a try that was written down and then not made


def tries_of(uow: UnitOfWork, invoice_id: str) -> list[Payment]:
    return [payment for payment in uow.payments.where(invoice_id=invoice_id) if payment.processor != OFFLINE]


def newest_try(uow: UnitOfWork, invoice_id: str) -> Payment | None:
    return max(tries_of(uow, invoice_id), key=lambda one: one.asked_at, default=None)


def next_number(uow: UnitOfWork, invoice_id: str) -> int:
    """The number of the try that would come next; the first is 1."""
    return len(tries_of(uow, invoice_id)) + 1


def is_under_way(uow: UnitOfWork, invoice_id: str) -> bool:
    """Whether a payment of the invoice was asked for whose outcome is not known yet."""
    return any(payment.state in UNDER_WAY for payment in uow.payments.where(invoice_id=invoice_id))


def debits_under_way(uow: UnitOfWork, business_id: str) -> int:
    """Cents that a bank was asked for and has not answered: no end of ours stops them any more. A try that no answer
    came for may have been made, and counts."""
    found = uow.payments.where(business_id=business_id)
    return sum(payment.amount_minor for payment in found if payment.state in UNDER_WAY)
