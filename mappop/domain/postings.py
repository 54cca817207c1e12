"""What each thing that happens to money does to the accounts: one function a thing, cents by account."""

from __future__ import annotations

from collections.abc import Mapping

from mappop.domain.ledger import Account


def invoiced(total_minor: int, tax_minor: int = 0) -> Mapping[Account, int]:
    """`total_minor` with the tax in it."""
    revenue = {Account.RECEIVABLE: total_minor, Account.REVENUE: tax_minor - total_minor}
    return {**revenue, Account.TAX_PAYABLE: -tax_minor} if tax_minor else revenue


def paid(amount_minor: int, into: Account) -> Mapping[Account, int]:
    return {into: amount_minor, Account.RECEIVABLE: -amount_minor}
