"""Double entry: each entry's postings sum to nothing, and no entry is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Account(StrEnum):
    """Debits are positive, credits negative."""

    CASH = "cash"  # in our own bank
    PROCESSOR = "processor"  # what the payment processor holds for us
    RECEIVABLE = "receivable"
    CREDIT = "credit"  # what we owe to customers
    TAX_PAYABLE = "tax_payable"
    REVENUE = "revenue"
    ALLOWANCES = "allowances"  # what was credited
    REFUNDS = "refunds"
    FEES = "fees"
    BAD_DEBT = "bad_debt"
    DISPUTED = "disputed"  # pulled back by a bank, and not yet decided


@dataclass(eq=False)
class LedgerEntry:
    """`cause` is unique: one entry for one thing that happened. Amounts in cents by account. What belongs to no
    customer, as a payout to our own bank, names no business."""

    id: str
    cause: str
    business_id: str | None
    at: datetime
    postings: dict[str, int] = field(default_factory=dict)


def entry(
    id: str, cause: str, business_id: str | None, at: datetime, postings: Mapping[Account, int]
) -> LedgerEntry:  # fmt: skip
    """Raises ValueError where the postings do not sum to nothing."""
    if sum(postings.values()) != 0:
        raise ValueError(f"the postings of {cause} sum to {sum(postings.values())}, not to nothing")
    return LedgerEntry(id, cause, business_id, at, {account.value: amount for account, amount in postings.items()})
