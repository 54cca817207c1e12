"""Refunds, credit notes and write-offs: asked for by one person, above a limit decided by a second one, then done."""

from __future__ import annotations

from dataclasses import dataclass

from mappop import ids
from mappop.domain.charging import rules
from mappop.domain.correction import (
    Correction,
    CorrectionKind,
    CorrectionReason,
    CorrectionState,
    correctable,
    limits,
    refundable,
    room_alone,
    split_credit,
)  # fmt: skip
from mappop.domain.errors import FieldError, Invalid, Refused
from mappop.domain.invoice import Invoice, InvoiceNumbers, InvoiceState
from mappop.domain.money import dollars
from mappop.domain.payment import Payment
from mappop.domain.person import CurrentPerson
from mappop.domain.postings import credited, written_off
from mappop.domain.subscription import Change
from mappop.services import credits, disputes, dunning, locks, refunding, settling
from mappop.services.billing_messages import queue_of_correction
from mappop.services.correction_books import post, record, tax_in
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.subscription_states import take

NOTE_MAX = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """`check` is the number of the check by which an offline payment goes back."""

    kind: CorrectionKind
    invoice_id: str
    amount_minor: int
    reason: CorrectionReason
    note: str
    payment_id: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen. `most_minor` is what could be given at all, `alone_minor` what the asker may give alone."""

    most_minor: int
    alone_minor: int
    applied_minor: int
    kept_minor: int
    tax_minor: int
    goes_to: str
    needs_second: bool


def preview(deps: Deps, asked: Asked, *, who: CurrentPerson) -> Preview:
    """Nothing is written. Raises Invalid with every fault, Refused where it can't be done at all."""
    with deps.unit_of_work() as uow:
        invoice = locks.invoice(uow, asked.invoice_id)
        return _look(deps, uow, asked, invoice, who)


def ask(deps: Deps, asked: Asked, *, key: str, who: CurrentPerson) -> Correction:
    """Done at once within the asker's limit, else it waits for a second person. The same key again changes nothing.

    Raises Invalid with every fault, Refused where it can't be done at all.
    """
    with deps.unit_of_work() as uow:
        invoice = locks.invoice(uow, asked.invoice_id)  # locked first, so that the key is asked for by one at a time
        if known := uow.corrections.first(key=key):
            return known
        seen = _look(deps, uow, asked, invoice, who)
        correction = uow.corrections.add(_made(deps, asked, invoice, key, who))
        if seen.needs_second:
            record(uow, correction, invoice, "proposed", actor=who.id)
        else:
            correction.decided_by, correction.decided_at = who.id, deps.clock.now()
            _carry_out(deps, uow, correction, invoice, actor=who.id)
        uow.commit()
        return correction


def approve(deps: Deps, correction_id: str, *, who: CurrentPerson) -> Correction:
    """By the second person. Raises Refused for the asker, or where it can't be done any more."""
    with deps.unit_of_work() as uow:
        correction, invoice = _locked(uow, correction_id)
        correction.decide(by=who.id, role=who.role.value, at=deps.clock.now())
        _refuse_impossible(
            uow, correction.kind, correction.amount_minor, invoice, _payment(uow, correction), correction
        )
        record(uow, correction, invoice, "approved", actor=who.id)
        _carry_out(deps, uow, correction, invoice, actor=who.id)
        uow.commit()
        return correction


def decline(deps: Deps, correction_id: str, *, why: str, who: CurrentPerson) -> Correction:
    if not why.strip():
        raise Invalid([FieldError("why", "is missing", "say in a sentence what speaks against it")])
    with deps.unit_of_work() as uow:
        correction, invoice = _locked(uow, correction_id)
        correction.decide(by=who.id, role=who.role.value, at=deps.clock.now())
        correction.move(CorrectionState.DECLINED, at=deps.clock.now(), why=why.strip())
        record(uow, correction, invoice, "declined", actor=who.id)
        uow.commit()
        return correction


