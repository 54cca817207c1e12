"""Double entry: each entry's postings sum to nothing, and no entry is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Account(StrEnum):
    """Debits are positive, credits negative."""

    CASH = "cash"
    RECEIVABLE = "receivable"
    REVENUE = "revenue"


@dataclass(eq=False)
class LedgerEntry:
    """`cause` is unique: one entry for one thing that happened. Amounts in cents by account."""

    id: str
    cause: str
    business_id: str
    at: datetime
    postings: dict[str, int] = field(default_factory=dict)


def entry(id: str, cause: str, business_id: str, at: datetime, postings: Mapping[Account, int]) -> LedgerEntry:
    """Raises ValueError where the postings do not sum to nothing."""
    if sum(postings.values()) != 0:
        raise ValueError(f"the postings of {cause} sum to {sum(postings.values())}, not to nothing")
    return LedgerEntry(id, cause, business_id, at, {account.value: amount for account, amount in postings.items()})
