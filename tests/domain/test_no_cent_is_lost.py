"""Ten million random bills: a period cut anywhere, a plan changed and changed back, taxes on every line.

Twenty thousand of them here; ten million with MAPPOP_SOAK set. What is lost is counted in cents.
"""

from __future__ import annotations

import os
import random  # noqa: TID251  a seeded generator of its own
from datetime import date, timedelta

from mappop.domain.money import rounded
from mappop.domain.proration import Period, prorated
from mappop.domain.tax import WHOLE, taxes

CASES = 10_000_000 if os.environ.get("MAPPOP_SOAK") else 20_000
FIRST = date(2024, 1, 1).toordinal()
LENGTHS = (28, 29, 30, 31, 365, 366)
ONE_DAY = timedelta(days=1)


def test_no_cent_is_lost() -> None:
    chance = random.Random(20261126)
    lost = sum(_lost(chance.random) for _ in range(CASES))
    assert lost == 0, f"{lost} cents lost in {CASES:,} cases"


def _lost(chance) -> int:
    """Cents by which parts, changes and taxes of one bill differ from what they are parts of."""
    start = date.fromordinal(FIRST + int(chance() * 12_000))
    whole = Period(start, start + ONE_DAY * LENGTHS[int(chance() * 6)])
    old, new = int(chance() * 100_000), int(chance() * 100_000)
    rate, cut = int(chance() * 120_000), start + ONE_DAY * int(chance() * (whole.days + 1))
    gone, left = Period(start, cut), whole.since(cut)
    used, unused, rest = prorated(old, whole, gone), prorated(old, whole, left), prorated(new, whole, left)
    back = prorated(-new, whole, left) + prorated(old, whole, left)
    bill = [(old, rate), (-unused, rate), (rest, rate), (new // 3, 0)]
    stated = rounded((old - unused + rest) * rate, WHOLE)
    taxed = taxes(bill)
    return (
        abs(used + unused - old)
        + abs(rest - unused + back)
        + abs(sum(taxed) - stated)
        + abs(sum(taxes([(-amount, one) for amount, one in bill])) + stated)
        + abs(taxed[3])
    )
