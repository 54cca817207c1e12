"""A customer's credit: what we owe them by a credit note or a payment too much; open and later invoices use it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from mappop.domain.correction import CustomerCredit, split_credit
from mappop.domain.invoice import Invoice
from mappop.domain.ledger import Account
from mappop.domain.postings import credit_used
from mappop.services.deps import UnitOfWork
from mappop.services.posting import post

USED, RETURNED = "credit_used:", "credit_returned:"


def give(uow: UnitOfWork, business_id: str, amount_minor: int) -> None:
    """Add to the credit, in the caller's transaction, which also writes the ledger entry on the credit account."""
    if amount_minor:
        known = uow.customer_credits.find(business_id) or uow.customer_credits.add(CustomerCredit(business_id))
        known.amount_minor += amount_minor


def use(uow: UnitOfWork, invoice: Invoice, *, at: datetime, actor: str, reason: str = "") -> int:
    """Pay an open invoice with the customer's credit as far as it goes; returns the cents that were used.

    In the caller's transaction, and once for each reason, which is the invoice itself unless said.
    """
    known = uow.customer_credits.find(invoice.business_id)
    used, _ = split_credit(known.amount_minor if known else 0, invoice.balance_minor)
    if known is None or used <= 0:
        return 0
    known.amount_minor -= used
    invoice.settle(used, at=at)
    cause = f"{USED}{invoice.id}{':' if reason else ''}{reason}"
    post(uow, invoice.business_id, cause, credit_used(used), at=at)
    uow.record(invoice.business_id, "credit_used", actor=actor, data={"invoice": invoice.title, "amount_minor": used})
    return used


def used_by(uow: UnitOfWork, business_id: str) -> Mapping[str, int]:
    """How many cents of the customer's credit each invoice has been paid with, by the invoice's id."""
    found: Counter[str] = Counter()
    for one in uow.ledger_entries.where(business_id=business_id):
        if one.cause.startswith((USED, RETURNED)):
            found[one.cause.split(":")[1]] += one.postings[Account.CREDIT.value]
    return found
