"""What a correction leaves behind: its ledger entry, the tax in it, and its line in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping

from mappop.domain.correction import MONEY_LEFT, Correction, CorrectionKind, tax_share
from mappop.domain.invoice import Invoice
from mappop.domain.ledger import Account
from mappop.services import posting
from mappop.services.deps import Deps, UnitOfWork


def tax_in(uow: UnitOfWork, amount_minor: int, invoice: Invoice, *, besides: Correction | None = None) -> int:
    """The tax in what is given back of an invoice, after what was given back of it before."""
    others = [
        one
        for one in uow.corrections.where(invoice_id=invoice.id)
        if one is not besides and one.state in MONEY_LEFT and one.kind is not CorrectionKind.WRITE_OFF
    ]
    return tax_share(
        amount_minor, before_minor=sum(one.of_invoice_minor for one in others),
        taken_minor=sum(one.tax_minor for one in others), total_minor=invoice.amount_minor,
        tax_minor=invoice.tax_minor,
    )  # fmt: skip


def post(deps: Deps, uow: UnitOfWork, correction: Correction, what: str, postings: Mapping[Account, int]) -> None:
    posting.post(uow, correction.business_id, f"{what}:{correction.id}", postings, at=deps.clock.now())


def record(uow: UnitOfWork, correction: Correction, invoice: Invoice, what: str, *, actor: str) -> None:
    """Such as `credit_note_done`, with all that decided."""
    data = {
        "correction": correction.id, "title": correction.title, "invoice": invoice.title,
        "amount_minor": correction.amount_minor, "reason": correction.reason.value, "note": correction.note[:300],
        "reference": correction.ref, "why": correction.why,
    }  # fmt: skip
    uow.record(correction.business_id, f"{correction.kind.value}_{what}", actor=actor, data=data)