def _locked(uow: UnitOfWork, correction_id: str) -> tuple[Correction, Invoice]:
    """The invoice first: whoever locks both locks in this order."""
    found = uow.corrections.first(id=correction_id)
    invoice = locks.invoice(uow, found.invoice_id) if found else None
    correction = uow.corrections.get(correction_id)
    assert invoice is not None
    return correction, invoice


def _look(deps: Deps, uow: UnitOfWork, asked: Asked, invoice: Invoice, who: CurrentPerson) -> Preview:
    payment = uow.payments.get(asked.payment_id) if asked.payment_id else None
    _refuse_faults(asked, payment, invoice)
    given = uow.corrections.where(business_id=invoice.business_id)
    alone = room_alone(asked.kind, who.role.value, given, deps.clock.now())
    most = _refuse_impossible(uow, asked.kind, asked.amount_minor, invoice, payment)
    applied, kept = split_credit(asked.amount_minor, _open_balance(invoice))
    is_note, is_loss = asked.kind is CorrectionKind.CREDIT_NOTE, asked.kind is CorrectionKind.WRITE_OFF
    return Preview(
        most, alone, applied if is_note else 0, kept if is_note else 0,
        0 if is_loss else tax_in(uow, asked.amount_minor, invoice), refunding.goes_to(uow, payment),
        asked.amount_minor > alone,
    )  # fmt: skip


def _refuse_faults(asked: Asked, payment: Payment | None, invoice: Invoice) -> None:
    faults = []
    if asked.amount_minor <= 0:
        faults.append(FieldError("amount", "is nothing", "such as 39.95"))
    if asked.reason not in limits().reasons[asked.kind]:
        faults.append(FieldError("reason", "is missing", "choose what it is for"))
    if not asked.note.strip() or len(asked.note) > NOTE_MAX:
        faults.append(FieldError("note", "is missing or too long", "say in a sentence what happened"))
    if asked.kind is CorrectionKind.REFUND:
        if payment is None or payment.invoice_id != invoice.id:
            faults.append(FieldError("payment", "is missing", "choose the payment that goes back"))
        elif refunding.is_by_check(payment) and not asked.check.strip():
            faults.append(FieldError("check", "is missing", "the number of the check that you send"))
    if faults:
        raise Invalid(faults)


def _refuse_impossible(
    uow: UnitOfWork, kind: CorrectionKind, amount_minor: int, invoice: Invoice, payment: Payment | None,
    itself: Correction | None = None,
) -> int:  # fmt: skip
    """Cents that could be given at most. Raises Refused or Invalid with the reason."""
    most = _most(uow, kind, invoice, payment, itself)
    if most <= 0:
        raise Refused(f"Nothing of {invoice.title} is left to give back: look at what was given, and at disputes.")
    said = dollars(most)
    if amount_minor > most:
        raise Invalid([FieldError("amount", f"is more than can be given of {invoice.title}", f"at most {said}")])
    if kind is CorrectionKind.WRITE_OFF and amount_minor != most:
        raise Invalid([FieldError("amount", "is not what is left", f"{said}: an invoice is let go as a whole")])
    return most


def _most(
    uow: UnitOfWork, kind: CorrectionKind, invoice: Invoice, payment: Payment | None, itself: Correction | None
) -> int:  # fmt: skip
    """Of a refund: no more than came in by that payment, of the invoice and of what had been paid beyond it."""
    if kind is CorrectionKind.WRITE_OFF:
        _refuse_unless_open(invoice)
        return invoice.balance_minor
    others = [one for one in uow.corrections.where(invoice_id=invoice.id) if one is not itself]
    most = max(correctable(invoice.amount_minor, others) - disputes.disputed_of(uow, invoice), 0)
    if kind is CorrectionKind.CREDIT_NOTE:
        return most
    assert payment is not None
    refunding.refuse_unless_refundable(uow, payment)
    most += refunding.owed_of(uow, payment)
    return min(most, refundable(payment.amount_minor, [one for one in others if one.payment_id == payment.id]))


