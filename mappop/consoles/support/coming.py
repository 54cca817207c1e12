"""What comes next for a customer, with its day: what an agent says before it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mappop.db.queries.support import Customer
from mappop.domain.charging import rules
from mappop.domain.dunning import Act
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.domain.terms import price

_S = SubscriptionState


@dataclass(frozen=True, slots=True)
class Step:
    """`on` is None where it waits for somebody."""

    on: date | None
    what: str


def steps(customer: Customer, now: datetime) -> list[Step]:
    """In the order of their days; what waits for somebody first."""
    subscription, dunning = customer.subscription, customer.money.dunning
    if subscription is None:
        return [Step(None, "The owner's own yes: nothing has begun, and nothing is charged.")]
    told = _waiting(subscription) or _OF[subscription.state](subscription)
    told += [Step(dunning.today(step.at), _OWED[step.act]) for step in dunning.ahead(now)] if dunning else []
    return [step for step in told if step.on is None or step.on >= subscription.today(now)]


def _waiting(subscription: Subscription) -> list[Step]:
    if subscription.cancel_asked_at is None:
        return []
    return [Step(None, "They asked to cancel: nothing is charged until they finish, or say that they stay.")]


def _first_charge(subscription: Subscription) -> list[Step]:
    day, amount = subscription.charge_on, price(subscription.price_minor)
    pays = "" if subscription.pay_by else " They have not said how they pay: without it nothing is charged."
    return [
        Step(day - rules().remind_before, f"The reminder of the first charge, {amount}."),
        Step(day - rules().remind_again_before, "A second reminder."),
        Step(day - timedelta(days=1), "The last day to cancel and pay nothing."),
        Step(day, f"The first charge, {amount}, from noon, if every condition of the gate holds.{pays}"),
    ]


def _renewal(subscription: Subscription) -> list[Step]:
    if subscription.resume_on:
        begins = Step(subscription.charge_on, "The pause begins: nothing is charged; site and listings stay.")
        return [begins, *_going_on(subscription, subscription.resume_on)]
    if subscription.asks_gate:
        return _going_on(subscription, subscription.charge_on)
    return [Step(subscription.charge_on, f"The next month, {price(subscription.price_minor)}, from noon.")]


def _going_on(subscription: Subscription, day: date) -> list[Step]:
    return [
        Step(day - rules().remind_before, "The reminder that the pause ends."),
        Step(day, f"It goes on: {price(subscription.price_minor)}, if every condition of the gate holds."),
    ]


def _paused(subscription: Subscription) -> list[Step]:
    if subscription.resume_on:
        return _going_on(subscription, subscription.resume_on)
    return [Step(None, "They say how they pay, or cancel. Until then nothing is charged; site and listings stay.")]


def _owing(_: Subscription) -> list[Step]:
    return [Step(None, "An invoice is open; service goes on meanwhile.")]


def _unpaid(_: Subscription) -> list[Step]:
    return [Step(None, "Service has ended; it begins again when what is open is paid.")]


def _ended(subscription: Subscription) -> list[Step]:
    return [Step(subscription.ends_on, "The site becomes a plain page; the listings stay theirs. Nothing is charged.")]


_OWED = {
    Act.RETRY: "The same card or account is tried once more.",
    Act.STOP_SERVICE: "Service stops, unless it is paid: the site becomes a plain page.",
    Act.END: "The subscription ends, unless it is paid, and nothing more is charged.",
}
_OF: dict[SubscriptionState, Callable[[Subscription], list[Step]]] = {
    _S.TRIALING: _first_charge,
    _S.ACTIVE: _renewal,
    _S.PAUSED: _paused,
    _S.PAST_DUE: _owing,
    _S.UNPAID: _unpaid,
    _S.CANCELED: _ended,
    _S.INCOMPLETE: _unpaid,
    _S.INCOMPLETE_EXPIRED: _ended,
}
