"""Whoever locks more than one row of a customer's money locks the subscription first. With it in hand the order of the
others is all one, since whoever wants them too waits there."""

from __future__ import annotations

from mappop.domain.invoice import Invoice
from mappop.services.deps import UnitOfWork


def invoice(uow: UnitOfWork, invoice_id: str) -> Invoice:
    """For whoever begins with an invoice. PostgreSQL ends one of two that lock the two crosswise, and a payment
    that came in while the bill run has its batch would be told twice. Raises NotFound."""
    if known := uow.invoices.first(id=invoice_id):
        uow.subscriptions.find(known.subscription_id)
    return uow.invoices.get(invoice_id)
