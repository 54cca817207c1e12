"""What is the customer's own when service ends: the days that are not used, and what we owe them, as cases for whoever
may give money back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from mappop import ids
from mappop.domain.business import Business
from mappop.domain.leaving import Rest, rest_of, rules
from mappop.domain.roles import Role
from mappop.domain.subscription import Subscription
from mappop.domain.task import Task
from mappop.domain.terms import price
from mappop.services import records
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.pricing import is_running, lines_of, owed


def rest_today(deps: Deps, subscription: Subscription) -> Rest:
    """What ending it today would give back, for pages that tell it before the yes."""
    with deps.unit_of_work() as uow:
        return _rest(deps, uow, subscription)


def _rest(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> Rest:
    today, given = subscription.today(deps.clock.now()), Counter[str]()
    for correction in uow.corrections.where(business_id=subscription.business_id):
        given[correction.invoice_id] += correction.of_invoice_minor if correction.counts else 0
    known = sorted(uow.invoices.where(subscription_id=subscription.id), key=lambda one: -one.number)
    billed = [(one, lines_of(one, subscription)) for one in known if is_running(one, subscription, today)]
    running = subscription.running_period()
    since = min(running.start, today) if running else today
    room = [(one, one.settled_minor - given[one.id]) for one in known if one.period_end > since]
    return rest_of(billed, room, today)


def give_back_rest(deps: Deps, uow: UnitOfWork, business: Business, subscription: Subscription) -> Rest:
    """In the transaction that ends it: a case for each invoice that asked for days that are not used."""
    rest = _rest(deps, uow, subscription)
    for invoice, cents in rest.back:
        deed = f"Give back {price(cents)} of {invoice.title}"
        _open_case(deps, uow, business, "rest", invoice.id, deed, cents, _UNUSED)
    for invoice, cents in rest.off:
        deed = f"Take {price(cents)} off {invoice.title}"
        _open_case(deps, uow, business, "rest", f"{invoice.id}:open", deed, cents, _UNUSED)
    return rest


def give_back_owed(deps: Deps, uow: UnitOfWork, business_id: str) -> None:
    """In the transaction in which service is over for good: what we owe the customer is no use to them any more. Again
    changes nothing."""
    cents = owed(uow, business_id)
    subscription = uow.subscriptions.first(business_id=business_id)
    if not cents or subscription is None:
        return
    about = f"{subscription.id}:{subscription.ends_on}"
    if uow.tasks.first(key=f"owed:{about}") is None:
        business, _ = records.current_business(uow, business_id)
        _open_case(deps, uow, business, "owed", about, f"Give back {price(cents)} that we owe", cents, _OWED)


_UNUSED = (
    "The days that were not used cost nothing.",
    "They canceled at once in the middle of a period.",
    "Make a refund where it was paid, a credit note where it is open, of just this sum.",
)
_OWED = (
    "Service is over, and no later invoice can use it up.",
    "It came of a credit note, of a smaller plan or of what was paid twice.",
    "Refund just this sum of the newest payments: it goes out of what we owe.",
)


def _open_case(
    deps: Deps, uow: UnitOfWork, business: Business, why: str, about: str, deed: str, cents: int, said: tuple[str, ...]
) -> None:  # fmt: skip
    reason, *steps = said
    now = deps.clock.now()
    uow.tasks.add(
        Task(
            ids.new_id("task"), business.id, f"{deed}: {business.name}"[:200], reason,
            "The number of the refund or of the credit note.", now, f"{why}:{about}", role=Role.SUPPORT_AGENT,
            due_at=now + timedelta(days=rules()["at_once"]["within_days"]), steps=steps,
        )
    )  # fmt: skip
    uow.record(business.id, "case_opened", actor="service", data={"why": why, "about": about, "amount_minor": cents})
