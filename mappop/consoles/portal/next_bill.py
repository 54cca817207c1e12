"""What the next bill asks and what each one after it costs, in words, for pages that name a sum beside a day."""

from __future__ import annotations

from mappop.consoles.current import deps
from mappop.consoles.portal.words import words
from mappop.domain.charging import rules
from mappop.domain.terms import price
from mappop.services import plan_changes


def in_words(business_id: str, language: str) -> dict[str, str]:
    """`amount` “$39.95” and `each` “$39.95 a month”, with “plus tax” while none is known; empty where service is
    over."""
    standing = plan_changes.standing(deps(), business_id)
    if standing is None:
        return {"amount": "", "each": ""}
    t, interval = words(language)["plan"], standing.subscription.agreed_next.interval
    said = {
        "amount": price(standing.next.to_pay_minor),
        "each": t[f"each_{interval.value}"].format(amount=price(standing.each_minor)),
    }
    return said if standing.tax.is_asked else {key: t["plus_tax"].format(each=one) for key, one in said.items()}


def on_statement(*, is_first: bool) -> str:
    """What a bank's or card's statement will say of it."""
    return f"{rules().on_statement} {rules().first_on_statement}" if is_first else rules().on_statement
