"""Cases that nobody needs to work on any more: what they ask about is not charged, tried or told, or led back to us.

Each closes with its cause; those that were filed before they did, by a look a day."""

from __future__ import annotations

from functools import partial

from mappop.domain.invoice import PERIOD, Invoice
from mappop.domain.subscription import Subscription
from mappop.domain.task import Task, TaskState
from mappop.services import domain_cases
from mappop.services.batches import one_by_one
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.entitled import FOR_GOOD

MOST = 500


def close(deps: Deps, uow: UnitOfWork, subscription: Subscription, *, how: str) -> None:
    """In the transaction that ends it. Their keys are free by that: where the end is taken back, the same question
    may come up again for the same day."""
    for task in uow.tasks.where(business_id=subscription.business_id, state=TaskState.OPEN):
        if _is_of_its_charges(task, subscription):
            task.withdraw(at=deps.clock.now(), why=f"The subscription has ended: {how}.")
            task.key = f"over:{task.id}"


def _is_of_its_charges(task: Task, subscription: Subscription) -> bool:
    """A debit that came back, an owner whom no notice of a charge reaches, a charge that waits for its tax."""
    about, _, rest = task.key.partition(":")
    return about == "dunning" or (about in ("reach", "tax") and rest.startswith(f"{subscription.id}:"))


def close_of_charge(deps: Deps, uow: UnitOfWork, invoice: Invoice) -> None:
    """In the transaction that makes it: it waits for its tax no more. Only an engine lets one wait; what an engine left
    open that is no longer asked is closed by the daily look."""
    if deps.tax_engine is not None:
        _close_taxed(uow, invoice)


def _close_taxed(uow: UnitOfWork, invoice: Invoice) -> None:
    for task in uow.tasks.where(business_id=invoice.business_id, state=TaskState.OPEN):
        if task.key.startswith(f"tax:{invoice.subscription_id}:") and task.filed_at < invoice.issued_at:
            task.withdraw(at=invoice.issued_at, why=f"The tax was told and the charge was made: {invoice.title}.")


def close_left(deps: Deps) -> int:
    """Cases whose cause came before they closed with it: how many businesses had some."""
    with deps.unit_of_work() as uow:
        left = uow.cases_left(ended=FOR_GOOD, most=MOST)
    return one_by_one(left, partial(_close_left, deps))


def _close_left(deps: Deps, business_id: str) -> int:
    with deps.unit_of_work() as uow:
        _close_moot(deps, uow, business_id)
        uow.commit()
    return 1


def _close_moot(deps: Deps, uow: UnitOfWork, business_id: str) -> None:
    found = uow.subscriptions.first(business_id=business_id)
    subscription = uow.subscriptions.get(found.id) if found else None
    if subscription is not None and subscription.state in FOR_GOOD:
        is_owners_word = uow.trials.get(subscription.trial_id).canceled_at is not None
        close(deps, uow, subscription, how="canceled by the owner" if is_owners_word else "an invoice was not paid")
    for invoice in sorted(uow.invoices.where(business_id=business_id), key=lambda one: one.issued_at):
        if invoice.cause == PERIOD:
            _close_taxed(uow, invoice)
    for domain in uow.own_domains.where(business_id=business_id):
        domain_cases.settle(deps, uow, domain)
