"""A bank's export: what names an invoice and brings its whole sum is a payment; everything else waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mappop import ids
from mappop.domain.bank_file import BankLine, LineState, Read, read_bank_file
from mappop.domain.bank_match import OpenInvoice, guess, numbers_in
from mappop.domain.charging import rules
from mappop.domain.errors import FieldError, Refused
from mappop.domain.invoice import InvoiceState
from mappop.domain.person import CurrentPerson
from mappop.services import locks
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.invoicing import is_recorded, take_payment

BATCH = 100


@dataclass(slots=True)
class TakenIn:
    """Lines of one file, counted; `known` were in a file before, `went_out` are no payments to us."""

    taken: int = 0
    waiting: int = 0
    known: int = 0
    went_out: int = 0
    faults: tuple[FieldError, ...] = ()


def take_in(deps: Deps, content: bytes, *, who: CurrentPerson) -> TakenIn:
    """In batches; the same file again changes nothing. Raises Refused for what is no bank's export."""
    read = read_bank_file(content)
    done = TakenIn(went_out=sum(line.minor <= 0 for line in read.lines), faults=read.faults)
    came = [line for line in read.lines if line.minor > 0]
    for start in range(0, len(came), BATCH):
        with deps.unit_of_work() as uow:
            for line in _new(uow, came[start : start + BATCH], done):
                _take_in(deps, uow, line, who, done)
            uow.commit()
    return done


def _new(uow: UnitOfWork, lines: Sequence[Read], done: TakenIn) -> list[Read]:
    uow.bank_lines.load("fingerprint", [line.fingerprint for line in lines])
    fresh = [line for line in lines if uow.bank_lines.first(fingerprint=line.fingerprint) is None]
    done.known += len(lines) - len(fresh)
    return fresh


def _take_in(deps: Deps, uow: UnitOfWork, read: Read, who: CurrentPerson, done: TakenIn) -> None:
    now = deps.clock.now()
    line = BankLine(ids.new_id("bank"), read.fingerprint, read.booked_on, read.minor, read.text, now, who.id)
    uow.bank_lines.add(line)
    found = guess(read.text, read.minor, _named(uow, read.text))
    if found is not None and found.is_sure and not is_recorded(uow, found.invoice_id, _reference(line)):
        _pay(deps, uow, line, found.invoice_id, who)
        done.taken += 1
    else:
        done.waiting += 1


def _named(uow: UnitOfWork, text: str) -> list[OpenInvoice]:
    found = [uow.invoices.first(issuer=rules().issuer, number=number) for number in sorted(numbers_in(text))[:3]]
    return [
        OpenInvoice(bill.id, bill.number, bill.title, bill.balance_minor, ())
        for bill in found
        if bill is not None and bill.state is InvoiceState.OPEN
    ]


def _pay(deps: Deps, uow: UnitOfWork, line: BankLine, invoice_id: str, who: CurrentPerson) -> None:
    invoice = locks.invoice(uow, invoice_id)
    take_payment(deps, uow, invoice, amount_minor=line.amount_minor, reference=_reference(line), actor=who.id)
    line.decide(LineState.TAKEN, by=who.id, invoice_id=invoice.id)


def _reference(line: BankLine) -> str:
    return f"{line.booked_on:%Y-%m-%d} {line.text}"


def assign(deps: Deps, line_id: str, number: int, *, who: CurrentPerson) -> str:
    """A person says which invoice the line pays; its title. Raises Refused for another sum, or one that is paid."""
    with deps.unit_of_work() as uow:
        line = uow.bank_lines.get(line_id)
        if line.state is not LineState.WAITING:
            raise Refused("This line was dealt with already.")
        invoice = uow.invoices.first(issuer=rules().issuer, number=number)
        if invoice is None:
            raise Refused(f"There is no invoice MP-{number:06d}.")
        _pay(deps, uow, line, invoice.id, who)
        uow.commit()
        return invoice.title


def set_aside(deps: Deps, line_id: str, note: str, *, who: CurrentPerson) -> None:
    """It pays no invoice; `note` says what it is."""
    with deps.unit_of_work() as uow:
        uow.bank_lines.get(line_id).decide(LineState.SET_ASIDE, by=who.id, note=note)
        uow.commit()
