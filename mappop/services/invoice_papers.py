"""An invoice as a PDF for the owner's books, as it stands now: what it is for, and what is still to be paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mappop.domain.bill import Line
from mappop.domain.business import Business
from mappop.domain.charging import rules
from mappop.domain.errors import NotFound
from mappop.domain.invoice import Invoice, InvoiceState
from mappop.domain.line_words import said
from mappop.domain.subscription import PayBy, Subscription
from mappop.domain.terms import long_date, price, short_date
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
    return Facts(invoice, subscription, uow.trials.get(subscription.trial_id), business, label)


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
        "sums": _sums(invoice),
        "said": _said(facts),
        "fill": {
            "day": long_date(paid_on, language), "number": invoice.title, "method": facts.method, "link": cancel_link,
        },
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


def _sums(invoice: Invoice) -> list[Mapping[str, str]]:
    rows = [("subtotal", invoice.amount_minor - invoice.tax_minor), ("tax", invoice.tax_minor)]
    rows = rows if invoice.tax_minor else []
    rows += [("total", invoice.amount_minor)]
    if invoice.settled_minor:
        rows += [("paid", -invoice.settled_minor), ("left", invoice.balance_minor)]
    return [{"name": name, "amount": _money(amount)} for name, amount in rows]


def _said(facts: Facts) -> str:
    if facts.invoice.state is InvoiceState.OPEN and facts.method:
        return "is_collected"
    return f"is_{facts.invoice.state.value}"


def _money(minor: int) -> str:
    return price(minor) if minor >= 0 else f"−{price(-minor)}"


def _span(start: date, end: date, language: str) -> str:
    return f"{short_date(start, language)} – {short_date(end, language)}"
