"""An invoice: one for each period, its number without a gap, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from mappop.domain.errors import Refused
from mappop.domain.money import dollars


class InvoiceState(StrEnum):
    OPEN = "open"
    PAID = "paid"
    VOID = "void"
    UNCOLLECTIBLE = "uncollectible"


PERIOD = "period"


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
    """Amounts in cents, `amount_minor` with the tax in it. `period_end` is the first day of the next period.

    `lines` are those of `domain.bill`, and sum to the amount with their taxes. `settled_minor` is what was paid or
    credited of it.
    `cause` says what it is for: the period, or the change by its key.
    """

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
    lines: list[dict[str, Any]] = field(default_factory=list)
    tax_minor: int = 0
    settled_minor: int = 0
    cause: str = PERIOD

    @property
    def title(self) -> str:
        return f"MP-{self.number:06d}"

    @property
    def last_day(self) -> date:
        return self.period_end - timedelta(days=1)

    @property
    def balance_minor(self) -> int:
        return self.amount_minor - self.settled_minor

    def settle(self, amount_minor: int, *, at: datetime) -> int:
        """Take what is still open of it, paid when nothing is left; how much of the amount that was."""
        if self.state is not InvoiceState.OPEN:
            return 0
        taken = min(amount_minor, self.balance_minor)
        self.settled_minor += taken
        if self.balance_minor == 0:
            self.state, self.paid_at = InvoiceState.PAID, at
        return taken

    def unsettle(self, amount_minor: int) -> None:
        """What had been paid of it came back."""
        self.settled_minor -= amount_minor
        if amount_minor and self.state is InvoiceState.PAID:
            self.state, self.paid_at = InvoiceState.OPEN, None

    def pay(self, amount_minor: int, *, at: datetime) -> None:
        """All that is left, at once; raises Refused for another sum, or where nothing is left to pay."""
        if self.state is not InvoiceState.OPEN:
            raise Refused(f"{self.title} is {self.state.value} already.")
        if amount_minor != self.balance_minor:
            raise Refused(f"{self.title} is for ${dollars(self.balance_minor)}, not ${dollars(amount_minor)}.")
        self.settled_minor += amount_minor
        self.state, self.paid_at = InvoiceState.PAID, at
