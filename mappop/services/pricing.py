"""What an owner is asked for: the bill of a period from what is agreed, the tax of the place and what we owe them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from mappop.domain.agreed import Agreed
from mappop.domain.bill import Bill, Line, LineKind, line_of, of_period
from mappop.domain.invoice import Invoice
from mappop.domain.proration import Period
from mappop.domain.subscription import Subscription
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork


def owed(uow: UnitOfWork, business_id: str) -> int:
    """Cents that the customer has with us."""
    known = uow.customer_credits.find(business_id)
    return known.amount_minor if known else 0


@dataclass(frozen=True, slots=True)
class Costs:
    """What bills ask from one on, with the tax: so many `times` `reduced_minor`, while a coupon lasts that has an end,
    and from then on `each_minor`."""

    each_minor: int = 0
    reduced_minor: int = 0
    times: int = 0


def costs(facts: Facts, agreed: Agreed) -> Costs:
    """By what is agreed, but for a set-up fee, which is asked once."""
    agreed = replace(agreed, set_up_minor=0)
    if agreed.coupon_left is None:
        return Costs(first_of(facts, agreed))
    each_minor = first_of(facts, replace(agreed, coupon="", coupon_left=None))
    return Costs(each_minor, first_of(facts, agreed), agreed.coupon_left)


def first_of(facts: Facts, agreed: Agreed) -> int:
    """What its next bill asks, with coupon, set-up fee and tax, before what we owe the customer."""
    return of_period(agreed, facts.subscription.next_period(), facts.tax.millionths).total_minor


def lines_of(invoice: Invoice, subscription: Subscription) -> list[Line]:
    """Of an invoice from before invoices had lines: one for all."""
    if invoice.lines:
        return [line_of(row) for row in invoice.lines]
    whole, price = Period(invoice.period_start, invoice.period_end), invoice.amount_minor - invoice.tax_minor
    return [Line(LineKind.PLAN, subscription.plan, price, whole, 1, price, invoice.tax_minor)]


def is_running(invoice: Invoice, subscription: Subscription, on: date) -> bool:
    """Whether a line of it runs that day: a month's invoice may give back the rest of a year."""
    return any(line.period.end > on for line in lines_of(invoice, subscription))


def bill_period(deps: Deps, facts: Facts) -> tuple[Bill, Period]:
    """Note one more period in the subscription; its bill, by what is agreed from its first day on."""
    subscription = facts.subscription
    agreed = subscription.agreed_next
    subscription.agree(agreed)
    subscription.agree_next(None)
    period = Period(*subscription.charged(subscription.today(facts.now)))
    subscription.agree(agreed.billed())
    return of_period(agreed, period, facts.tax.millionths), period
