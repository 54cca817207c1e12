"""An invoice: one for each period, its number without a gap, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mappop.domain.errors import Refused


class InvoiceState(StrEnum):
    OPEN = "open"
    PAID = "paid"


@dataclass(eq=False)
class InvoiceNumbers:
    """The last number that an issuer gave; taken in the transaction that writes the invoice, so that none is lost."""

    issuer: str
    last: int = 0

    def take(self) -> int:
        self.last += 1
        return self.last


@dataclass(eq=False)
class Invoice:
    """Amounts in cents. `period_end` is the first day of the next period."""

    id: str
    issuer: str
    number: int
    subscription_id: str
    business_id: str
    period_start: date
    period_end: date
    amount_minor: int
    issued_at: datetime
    due_on: date
    state: InvoiceState = InvoiceState.OPEN
    paid_at: datetime | None = None
    reference: str = ""

    @property
    def title(self) -> str:
        return f"MP-{self.number:06d}"

    @property
    def last_day(self) -> date:
        return self.period_end - timedelta(days=1)

    def pay(self, amount_minor: int, *, at: datetime, reference: str) -> None:
        """The whole sum at once; raises Refused for another sum, or one that was paid before."""
        if self.state is InvoiceState.PAID:
            raise Refused(f"{self.title} was paid already: {self.reference}.")
        if amount_minor != self.amount_minor:
            raise Refused(f"{self.title} is for {self.amount_minor / 100:.2f}, not {amount_minor / 100:.2f}.")
        self.state, self.paid_at, self.reference = InvoiceState.PAID, at, reference