def _refuse_unless_open(invoice: Invoice) -> None:
    if invoice.state is not InvoiceState.OPEN:
        raise Refused(f"{invoice.title} is {invoice.state.value}: there is nothing to let go.")


def _made(deps: Deps, asked: Asked, invoice: Invoice, key: str, who: CurrentPerson) -> Correction:
    return Correction(
        ids.new_id("corr"), key, asked.kind, invoice.business_id, invoice.id, asked.amount_minor, asked.reason,
        asked.note.strip(), who.id, deps.clock.now(), payment_id=asked.payment_id or None, ref=asked.check.strip()[:40],
    )  # fmt: skip


def _payment(uow: UnitOfWork, correction: Correction) -> Payment | None:
    return uow.payments.get(correction.payment_id) if correction.payment_id else None


def _carry_out(deps: Deps, uow: UnitOfWork, correction: Correction, invoice: Invoice, *, actor: str) -> None:
    if correction.kind is CorrectionKind.CREDIT_NOTE:
        _credit(deps, uow, correction, invoice, actor)
    elif correction.kind is CorrectionKind.WRITE_OFF:
        _write_off(deps, uow, correction, invoice, actor)
    else:
        refunding.begin(deps, uow, correction, invoice, actor=actor)


def _credit(deps: Deps, uow: UnitOfWork, correction: Correction, invoice: Invoice, actor: str) -> None:
    """Numbered without a gap, in the transaction that writes it into the books."""
    now, series = deps.clock.now(), f"{rules().issuer}:credit"
    correction.tax_minor = tax_in(uow, correction.amount_minor, invoice, besides=correction)
    numbers = uow.invoice_numbers.find(series) or uow.invoice_numbers.add(InvoiceNumbers(series))
    correction.issuer, correction.number = series, numbers.take()
    correction.applied_minor, kept = split_credit(correction.amount_minor, _open_balance(invoice))
    invoice.settle(correction.applied_minor, at=now)
    credits.give(uow, correction.business_id, kept)
    post(deps, uow, correction, "credited", credited(correction.applied_minor, kept, correction.tax_minor))
    correction.move(CorrectionState.DONE, at=now)
    record(uow, correction, invoice, "done", actor=actor)
    lines = (*(("applied",) if correction.applied_minor else ()), *(("kept",) if kept else ()))
    queue_of_correction(deps, uow, "credited", correction, invoice, lines=lines)
    _made_good(deps, uow, invoice, actor)
    if kept:
        subscription = uow.subscriptions.get(invoice.subscription_id)
        settling.pay_what_is_open(deps, uow, subscription, reason=correction.id, actor=actor)


def _write_off(deps: Deps, uow: UnitOfWork, correction: Correction, invoice: Invoice, actor: str) -> None:
    invoice.state = InvoiceState.UNCOLLECTIBLE
    post(deps, uow, correction, "written_off", written_off(correction.amount_minor))
    correction.move(CorrectionState.DONE, at=deps.clock.now())
    record(uow, correction, invoice, "done", actor=actor)
    queue_of_correction(deps, uow, "written_off", correction, invoice)
    _made_good(deps, uow, invoice, actor)


def _made_good(deps: Deps, uow: UnitOfWork, invoice: Invoice, actor: str) -> None:
    """With nothing late any more the subscription is in order again."""
    subscription = uow.subscriptions.get(invoice.subscription_id)
    if dunning.is_in_order(deps, uow, subscription, invoice):
        take(uow, subscription, Change.PAID, actor=actor, cause=invoice.title)
    dunning.invoice_closed(deps, uow, invoice)


def _open_balance(invoice: Invoice) -> int:
    return invoice.balance_minor if invoice.state is InvoiceState.OPEN else 0
