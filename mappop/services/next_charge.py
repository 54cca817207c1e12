"""The next charge as it would be made by what is known today: its bill, its day, and what each one after it costs."""

from __future__ import annotations

from dataclasses import dataclass

from mappop.domain.agreed import Agreed
from mappop.domain.bill import Bill, of_period
from mappop.domain.proration import Period
from mappop.services import pricing
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.pricing import Reduced
from mappop.services.renewal_notices import expected


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


def next_charge(deps: Deps, uow: UnitOfWork, facts: Facts) -> NextCharge:
    agreed, period = expected(facts), facts.subscription.next_period()
    bill = of_period(agreed, period, facts.tax.millionths)
    return NextCharge(agreed, bill, period, min(pricing.owed(uow, facts.business.id), bill.total_minor))


def each_minor(deps: Deps, facts: Facts) -> int:
    """What each period costs from the next one on, once a coupon that ends and a set-up fee are over, with the tax."""
    return pricing.each_of(deps, facts, expected(facts))


def reduced(facts: Facts) -> Reduced:
    return pricing.reduced_of(facts, expected(facts))
