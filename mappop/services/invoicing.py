"""Invoices: one for each period with a number of its own, written into the ledger, paid by check or transfer."""

from __future__ import annotations

from datetime import datetime

from mappop import ids
from mappop.domain.bill import Bill
from mappop.domain.charging import rules
from mappop.domain.errors import Refused
from mappop.domain.invoice import PERIOD, Invoice, InvoiceNumbers
from mappop.domain.ledger import Account
from mappop.domain.payment import OFFLINE, Payment, PaymentState
from mappop.domain.person import CurrentPerson
from mappop.domain.postings import invoiced, paid
from mappop.domain.proration import Period
from mappop.domain.subscription import Change, Subscription
from mappop.services import credits, dunning, locks, moot_cases, records, settling
from mappop.services.billing_messages import queue_of_invoice, queue_with_credit
from mappop.services.charge_gate import Facts
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.posting import post
from mappop.services.pricing import bill_period
from mappop.services.subscription_states import take

KEY_MAX = 200  # of a payment's key


def invoice_period(deps: Deps, uow: UnitOfWork, facts: Facts) -> Invoice:
    """Write the next period's invoice, its ledger entry and its letter, in the caller's transaction."""
    bill, period = bill_period(deps, facts)
    invoice = issue(deps, uow, facts, bill, period)
    moot_cases.close_of_charge(deps, uow, invoice)
    return invoice


def issue(
    deps: Deps, uow: UnitOfWork, facts: Facts, bill: Bill, period: Period, cause: str = PERIOD, actor: str = "schedule"
) -> Invoice:
    """Write an invoice of the bill's lines, its ledger entry and its letter, in the caller's transaction.

    The customer's credit pays it first. A bill below nothing asks nothing: what is left is added to the credit, and
    pays invoices that are open.
    """
    invoice = uow.invoices.add(_invoice(uow, facts, bill, period, cause))
    owed = invoiced(invoice.amount_minor, invoice.tax_minor, bill.kept_minor)
    post(uow, facts.business.id, f"invoiced:{invoice.id}", owed, at=facts.now)
    data = {"invoice": invoice.title, "amount_minor": invoice.amount_minor, "period_start": period.start.isoformat(),
            "cause": cause, "kept_minor": bill.kept_minor}  # fmt: skip
    uow.record(facts.business.id, "invoice_issued", actor=actor, data=data)
    if not invoice.amount_minor:
        invoice.settle(0, at=facts.now)
        _keep(deps, uow, facts, invoice, bill.kept_minor, actor)
        queue_of_invoice(deps, uow, "covered", facts.trial, facts.business, invoice, is_new=True)
    elif used := credits.use(uow, invoice, at=facts.now, actor=actor):
        queue_with_credit(deps, uow, facts.trial, facts.business, invoice, used_minor=used)
    elif not facts.subscription.is_charged_by_itself:
        queue_of_invoice(deps, uow, "invoice", facts.trial, facts.business, invoice, is_new=True)
    if facts.subscription.is_charged_by_itself and invoice.balance_minor:
        ask_for_payment(uow, invoice)
    return invoice


def _keep(deps: Deps, uow: UnitOfWork, facts: Facts, invoice: Invoice, kept_minor: int, actor: str) -> None:
    credits.give(uow, facts.business.id, kept_minor)
    if kept_minor:
        settling.pay_what_is_open(deps, uow, facts.subscription, reason=invoice.id, actor=actor)


def ask_for_payment(uow: UnitOfWork, invoice: Invoice, *, attempt: int = 1, due_at: datetime | None = None) -> None:
    """Have the owner's card or bank charged for the invoice; the try of that number is enqueued once."""
    key = f"collect:{invoice.id}:{attempt}"
    uow.enqueue("jobs.billing.collect", {"invoice_id": invoice.id, "attempt": attempt}, key=key, due_at=due_at)


def _invoice(uow: UnitOfWork, facts: Facts, bill: Bill, period: Period, cause: str) -> Invoice:
    issuer, today = rules().issuer, facts.subscription.today(facts.now)
    numbers = uow.invoice_numbers.find(issuer) or uow.invoice_numbers.add(InvoiceNumbers(issuer))
    return Invoice(
        ids.new_id("inv"), issuer, numbers.take(), facts.subscription.id, facts.business.id, period.start, period.end,
        bill.total_minor, facts.now, today + rules().due_after, lines=[line.as_row() for line in bill.lines],
        tax_minor=bill.tax_minor, cause=cause,
    )  # fmt: skip


def record_payment(deps: Deps, invoice_id: str, *, amount_minor: int, reference: str, who: CurrentPerson) -> Invoice:
    """Note that a check or transfer came in. Raises Refused for another sum, or an invoice that is paid."""
    with deps.unit_of_work() as uow:
        invoice = locks.invoice(uow, invoice_id)
        take_payment(deps, uow, invoice, amount_minor=amount_minor, reference=reference, actor=who.id)
        uow.commit()
        return invoice


def take_payment(
    deps: Deps, uow: UnitOfWork, invoice: Invoice, *, amount_minor: int, reference: str, actor: str
) -> None:  # fmt: skip
    """Do what a check or transfer means: payment, ledger entry, receipt, and the end of dunning; no commit.

    Raises Refused as `record_payment` does, and for a reference that stands at this invoice already.
    """
    now = deps.clock.now()
    invoice.pay(amount_minor, at=now)
    if is_recorded(uow, invoice.id, reference):
        raise Refused(f"A payment with this reference stands at {invoice.title} already: say how this one is another.")
    payment = uow.payments.add(_arrived(invoice, amount_minor, reference.strip()[:200], deps))
    taken = paid(amount_minor, Account.CASH)
    post(uow, invoice.business_id, f"paid:{payment.id}", taken, at=now)
    subscription = uow.subscriptions.get(invoice.subscription_id)
    if dunning.is_in_order(deps, uow, subscription, invoice):
        take(uow, subscription, Change.PAID, actor=actor, cause=invoice.title)
    data = {"invoice": invoice.title, "amount_minor": amount_minor, "reference": payment.ref}
    uow.record(invoice.business_id, "invoice_paid", actor=actor, data=data)
    queue_letter(deps, uow, "receipt", subscription, invoice, reason=payment.id)
    dunning.invoice_closed(deps, uow, invoice)


def is_recorded(uow: UnitOfWork, invoice_id: str, reference: str) -> bool:
    return uow.payments.first(key=_offline_key(invoice_id, reference)) is not None


def _offline_key(invoice_id: str, reference: str) -> str:
    return f"offline:{invoice_id}:{reference.strip()[:200]}"[:KEY_MAX]


def _arrived(invoice: Invoice, amount_minor: int, reference: str, deps: Deps) -> Payment:
    now = deps.clock.now()
    payment = Payment(
        ids.new_id("pay"), invoice.id, invoice.subscription_id, invoice.business_id, amount_minor, OFFLINE,
        _offline_key(invoice.id, reference), now,
    )  # fmt: skip
    payment.move(PaymentState.SUCCEEDED, at=now, ref=reference)
    return payment


def queue_letter(
    deps: Deps, uow: UnitOfWork, kind: str, subscription: Subscription, invoice: Invoice, *, reason: str = "",
    lines: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Queue a letter about an invoice, once for its reason, which is the invoice itself unless said."""
    business, _ = records.current_business(uow, invoice.business_id)
    trial = uow.trials.get(subscription.trial_id)
    queue_of_invoice(deps, uow, kind, trial, business, invoice, reason=reason, lines=lines)
