"""What comes next for a customer, with its day: what an agent says before it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mappop.consoles.correction_words import KINDS
from mappop.consoles.filters import day
from mappop.db.queries.support import Customer
from mappop.domain.charging import rules
from mappop.domain.correction import CorrectionState
from mappop.domain.dunning import Act
from mappop.domain.notice import renewal_notice
from mappop.domain.subscription import Subscription, SubscriptionState
from mappop.domain.terms import price
from mappop.services.plan_changes import SERVICE_OVER, Standing

_S = SubscriptionState


@dataclass(frozen=True, slots=True)
class Step:
    """`on` is None where it waits for somebody."""

    on: date | None
    what: str


def steps(customer: Customer, standing: Standing | None, now: datetime) -> list[Step]:
    """In the order of their days; what waits for somebody first. `standing` is of who has service."""
    subscription, dunning = customer.subscription, customer.money.dunning
    if subscription is None:
        return [Step(None, "The owner’s own yes: nothing has begun, and nothing is charged.")]
    if customer.money.waits_for_day and subscription.cancel_asked_at is None:
        return [_passed(subscription)]
    told = [*_under_way(customer), *_waiting(subscription)] or _ahead(customer, subscription, standing)
    told = [*_undecided(customer), *told]
    if dunning is not None:
        owed = dunning.ahead(now, is_held=customer.money.is_held)
        told += [Step(dunning.today(step.at), _OWED[step.act]) for step in owed]
    return [step for step in told if step.on is None or step.on >= subscription.today(now)] or [_passed(subscription)]


def _ahead(customer: Customer, subscription: Subscription, standing: Standing | None) -> list[Step]:
    asked = next_bill(standing) if standing else ""
    if standing and subscription.state is SubscriptionState.ACTIVE:
        how = ": the bill is made and not charged" if customer.money.is_charge_held else ", from noon"
        return _renewal(subscription, asked, standing.charge_on, how)
    return _OF[subscription.state](subscription, asked)


def _passed(subscription: Subscription) -> Step:
    """Where the day of the only step is over."""
    if subscription.state in SERVICE_OVER:
        return Step(subscription.ends_on, "Service ended: the site is a plain page, the listings stay theirs.")
    return Step(None, f"The charge of {day(subscription.charge_on)} is held; what happened says why.")


def next_bill(standing: Standing) -> str:
    """“$0.00, then $39.95 a month”: what is to be paid next, and each time after it where that is another sum."""
    next_minor, interval, after = standing.next.to_pay_minor, standing.next.agreed.interval.value, standing.after_next
    then = "" if next_minor == after.each_minor else f", then {price(after.each_minor)} a {interval}"
    if after.times:
        bills = "for one bill" if after.times == 1 else f"for {after.times} bills"
        then = f", then {price(after.reduced_minor)} a {interval} {bills}{then}"
    return f"{price(next_minor)}{then}{'' if standing.tax.is_asked else ' plus tax'}"


def _under_way(customer: Customer) -> list[Step]:
    if not customer.money.is_under_way:
        return []
    return [Step(None, "A payment of what is open is on its way: a bank debit takes some business days.")]


def _undecided(customer: Customer) -> list[Step]:
    """What somebody else decides: our second person, or the customer's bank."""
    proposed = [
        f"{KINDS[one.correction.kind][0]} of {price(one.correction.amount_minor)} for {one.invoice.title}:"
        " a second person decides."
        for one in customer.corrections
        if one.correction.state is CorrectionState.PROPOSED
    ]
    return [Step(None, what) for what in (*proposed, *_disputed(customer))]


def _disputed(customer: Customer) -> list[str]:
    row, money = customer.subscription, customer.money
    if row is None or not customer.is_open or not money.is_charge_held:
        return []
    if any(dispute.is_open for dispute in money.disputes):
        return ["Their bank looks into a payment: no card and no bank account is charged until it has decided."]
    return ["A dispute was lost: nothing is charged until they enter a card or bank anew."]


def _waiting(subscription: Subscription) -> list[Step]:
    if subscription.cancel_asked_at is None:
        return []
    return [Step(None, "They asked to cancel: nothing is charged until they finish, or say that they stay.")]


def _first_charge(subscription: Subscription, asked: str) -> list[Step]:
    on = subscription.charge_on
    pays = "" if subscription.pay_by else " They have not said how they pay: without it nothing is charged."
    return [
        Step(on - rules().remind_before, f"The reminder of the first charge, {asked}."),
        Step(on - rules().remind_again_before, "A second reminder."),
        Step(on - timedelta(days=1), "The last day to cancel and pay nothing."),
        Step(on, f"The first charge, {asked}, from noon, if every condition of the gate holds.{pays}"),
    ]


def _renewal(subscription: Subscription, asked: str, on: date | None, how: str) -> list[Step]:
    if subscription.resume_on:
        begins = Step(subscription.charge_on, "The pause begins: nothing is charged; site and listings stay.")
        return [begins, *_going_on(subscription.resume_on, asked)]
    if subscription.asks_gate:
        return _going_on(subscription.charge_on, asked)
    charge = f"The next {subscription.agreed_next.interval.value}, {asked}{how}."
    return [*_year_told(subscription), *([Step(on, charge)] if on else [])]


def _year_told(subscription: Subscription) -> list[Step]:
    on = subscription.charge_on - renewal_notice()
    told = Step(on, "The letter about the year to come: without it in time, the charge waits.")
    return [told] if subscription.renews_a_year else []


def _going_on(on: date, asked: str) -> list[Step]:
    return [
        Step(on - rules().remind_before, "The reminder that the pause ends."),
        Step(on, f"It goes on: {asked}, if every condition of the gate holds."),
    ]


def _paused(subscription: Subscription, asked: str) -> list[Step]:
    if subscription.resume_on:
        return [*_year_told(subscription), *_going_on(subscription.resume_on, asked)]
    return [Step(None, "They say how they pay, or cancel. Until then nothing is charged; site and listings stay.")]


def _owing(_: Subscription, __: str) -> list[Step]:
    return [Step(None, "An invoice is open; service goes on meanwhile.")]


def _unpaid(_: Subscription, __: str) -> list[Step]:
    return [Step(None, "Service has ended; it begins again when what is open is paid.")]


def _ended(subscription: Subscription, _: str) -> list[Step]:
    return [Step(subscription.ends_on, "The site becomes a plain page; the listings stay theirs. Nothing is charged.")]


_OWED = {
    Act.RETRY: "The same card or account is tried once more.",
    Act.STOP_SERVICE: "Service stops, unless it is paid: the site becomes a plain page.",
    Act.END: "The subscription ends, unless it is paid, and nothing more is charged.",
}
_OF: dict[SubscriptionState, Callable[[Subscription, str], list[Step]]] = {
    _S.TRIALING: _first_charge,
    _S.PAUSED: _paused,
    _S.PAST_DUE: _owing,
    _S.UNPAID: _unpaid,
    _S.CANCELED: _ended,
    _S.INCOMPLETE: _unpaid,
    _S.INCOMPLETE_EXPIRED: _ended,
}
