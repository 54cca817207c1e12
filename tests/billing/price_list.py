"""The oracle's own price list, and what was agreed by it; from nothing of the product's code."""

from __future__ import annotations

from dataclasses import dataclass

PRICES = {"local": (3995, 0), "local_plus": (7995, 4900)}  # of a month; once, with the first bill of the plan
COUPONS = {"sorry_month": (100, 0, 1), "launch": (0, 1000, 3), "neighbour": (10, 0, 0)}  # per cent, cents, months or 0


@dataclass
class Terms:
    """What the owner agreed to: a bill is by the newest word before it, a set-up fee is asked where the plan is new."""

    plan: str = "local"
    billed: str = "local"
    coupon: str = ""
    uses: int = 0

    def next_bill(self) -> int:
        (price, fee), (percent, cents, most) = PRICES[self.plan], COUPONS.get(self.coupon, (0, 0, 0))
        off = min((price * percent + 50) // 100 + cents, price)
        is_new, self.billed, self.uses = self.plan != self.billed, self.plan, self.uses + 1
        self.coupon = "" if self.uses == most else self.coupon
        return price - off + (fee if is_new else 0)
