"""What the next bill asks and what each one after it costs, in words, for pages that name a sum beside a day."""

from __future__ import annotations

from typing import Any

from mappop.consoles.current import deps
from mappop.consoles.portal.words import words
from mappop.domain.charging import rules
from mappop.domain.terms import long_date, price
from mappop.services import plan_changes


def in_words(business_id: str, language: str) -> dict[str, Any]:
    """`amount` “$39.95”, `lasting` “$39.95 a month”, and `each`, the same after bills that a coupon makes less; with
    “plus tax” while none is known. `on`, its day; empty where service is over. `has_no_day` where a year's day is over
    and no other is told yet."""
    standing = plan_changes.standing(deps(), business_id)
    if standing is None:
        return {"amount": "", "each": "", "lasting": "", "on": "", "has_no_day": False}
    t, each = words(language)["plan"], words(language)["plan"][f"each_{standing.next.agreed.interval.value}"]
    lasting = each.format(amount=price(standing.each_minor))
    said = {"amount": price(standing.next.to_pay_minor), "lasting": lasting, "each": lasting}
    if times := standing.reduced.times:
        more = t["once_more_times" if times == 1 else "times_more"].format(times=times)
        less = each.format(amount=price(standing.reduced.each_minor))
        said |= {"each": t["reduced"].format(reduced=less, times=more, each=lasting)}
    said = said if standing.tax.is_asked else {key: t["plus_tax"].format(each=one) for key, one in said.items()}
    on = long_date(standing.charge_on, language) if standing.charge_on else ""
    return said | {"on": on, "has_no_day": not on}


def on_statement(*, is_first: bool) -> str:
    """What a bank's or card's statement will say of it."""
    return f"{rules().on_statement} {rules().first_on_statement}" if is_first else rules().on_statement
