"""In which order the rows of a customer's money are locked: the subscription first, then the others in any order.

Whoever wants one of the others too waits for the subscription, so no two can hold what the other one wants.
"""

from __future__ import annotations

from mappop.domain.invoice import Invoice
from mappop.services.deps import UnitOfWork


def invoice(uow: UnitOfWork, invoice_id: str) -> Invoice:
    """The invoice, locked after its subscription. Raises NotFound.

    Locked the other way round, a payment that comes in while the bill run holds the subscription would meet it
    crosswise: PostgreSQL then ends one of the two, and the payment would have to be told once more.
    """
    if known := uow.invoices.first(id=invoice_id):
        uow.subscriptions.find(known.subscription_id)
    return uow.invoices.get(invoice_id)
