"""Ten years of fifty shops, a thousand in the long run: every period, date, number and cent as worked out by hand."""

from __future__ import annotations

import os
from collections import Counter, defaultdict

from mappop.simulator.chance import Chance
from tests.billing.decade import Decade, fate, foretold

SHOPS = 1_000 if os.environ.get("MAPPOP_SOAK") else 50
PRICE = 3995


def test_ten_years_to_the_cent() -> None:
    chance = Chance(2027)
    fates = [fate(number, chance) for number in range(SHOPS)]
    decade = Decade(fates)
    decade.live()
    bills = sorted(decade.world.invoices.where(), key=lambda bill: bill.number)
    assert [bill.number for bill in bills] == list(range(1, len(bills) + 1))
    books: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in decade.world.ledger_entries.where():
        books[entry.business_id].update(entry.postings)
    for one in fates:
        told = foretold(one)
        made = [bill for bill in bills if bill.business_id == one.id]
        assert [(bill.period_start, bill.period_end) for bill in made] == [(bill.start, bill.end) for bill in told]
        assert [bill.issued_at.date() for bill in made] == [bill.made for bill in told]
        paid, owed = PRICE * sum(bill.paid for bill in told), PRICE * sum(not bill.paid for bill in told)
        wanted = {"cash": paid, "receivable": owed, "revenue": -paid - owed}
        assert {name: sum_ for name, sum_ in books[one.id].items() if sum_} == {k: v for k, v in wanted.items() if v}
    assert len(bills) > 60 * SHOPS
