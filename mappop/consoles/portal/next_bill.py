"""What the next bill asks and what each one after it costs, in words, for pages that name a sum beside a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mappop.consoles.current import deps
from mappop.consoles.portal.words import words
from mappop.domain.charging import rules
from mappop.domain.plan import Interval
from mappop.domain.terms import long_date, price
from mappop.services import plan_changes
from mappop.services.pricing import Costs


def in_words(business_id: str, language: str) -> dict[str, Any]:
    """`amount` “$39.95” and `each`, “$39.95 a month”, of the bills after it; `from_next`, the same of it and them, what
    is asked once aside; with “plus tax” while none is known. `on`, its day; empty where service is over. `has_no_day`
    where a year's day is over and no other is told yet."""
    standing = plan_changes.standing(deps(), business_id)
    if standing is None:
        return {"amount": "", "each": "", "from_next": "", "on": "", "has_no_day": False}
    t, interval = words(language)["plan"], standing.next.agreed.interval
    said = {
        "amount": price(standing.next.to_pay_minor),
        "each": each_time(standing.after_next, interval, t), "from_next": each_time(standing.from_next, interval, t),
    }  # fmt: skip
    said = said if standing.tax.is_asked else {key: t["plus_tax"].format(each=one) for key, one in said.items()}
    on = long_date(standing.charge_on, language) if standing.charge_on else ""
    return said | {"on": on, "has_no_day": not on}


def each_time(costs: Costs, interval: Interval, t: Mapping[str, str]) -> str:
    """“$39.95 a month”; before it so many bills that a coupon makes less. `t` are the words of the plan's page."""
    each = t[f"each_{interval.value}"]
    lasting = each.format(amount=price(costs.each_minor))
    if not costs.times:
        return lasting
    bills = t["for_one_bill" if costs.times == 1 else "for_bills"].format(times=costs.times)
    return t["reduced"].format(reduced=each.format(amount=price(costs.reduced_minor)), bills=bills, each=lasting)


def on_statement(*, is_first: bool) -> str:
    """What a bank's or card's statement will say of it."""
    return f"{rules().on_statement} {rules().first_on_statement}" if is_first else rules().on_statement
