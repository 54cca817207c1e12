"""What an owner is asked for: the bill of a period from what is agreed, the tax of the place and what we owe them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mappop.domain.bill import Bill, of_period
from mappop.domain.proration import Period
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork


@dataclass(frozen=True, slots=True)
class NextCharge:
    """The next bill as it would be made today, and what of our credit would be used for it."""

    bill: Bill
    period: Period
    credit_minor: int

    @property
    def to_pay_minor(self) -> int:
        return self.bill.total_minor - self.credit_minor


def rate(deps: Deps, facts: Facts) -> int:
    """Of today, in millionths."""
    return deps.taxes.rate(facts.business.address, facts.subscription.today(facts.now))


def next_charge(deps: Deps, uow: UnitOfWork, facts: Facts) -> NextCharge:
    period = facts.subscription.next_period()
    bill = of_period(facts.subscription.agreed_next, period, rate(deps, facts))
    owed = uow.customer_credits.find(facts.business.id)
    return NextCharge(bill, period, min(owed.amount_minor if owed else 0, bill.total_minor))


def each_minor(deps: Deps, facts: Facts) -> int:
    """What a period costs when no coupon and no set-up fee is left, with the tax."""
    agreed = replace(facts.subscription.agreed_next, coupon="", coupon_left=None, set_up_minor=0)
    return of_period(agreed, facts.subscription.next_period(), rate(deps, facts)).total_minor


def bill_period(deps: Deps, facts: Facts) -> tuple[Bill, Period]:
    """Note one more period in the subscription; its bill, by what is agreed from its first day on."""
    subscription = facts.subscription
    subscription.agree(subscription.agreed_next)
    subscription.agree_next(None)
    agreed = subscription.agreed
    period = Period(*subscription.charged(subscription.today(facts.now)))
    subscription.agree(agreed.billed())
    return of_period(agreed, period, rate(deps, facts)), period
