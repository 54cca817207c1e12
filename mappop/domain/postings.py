"""What each thing that happens to money does to the accounts: one function a thing, cents by account."""

from __future__ import annotations

from collections.abc import Mapping

from mappop.domain.ledger import Account


def invoiced(total_minor: int, tax_minor: int = 0, kept_minor: int = 0) -> Mapping[Account, int]:
    """`total_minor` with the tax in it, and with what is kept as the customer's credit."""
    postings = {Account.RECEIVABLE: total_minor, Account.REVENUE: tax_minor + kept_minor - total_minor}
    further = {Account.TAX_PAYABLE: -tax_minor, Account.CREDIT: -kept_minor}
    return {**postings, **{account: amount for account, amount in further.items() if amount}}


def taken_in(amount_minor: int, settled_minor: int) -> Mapping[Account, int]:
    """By the processor; what no invoice was open for is owed to the customer."""
    settled = {Account.PROCESSOR: amount_minor, Account.RECEIVABLE: -settled_minor}
    rest = amount_minor - settled_minor
    return {**settled, Account.CREDIT: -rest} if rest else settled


def processor_fee(amount_minor: int) -> Mapping[Account, int]:
    """Below nothing where it was given back."""
    return {Account.FEES: amount_minor, Account.PROCESSOR: -amount_minor}


def paid_out(amount_minor: int, fee_minor: int = 0) -> Mapping[Account, int]:
    """From the processor's balance into our bank, and what it took for that; below nothing where it came back."""
    taken = amount_minor + fee_minor
    return _some({Account.CASH: amount_minor, Account.FEES: fee_minor, Account.PROCESSOR: -taken})


def reversed_of(postings: Mapping[str, int]) -> Mapping[Account, int]:
    """The very entry turned round: what came in went back."""
    return {Account(account): -amount for account, amount in postings.items()}


def paid(amount_minor: int, into: Account) -> Mapping[Account, int]:
    return {into: amount_minor, Account.RECEIVABLE: -amount_minor}


def credited(applied_minor: int, kept_minor: int, tax_minor: int = 0) -> Mapping[Account, int]:
    """A credit note: part comes off its invoice, the rest is owed to the customer; the tax in it is no longer due."""
    return _some({
        Account.ALLOWANCES: applied_minor + kept_minor - tax_minor, Account.TAX_PAYABLE: tax_minor,
        Account.RECEIVABLE: -applied_minor, Account.CREDIT: -kept_minor,
    })  # fmt: skip


def credit_used(amount_minor: int) -> Mapping[Account, int]:
    """What was owed to the customer pays for an invoice."""
    return {Account.CREDIT: amount_minor, Account.RECEIVABLE: -amount_minor}


def credit_taken_out(amount_minor: int) -> Mapping[Account, int]:
    """It had paid for an invoice, and its bank took it back: the invoice is open for it again."""
    return {Account.RECEIVABLE: amount_minor, Account.CREDIT: -amount_minor}


def credit_lost(amount_minor: int) -> Mapping[Account, int]:
    """Its bank took it back, and it had gone back to the customer before."""
    return {Account.BAD_DEBT: amount_minor, Account.CREDIT: -amount_minor}


def refunded(amount_minor: int, out_of: Account, tax_minor: int = 0, owed_minor: int = 0) -> Mapping[Account, int]:
    """`owed_minor` of it was never ours: it had been paid twice or too much."""
    return _some({
        Account.REFUNDS: amount_minor - tax_minor - owed_minor, Account.TAX_PAYABLE: tax_minor,
        Account.CREDIT: owed_minor, out_of: -amount_minor,
    })  # fmt: skip


def written_off(amount_minor: int) -> Mapping[Account, int]:
    """The tax stays due: whether a state gives it back for a bad debt is for the accountant."""
    return {Account.BAD_DEBT: amount_minor, Account.RECEIVABLE: -amount_minor}


def disputed(amount_minor: int) -> Mapping[Account, int]:
    """Pulled back by the bank until it decides."""
    return {Account.DISPUTED: amount_minor, Account.PROCESSOR: -amount_minor}


def dispute_fee(amount_minor: int) -> Mapping[Account, int]:
    return {Account.FEES: amount_minor, Account.PROCESSOR: -amount_minor}


def dispute_won(amount_minor: int) -> Mapping[Account, int]:
    return {Account.PROCESSOR: amount_minor, Account.DISPUTED: -amount_minor}


def dispute_lost(amount_minor: int, tax_minor: int = 0) -> Mapping[Account, int]:
    """The sale did not happen: its revenue and tax are turned back."""
    revenue = amount_minor - tax_minor
    return _some({Account.REVENUE: revenue, Account.TAX_PAYABLE: tax_minor, Account.DISPUTED: -amount_minor})


def _some(postings: Mapping[Account, int]) -> Mapping[Account, int]:
    return {account: amount for account, amount in postings.items() if amount}
