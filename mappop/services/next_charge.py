"""The next charge as it would be made by what is known today: its bill, its day, and what each one after it costs."""

from __future__ import annotations

from dataclasses import dataclass

from mappop.domain.agreed import Agreed
from mappop.domain.bill import Bill, of_period
from mappop.domain.proration import Period
from mappop.domain.subscription import SubscriptionState
from mappop.services import pricing
from mappop.services.charge_gate import Facts
from mappop.services.deps import UnitOfWork
from mappop.services.pricing import Costs
from mappop.services.renewal_notices import day_of_next, expected


@dataclass(frozen=True, slots=True)
class NextCharge:
    """By a new price where its notice has arrived or is on its way; and what of our credit would be used for it."""

    agreed: Agreed
    bill: Bill
    period: Period
    credit_minor: int

    @property
    def to_pay_minor(self) -> int:
        return self.bill.total_minor - self.credit_minor


def next_charge(uow: UnitOfWork, facts: Facts) -> NextCharge:
    agreed, period = expected(facts), facts.subscription.next_period()
    bill = of_period(agreed, period, facts.tax.millionths)
    return NextCharge(agreed, bill, period, min(pricing.owed(uow, facts.business.id), bill.total_minor))


def waits_for_their_word(uow: UnitOfWork, facts: Facts) -> int | None:
    """The cents of the bill that is asked for at once where who wished to leave stays; None where none is."""
    subscription, day = facts.subscription, day_of_next(facts)
    runs = subscription.state is SubscriptionState.ACTIVE and subscription.resume_on is None
    if subscription.asks_gate or day is None or not runs:
        return None
    is_due = day <= subscription.today(facts.now) and subscription.may_be_charged(facts.now)
    return next_charge(uow, facts).to_pay_minor if is_due else None


def costs_from_next(facts: Facts) -> Costs:
    """What the next bill and those after it ask."""
    return pricing.costs(facts, expected(facts))


def costs_after_next(facts: Facts) -> Costs:
    """For where the next bill has a sum of its own, less our credit and with a set-up fee."""
    return pricing.costs(facts, expected(facts).billed())
