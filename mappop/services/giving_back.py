"""Money that is the customer's when service ends: for days that were paid and not used, and the credit that we owe.

Nothing is paid out here: each sum becomes a case for somebody who may give money back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from mappop import ids
from mappop.domain.business import Business
from mappop.domain.leaving import Rest, rest_of, rules
from mappop.domain.roles import Role
from mappop.domain.subscription import Subscription
from mappop.domain.task import Task, TaskState
from mappop.domain.terms import price
from mappop.services import disputes, records
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.pricing import is_running, lines_of, owed


def rest_today(deps: Deps, subscription: Subscription) -> Rest:
    """What would go back if the subscription ended today; pages show it before the owner says yes."""
    with deps.unit_of_work() as uow:
        return _rest(uow, subscription, subscription.today(deps.clock.now()))


def _rest(uow: UnitOfWork, subscription: Subscription, last: date) -> Rest:
    given = Counter[str]()
    for correction in uow.corrections.where(business_id=subscription.business_id):
        given[correction.invoice_id] += correction.of_invoice_minor if correction.counts else 0
    known = sorted(uow.invoices.where(subscription_id=subscription.id), key=lambda one: -one.number)
    billed = [(one, lines_of(one, subscription)) for one in known if is_running(one, subscription, last)]
    running = subscription.running_period()
    since = min(running.start, last) if running else last
    room = [(one, one.settled_minor - given[one.id]) for one in known if one.period_end > since]
    rest = rest_of(billed, room, last)
    still = [(one, cents - disputes.disputed_of(uow, one)) for one, cents in rest.back]  # less what a bank took back
    return replace(rest, back=tuple((one, cents) for one, cents in still if cents > 0))


def give_back_rest(deps: Deps, uow: UnitOfWork, business: Business, subscription: Subscription) -> Rest:
    """Open a case for each invoice that asked for days after today; in the transaction that ends the subscription."""
    rest = _rest(uow, subscription, subscription.today(deps.clock.now()))
    _open_cases(deps, uow, business, rest, _UNUSED)
    return rest


def give_back_paid(deps: Deps, uow: UnitOfWork, subscription: Subscription) -> Rest:
    """As `give_back_rest`, where the subscription ends for a debt: for the days after the last one with service.

    No case is opened unless some of those days were paid: the debt alone stays as it is.
    """
    rest = _rest(uow, subscription, subscription.last_day())
    if not rest.back:
        return Rest()
    business, _ = records.current_business(uow, subscription.business_id)
    _open_cases(deps, uow, business, rest, _UNSERVED)
    return rest


def _open_cases(deps: Deps, uow: UnitOfWork, business: Business, rest: Rest, said: tuple[str, ...]) -> None:
    for invoice, cents in rest.back:
        deed = f"Give back {price(cents)} of {invoice.title}"
        _open_case(deps, uow, business, "rest", invoice.id, deed, cents, said)
    for invoice, cents in rest.off:
        deed = f"Take {price(cents)} off {invoice.title}"
        _open_case(deps, uow, business, "rest", f"{invoice.id}:open", deed, cents, said)


def give_back_owed(deps: Deps, uow: UnitOfWork, business_id: str, *, since: str = "") -> None:
    """Open a case to give back the customer's credit, which no later bill uses; in the transaction that ends service.

    Doing it again changes nothing. Credit that comes after the end is named by `since`, what it came from: a new case
    for the new sum takes the place of the old one.
    """
    cents = owed(uow, business_id)
    subscription = uow.subscriptions.first(business_id=business_id)
    if not cents or subscription is None:
        return
    about = f"{subscription.id}:{subscription.ends_on}{':' if since else ''}{since}"
    if uow.tasks.first(key=f"owed:{about}") is None:
        _withdraw_owed(deps, uow, business_id)
        business, _ = records.current_business(uow, business_id)
        _open_case(deps, uow, business, "owed", about, f"Give back {price(cents)} that we owe", cents, _OWED)


def _withdraw_owed(deps: Deps, uow: UnitOfWork, business_id: str) -> None:
    for task in uow.tasks.where(business_id=business_id, state=TaskState.OPEN):
        if task.key.startswith("owed:"):
            task.withdraw(at=deps.clock.now(), why="It is another sum by now: a newer case names it.")


_UNUSED = (
    "The days that were not used cost nothing.",
    "They canceled at once in the middle of a period.",
    "Make a refund where it was paid, a credit note where it is open, of just this sum.",
)
_UNSERVED = (
    "Days without service cost nothing.",
    "It ended because another bill was not paid, and these days were paid or asked for before.",
    _UNUSED[-1],
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
