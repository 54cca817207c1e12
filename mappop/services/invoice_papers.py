"""An invoice as a PDF for the owner's books, as it stands now: what it is for, and what is still to be paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mappop.domain.bill import Line
from mappop.domain.business import Business
from mappop.domain.charging import rules
from mappop.domain.correction import Correction, CorrectionKind, CorrectionState
from mappop.domain.errors import NotFound
from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.line_words import said
from mappop.domain.subscription import PayBy, Subscription
from mappop.domain.terms import long_date, pay_to, price, short_date
from mappop.domain.trial import Trial
from mappop.services import records
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.messages import cancel_url
from mappop.services.pricing import lines_of


@dataclass(frozen=True, slots=True)
class Facts:
    invoice: Invoice
    subscription: Subscription
    trial: Trial
    business: Business
    method: str
    given: Sequence[Correction]  # what was credited and paid back, in its order

    @property
    def credited_minor(self) -> int:
        """What credit notes took off it."""
        return sum(one.applied_minor for one in self.given if one.kind is CorrectionKind.CREDIT_NOTE)


def paper_of(deps: Deps, invoice_id: str, *, business_id: str, language: str) -> tuple[str, bytes]:
    """File name and PDF. Raises NotFound for an invoice that is not of this business."""
    with deps.unit_of_work() as uow:
        invoice = uow.invoices.get(invoice_id)
        if invoice.business_id != business_id:
            raise NotFound("There is no such invoice here.")
        facts = _facts(uow, invoice)
    content = _content(facts, cancel_url(deps, facts.trial.id), language)
    return f"{invoice.title}.pdf", deps.typeset("invoice", content, language=language, at=invoice.issued_at)


def _facts(uow: UnitOfWork, invoice: Invoice) -> Facts:
    subscription = uow.subscriptions.get(invoice.subscription_id)
    business, _ = records.current_business(uow, invoice.business_id)
    usable = uow.payment_methods.first(business_id=invoice.business_id, is_usable=True)
    is_collected = subscription.pay_by is not PayBy.INVOICE and usable is not None
    label = usable.label if is_collected and usable else ""
    done = uow.corrections.where(invoice_id=invoice.id, state=CorrectionState.DONE)
    given = sorted(done, key=lambda one: (one.asked_at, one.number or 0))
    return Facts(invoice, subscription, uow.trials.get(subscription.trial_id), business, label, given)


def _content(facts: Facts, cancel_link: str, language: str) -> Mapping[str, Any]:
    invoice = facts.invoice
    paid_on = facts.subscription.today(invoice.paid_at) if invoice.paid_at else invoice.due_on
    return {
        "number": invoice.title,
        "issuer": list(rules().issuer_address),
        "to": _addressee(facts),
        "issued": long_date(facts.subscription.today(invoice.issued_at), language),
        "due": long_date(invoice.due_on, language),
        "lines": [_line(line, language) for line in lines_of(invoice, facts.subscription)],
        "sums": _sums(facts),
        "said": _said(facts),
        "notes": _notes(facts, language),
        "fill": {
            "day": long_date(paid_on, language), "number": invoice.title, "method": facts.method,
            "amount": _money(invoice.balance_minor), **pay_to(),
        },
        "link": cancel_link,
    }  # fmt: skip


def _addressee(facts: Facts) -> list[str]:
    address, owner = facts.business.address, str(facts.trial.owner.get("name") or "")
    street = " ".join(part for part in (address.street, address.unit) if part)
    place = f"{address.city}, {address.region} {address.postal_code}".strip(" ,")
    return [line for line in (facts.business.name, owner, street, place) if line]


def _line(line: Line, language: str) -> Mapping[str, str]:
    last_day = line.period.end - timedelta(days=1)
    return {
        "title": said(line, language), "period": _span(line.period.start, last_day, language),
        "quantity": str(line.quantity), "each": _money(line.unit_minor), "amount": _money(line.amount_minor),
    }  # fmt: skip


def _sums(facts: Facts) -> list[Mapping[str, str]]:
    """The last of them is what is to be paid."""
    invoice, given = facts.invoice, facts.given
    rows = [("subtotal", "", invoice.amount_minor - invoice.tax_minor), ("tax", "", invoice.tax_minor)]
    rows = rows if invoice.tax_minor else []
    rows += [("total", "", invoice.amount_minor)]
    if invoice.settled_minor:
        notes = [one for one in given if one.kind is CorrectionKind.CREDIT_NOTE and one.applied_minor]
        paid = invoice.settled_minor - facts.credited_minor
        rows += [("credit_note", one.title, -one.applied_minor) for one in notes]
        rows += [("paid", "", -paid)] if paid else []
        rows += [("left", "", invoice.balance_minor)]
    return [{"name": name, "number": number, "amount": _money(amount)} for name, number, amount in rows]


def _notes(facts: Facts, language: str) -> list[Mapping[str, str]]:
    """What of it went back to the customer otherwise than off its sum."""
    found: list[Mapping[str, str]] = []
    for one in facts.given:
        name = {CorrectionKind.CREDIT_NOTE: "kept", CorrectionKind.REFUND: "refunded"}.get(one.kind, "")
        cents = one.of_invoice_minor - (one.applied_minor if name == "kept" else 0)
        if name and cents:
            day = facts.subscription.today(one.changed_at or one.asked_at)
            found.append(
                {"name": name, "number": one.title, "amount": _money(cents), "day": long_date(day, language)}
            )  # fmt: skip
    return found


def _said(facts: Facts) -> str:
    invoice = facts.invoice
    if invoice.state is InvoiceState.OPEN and facts.method:
        return "is_collected"
    if invoice.state is InvoiceState.PAID and facts.credited_minor == invoice.amount_minor:
        return "is_credited" if invoice.amount_minor else "is_covered"
    return f"is_{invoice.state.value}"


def _money(minor: int) -> str:
    return price(minor) if minor >= 0 else f"−{price(-minor)}"


def _span(start: date, end: date, language: str) -> str:
    return f"{short_date(start, language)} – {short_date(end, language)}"
