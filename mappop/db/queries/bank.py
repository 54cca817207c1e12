"""Lines of the bank that wait for a person, each with the invoice that it may pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mappop.db.tables.bank import bank_lines
from mappop.db.tables.billing import invoices, subscriptions
from mappop.db.tables.businesses import businesses
from mappop.db.tables.sales import trials
from mappop.domain.bank_file import BankLine, LineState
from mappop.domain.bank_match import Guess, OpenInvoice, guess, numbers_in, said_of_named
from mappop.domain.charging import rules
from mappop.domain.invoice import Invoice, InvoiceState

PAGE = 50
_CANDIDATES = 2_000  # invoices looked through for a page's guesses


@dataclass(frozen=True, slots=True)
class Waiting:
    line: BankLine
    guess: Guess | None
    number: int | None
    named: str = ""  # what became of other invoices that it names


def waiting(db: Session) -> Sequence[Waiting]:
    """The oldest first, PAGE of them."""
    wanted = select(BankLine).where(bank_lines.c.state == LineState.WAITING)
    lines = db.scalars(wanted.order_by(bank_lines.c.booked_on, bank_lines.c.id).limit(PAGE)).all()
    bills = _candidates(db, lines) if lines else []
    became = _became(db, lines)
    numbers = {bill.id: bill.number for bill in bills}
    found = [(line, guess(line.text, line.amount_minor, bills)) for line in lines]
    return [
        Waiting(line, said, number, said_of_named(line.text, {n: is_so for n, is_so in became.items() if n != number}))
        for line, said in found
        for number in [numbers[said.invoice_id] if said else None]
    ]


_BECAME = {
    InvoiceState.OPEN: "which is open",
    InvoiceState.PAID: "which is paid or credited already",
    InvoiceState.UNCOLLECTIBLE: "which was written off",
}


def _became(db: Session, lines: Sequence[BankLine]) -> dict[int, str]:
    named = {number for line in lines for number in numbers_in(line.text)}
    query = select(invoices.c.number, invoices.c.state)
    found = db.execute(query.where(invoices.c.issuer == rules().issuer, invoices.c.number.in_(named)))
    known = {number: _BECAME.get(state, f"which is {state.value}") for number, state in found}
    return {number: known.get(number, "which is no invoice of ours") for number in named}


def _candidates(db: Session, lines: Sequence[BankLine]) -> list[OpenInvoice]:
    """Open invoices with one of these sums, or named in one of these texts."""
    balance = invoices.c.amount_minor - invoices.c.settled_minor
    named = {number for line in lines for number in numbers_in(line.text)}
    query = (
        select(Invoice, businesses.c.name, trials.c.owner)
        .join(businesses, businesses.c.id == invoices.c.business_id)
        .join(subscriptions, subscriptions.c.id == invoices.c.subscription_id)
        .join(trials, trials.c.id == subscriptions.c.trial_id)
        .where(invoices.c.state == InvoiceState.OPEN)
        .where(or_(balance.in_({line.amount_minor for line in lines}), invoices.c.number.in_(named)))
        .order_by(invoices.c.due_on)
        .limit(_CANDIDATES)
    )
    return [
        OpenInvoice(bill.id, bill.number, bill.title, bill.balance_minor, (name, str(owner.get("name") or "")))
        for bill, name, owner in db.execute(query)
    ]


def counts(db: Session) -> dict[str, int]:
    query = select(bank_lines.c.state, func.count()).group_by(bank_lines.c.state)
    return {state.value: count for state, count in db.execute(query)}
