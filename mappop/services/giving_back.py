"""The rest of a paid month when service ends at once: a case for whoever may give money back."""

from __future__ import annotations

from datetime import timedelta

from mappop import ids
from mappop.domain.business import Business
from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.leaving import rest_of, rules
from mappop.domain.roles import Role
from mappop.domain.subscription import Subscription
from mappop.domain.task import Task
from mappop.domain.terms import price
from mappop.services.deps import Deps, UnitOfWork


def give_back_rest(
    deps: Deps, uow: UnitOfWork, business: Business, subscription: Subscription
) -> tuple[int, bool]:  # fmt: skip
    """In the transaction that ends it: the cents of the days that are not used, and whether they were paid."""
    found = rest_of(uow.invoices.where(subscription_id=subscription.id), subscription.today(deps.clock.now()))
    if found is None:
        return 0, False
    invoice, amount = found
    is_paid = invoice.state is InvoiceState.PAID
    uow.tasks.add(_case(deps, business, invoice, amount, is_paid=is_paid))
    data = {"why": "rest", "invoice": invoice.title, "amount_minor": amount}
    uow.record(business.id, "case_opened", actor="service", data=data)
    return amount, is_paid


def _case(deps: Deps, business: Business, invoice: Invoice, amount: int, *, is_paid: bool) -> Task:
    deed = f"Give back {price(amount)} of {invoice.title}" if is_paid else f"Take {price(amount)} off {invoice.title}"
    return Task(
        ids.new_id("task"), business.id, f"{deed}: {business.name}"[:200],
        "The days that were not used cost nothing.", "The number of the refund or of the credit note.",
        deps.clock.now(), f"rest:{invoice.id}", role=Role.SUPPORT_AGENT,
        due_at=deps.clock.now() + timedelta(days=rules()["at_once"]["within_days"]),
        steps=["They canceled at once in the middle of a month.",
               "Make a refund where it was paid, a credit note where it is open, of just this sum."],
    )  # fmt: skip
