"""Money that goes back, is owed back or is let go, and how much of it one person may decide alone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from mappop.domain.errors import Refused


class CorrectionKind(StrEnum):
    REFUND = "refund"
    CREDIT_NOTE = "credit_note"
    WRITE_OFF = "write_off"


class CorrectionReason(StrEnum):
    """The closed list; limits.toml says which go with which kind."""

    DUPLICATE = "duplicate"
    CANCELED_IN_TIME = "canceled_in_time"
    NOT_DELIVERED = "not_delivered"
    FRAUDULENT = "fraudulent"
    ASKED_BY_OWNER = "asked_by_owner"
    BILLING_ERROR = "billing_error"
    OUTAGE = "outage"
    GOODWILL = "goodwill"
    BUSINESS_CLOSED = "business_closed"
    UNREACHABLE = "unreachable"
    SMALL_SUM = "small_sum"


class CorrectionState(StrEnum):
    """Proposed waits for a second person; asked is decided and on its way to the processor."""

    PROPOSED = "proposed"
    ASKED = "asked"
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    DECLINED = "declined"


_S = CorrectionState
TRANSITIONS: Mapping[CorrectionState, frozenset[CorrectionState]] = {
    _S.PROPOSED: frozenset({_S.ASKED, _S.DONE, _S.DECLINED}),
    _S.ASKED: frozenset({_S.PENDING, _S.DONE, _S.FAILED}),
    _S.PENDING: frozenset({_S.DONE, _S.FAILED}),
    _S.DONE: frozenset({_S.FAILED}),  # a bank may send a refund back days later
    _S.FAILED: frozenset(),
    _S.DECLINED: frozenset(),
}
GONE = frozenset({_S.FAILED, _S.DECLINED})  # gave nothing in the end
MONEY_LEFT = frozenset({_S.PENDING, _S.DONE})


@dataclass(eq=False)
class Correction:
    """A refund, credit note or write-off of one invoice, from the asking to its end. Amounts in cents.

    `applied_minor` is the part that does not do what the whole does. Of a credit note it came off the open invoice, and
    only the rest is owed to the customer. Of a refund it came out of the customer's credit (they had paid twice or too
    much), and only the rest takes back what the invoice asked.
    """

    id: str
    key: str
    kind: CorrectionKind
    business_id: str
    invoice_id: str
    amount_minor: int
    reason: CorrectionReason
    note: str
    asked_by: str
    asked_at: datetime
    payment_id: str | None = None
    state: CorrectionState = CorrectionState.PROPOSED
    decided_by: str | None = None
    decided_at: datetime | None = None
    issuer: str = ""
    number: int | None = None
    applied_minor: int = 0
    tax_minor: int = 0
    ref: str = ""
    why: str = ""
    changed_at: datetime | None = None

    @property
    def title(self) -> str:
        return f"CN-{self.number:06d}" if self.number else self.kind.value.replace("_", " ").capitalize()

    @property
    def of_invoice_minor(self) -> int:
        """The cents by which the invoice asks less through it: of a refund only what did not come out of the credit."""
        return self.amount_minor - (self.applied_minor if self.kind is CorrectionKind.REFUND else 0)

    @property
    def counts(self) -> bool:
        """Whether it counts against limits and against what may still go back; not where it failed or was declined."""
        return self.state not in GONE

    def move(self, state: CorrectionState, *, at: datetime, why: str = "") -> bool:
        """Forward only; False where the table knows no such step, so that news twice or late change nothing."""
        if state not in TRANSITIONS[self.state]:
            return False
        self.state, self.changed_at, self.why = state, at, why[:300] or self.why
        return True

    def decide(self, *, by: str, role: str, at: datetime) -> None:
        """Note who decided, as second person. Raises Refused for who asked, a role that may not, or a second time."""
        if self.state is not CorrectionState.PROPOSED:
            raise Refused(f"This {self.kind.value.replace('_', ' ')} was decided on already: {self.state.value}.")
        if by == self.asked_by:
            raise Refused("Who asked can't also say yes: a second person looks at it.")
        if role not in limits().second_roles:
            raise Refused("Your role can't decide on this.")
        self.decided_by, self.decided_at = by, at


@dataclass(eq=False)
class CustomerCredit:
    """What we owe one customer, in cents.

    It is the sum of the ledger's credit account for them, kept here so that a bill run need not add it up.
    """

    business_id: str
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    within: timedelta
    by_role: Mapping[str, Mapping[CorrectionKind, int]]
    second_roles: frozenset[str]
    reasons: Mapping[CorrectionKind, tuple[CorrectionReason, ...]]


@cache
def limits() -> Limits:
    data = tomllib.loads(resources.files(__package__).joinpath("limits.toml").read_text("utf-8"))
    return Limits(
        timedelta(days=data["within_days"]),
        {role: {CorrectionKind(kind): cents for kind, cents in row.items()} for role, row in data["roles"].items()},
        frozenset(data["second_person"]["roles"]),
        {CorrectionKind(kind): tuple(map(CorrectionReason, row)) for kind, row in data["reasons"].items()},
    )


def room_alone(kind: CorrectionKind, role: str, given: Iterable[Correction], now: datetime) -> int:
    """Cents that this role may still give this customer alone. Raises Refused where it may not even ask."""
    limit = limits().by_role.get(role, {}).get(kind)
    if limit is None:
        raise Refused(f"Your role gives no {kind.value.replace('_', ' ')}s. Ask whoever answers for the customer.")
    since = now - limits().within
    used = sum(one.amount_minor for one in given if one.kind is kind and one.counts and one.asked_at > since)
    return max(limit - used, 0)


def refundable(captured_minor: int, given: Iterable[Correction]) -> int:
    """Cents of one payment that have not gone back and are not on their way; `given` are this payment's refunds."""
    return captured_minor - sum(one.amount_minor for one in given if one.counts)


def correctable(invoiced_minor: int, given: Iterable[Correction]) -> int:
    """Cents of one invoice that nobody gave back, credited or let go; no invoice is corrected below nothing."""
    return invoiced_minor - sum(one.of_invoice_minor for one in given if one.counts)


def split_credit(amount_minor: int, balance_minor: int) -> tuple[int, int]:
    """What a credit note takes off its invoice's open balance, and what of it the customer keeps for later."""
    applied = min(amount_minor, max(balance_minor, 0))
    return applied, amount_minor - applied


def tax_share(amount_minor: int, *, before_minor: int, taken_minor: int, total_minor: int, tax_minor: int) -> int:
    """The tax in this part of an invoice, when `before_minor` of it with `taken_minor` tax went back already.

    Counted from the start each time and rounded down, so that parts which add up to the whole carry all of its tax,
    also where one between them failed and gave its own back.
    """
    if total_minor <= 0:
        return 0
    gone = min(before_minor + amount_minor, total_minor)  # a bank may take back what was given back before
    return max(gone * tax_minor // total_minor - taken_minor, 0)
