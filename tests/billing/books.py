"""The oracle's own books; from nothing of the product's code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Books:
    """What each account must say: every deed is told here too, and worked out by common bookkeeping."""

    sums: Counter[str] = field(default_factory=Counter)

    def move(self, amount: int, *, to: str, of: str) -> None:
        self.sums.update({to: amount})
        self.sums.update({of: -amount})

    def invoiced(self, amount: int, kept: int, tax: int) -> int:
        """What is left to pay, once what we owe the customer is used first; `kept` is owed to them."""
        self.move(amount, to="receivable", of="revenue")
        self.move(tax, to="revenue", of="tax_payable")
        left = self.paid_of_credit(amount)
        self.move(kept, to="revenue", of="credit")
        return left

    def paid_of_credit(self, left: int) -> int:
        used = min(left, -self.sums["credit"])
        self.move(used, to="credit", of="receivable")
        return left - used

    def paid_by_check(self, amount: int) -> None:
        self.move(amount, to="cash", of="receivable")

    def sent_back_by_check(self, amount: int) -> None:
        self.move(amount, to="refunds", of="cash")

    def untaxed(self, tax: int, of: str) -> None:
        """What was in an amount that was given back is no longer due."""
        self.move(tax, to="tax_payable", of=of)

    def let_go(self, amount: int) -> None:
        self.move(amount, to="bad_debt", of="receivable")

    def credited(self, amount: int, still_open: int) -> None:
        """It comes off what is open of the invoice, the rest is owed to the customer."""
        applied = min(amount, still_open)
        self.move(applied, to="allowances", of="receivable")
        self.move(amount - applied, to="allowances", of="credit")

    def complaints(self, postings: list[dict[str, int]], still_open: int) -> list[str]:
        found = ["an entry does not balance"] if any(sum(entry.values()) for entry in postings) else []
        said: Counter[str] = Counter()
        for entry in postings:
            said.update(entry)
        if {k: v for k, v in said.items() if v} != {k: v for k, v in self.sums.items() if v}:
            found.append(f"the books say {dict(said)}, and what happened makes {dict(self.sums)}")
        if said["receivable"] != still_open:
            found.append(f"the books say that {said['receivable']} is owed, the invoices {still_open}")
        return found
