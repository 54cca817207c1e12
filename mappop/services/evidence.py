"""The evidence pack of a dispute, put together from what was kept as it happened: nothing in it is written later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from mappop.domain.audit import first_break
from mappop.domain.bill import LineKind
from mappop.domain.business import Business
from mappop.domain.correction import MONEY_LEFT
from mappop.domain.dispute import Dispute
from mappop.domain.evidence import EvidencePack, Line, bank_fields
from mappop.domain.invoice import Invoice
from mappop.domain.line_words import said
from mappop.domain.message import Message
from mappop.domain.payment import Payment
from mappop.domain.person import CurrentPerson
from mappop.domain.plan import plans
from mappop.domain.subscription import Subscription
from mappop.domain.terms import price
from mappop.domain.trial import Trial
from mappop.services import records
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.pricing import lines_of

_TOLD_BEFORE = (
    "confirmation", "welcome", "extended", "charge_reminder", "second_charge_reminder", "plan_changed", "price_change",
    "year_renewal", "yearly_terms", "pausing", "pay_link",
)  # fmt: skip
_TOLD_OF_MONEY = (
    "invoice", "invoice_with_credit", "covered", "charge_waits", "receipt", "overdue", "payment_failed",
    "payment_reminder", "last_notice", "service_ended", "recovered", "refunded", "refunded_by_check", "refund_failed",
    "credited", "written_off",
)  # fmt: skip
_TOLD_OF_LEAVING = ("canceled", "paused", "ended", "ended_now", "ended_unpaid", "staying", "going_on")


@dataclass(frozen=True, slots=True)
class _Facts:
    dispute: Dispute
    payment: Payment
    invoice: Invoice
    subscription: Subscription
    trial: Trial
    business: Business
    letters: Sequence[Message]


def look(deps: Deps, dispute_id: str) -> EvidencePack:
    """As it stands now. Raises NotFound."""
    with deps.unit_of_work() as uow:
        return _pack(deps, uow, dispute_id)


def hand_out(deps: Deps, dispute_id: str, form: str, *, who: CurrentPerson) -> bytes:
    """The pack as `pdf`, or as `json` with the bank's fields; who took it, and its hash, stand in the audit trail."""
    with deps.unit_of_work() as uow:
        pack, dispute = _pack(deps, uow, dispute_id), uow.disputes.get(dispute_id)
    now = deps.clock.now()
    if form == "pdf":
        made = deps.typeset("evidence", content_of(pack, dispute), language="en", at=now)
    else:
        made = json.dumps(bank_fields(pack), indent=2, ensure_ascii=False).encode()
    data = {"dispute": dispute.id, "form": form, "sha256": hashlib.sha256(made).hexdigest()}
    with deps.unit_of_work() as uow:
        uow.record(dispute.business_id, "evidence_handed_out", actor=who.id, data=data)
        uow.commit()
    return made


def content_of(pack: EvidencePack, dispute: Dispute) -> Mapping[str, Any]:
    """For the paper: plain texts alone."""
    sections = [
        {"title": title, "lines": [str(line) for line in lines]} for _, title, lines in pack.document()
    ]  # fmt: skip
    return {"reference": dispute.ref, "sections": sections}


def _pack(deps: Deps, uow: UnitOfWork, dispute_id: str) -> EvidencePack:
    facts = _facts(uow, uow.disputes.get(dispute_id))
    makers = {
        "summary": _summary(uow, facts), "product": _product(deps, facts), "consent": _consent(uow, facts),
        "confirmation": _confirmation(facts), "reminders": _letters(facts, _TOLD_BEFORE), "gate": _gate(uow, facts),
        "money": _money(uow, facts), "sign_ins": _sign_ins(uow, facts), "visits": _visits(uow, facts),
        "work": _work(uow, facts), "cancellation": _cancellation(uow, facts), "corrections": _corrections(uow, facts),
        "trail": _trail(uow, facts),
    }  # fmt: skip
    return EvidencePack(_single(facts), {key: list(lines) for key, lines in makers.items()})


def _facts(uow: UnitOfWork, dispute: Dispute) -> _Facts:
    payment, invoice = uow.payments.get(dispute.payment_id), uow.invoices.get(dispute.invoice_id)
    subscription = uow.subscriptions.get(payment.subscription_id)
    business, _ = records.current_business(uow, dispute.business_id)
    letters = sorted(uow.messages.where(business_id=business.id), key=lambda letter: letter.created_at)
    return _Facts(dispute, payment, invoice, subscription, uow.trials.get(subscription.trial_id), business, letters)


def _single(facts: _Facts) -> Mapping[str, str]:
    address = facts.business.address
    place = f"{address.city}, {address.region} {address.postal_code}".strip(" ,")
    return {
        "customer_name": str(facts.trial.owner.get("name") or ""),
        "customer_email_address": str(facts.trial.owner.get("email") or ""),
        "customer_purchase_ip": str(facts.trial.confirmation.get("address") or ""),
        "billing_address": ", ".join(
            part for part in (facts.business.name, address.street, address.unit, place) if part
        ),
        "service_date": f"{_day(facts.invoice.period_start)} to {_day(facts.invoice.last_day)}",
    }


def _summary(uow: UnitOfWork, facts: _Facts) -> Iterator[Line]:
    payment, dispute, invoice = facts.payment, facts.dispute, facts.invoice
    method = uow.payment_methods.find(payment.method_id) if payment.method_id else None
    label = f" by {method.label}" if method else ""
    yield Line(
        f"Invoice {invoice.title} over {price(invoice.amount_minor)} for {facts.business.name}", invoice.issued_at
    )
    yield Line(f"Payment {payment.ref} of {price(payment.amount_minor)}{label}", payment.asked_at)
    reason = dispute.reason.replace("_", " ")
    yield Line(f"Dispute {dispute.ref} over {price(dispute.amount_minor)}, reason: {reason}", dispute.opened_at)
    if dispute.due_by:
        yield Line("Evidence is due", dispute.due_by)


def _product(deps: Deps, facts: _Facts) -> Iterator[Line]:
    """As the invoice asked for it: the plan and its price may be others by now."""
    for line in lines_of(facts.invoice, facts.subscription):
        days = f"{_day(line.period.start)} to {_day(line.period.end - timedelta(days=1))}"
        yield Line(f"{said(line, 'en')}, {days}: {_signed(line.amount_minor)}")
        if line.kind is LineKind.PLAN and line.key in plans():
            yield Line(plans()[line.key].whats["en"])
    if facts.invoice.tax_minor:
        yield Line(f"Tax: {_signed(facts.invoice.tax_minor)}")
    yield Line("Agreed with a free month first, and canceled at any time.")
    yield Line(f"The customer’s site: {deps.settings.site_url(facts.business.id)}")


def _consent(uow: UnitOfWork, facts: _Facts) -> Iterator[Line]:
    consent = uow.consents.first(trial_id=facts.trial.id)
    if consent is None:
        return
    yield Line(
        f"{consent.agreed_by} ({consent.role}) agreed on a recorded call, recording {consent.recording}; disclosures"
        f" {consent.disclosure_version}; authority: {consent.authority}", consent.agreed_at,
    )  # fmt: skip
    for clause in consent.clauses:
        yield Line(f"read out: “{clause['text']}”", datetime.fromisoformat(clause["ticked_at"]))


def _confirmation(facts: _Facts) -> Iterator[Line]:
    trial = facts.trial
    if trial.confirmed_at is not None:
        told = "; ".join(f"{key}: {value}" for key, value in sorted(trial.confirmation.items()))
        yield Line(f"Confirmed by {trial.way.value}. {told}", trial.confirmed_at)


def _letters(facts: _Facts, kinds: Sequence[str]) -> Iterator[Line]:
    for letter in facts.letters:
        if letter.kind in kinds:
            said = f"{letter.kind.replace('_', ' ')} by {letter.channel.value} to {letter.to}"
            became = f"{letter.state.value} {letter.changed_at:%Y-%m-%d %H:%M} UTC" if letter.changed_at else "queued"
            yield Line(f"{said}: {became}{f' ({letter.reason})' if letter.reason else ''}", letter.created_at)


def _gate(uow: UnitOfWork, facts: _Facts) -> Iterator[Line]:
    answers = uow.gate_answers.where(subscription_id=facts.subscription.id)
    for answer in sorted(answers, key=lambda answer: answer.at):
        yield Line(f"Charge of {_day(answer.charge_on)}: {'allowed' if answer.is_open else 'refused'}", answer.at)
        for proof in answer.proofs:
            yield Line(f"{proof['condition']}: {proof['evidence'] or 'not proven'}")


def _money(uow: UnitOfWork, facts: _Facts) -> list[Line]:
    """In order of time: invoices, what was paid for them, and the letters about both."""
    found = list(_letters(facts, _TOLD_OF_MONEY))
    for invoice in uow.invoices.where(subscription_id=facts.subscription.id):
        span = f"{_day(invoice.period_start)} to {_day(invoice.last_day)}"
        what = f"{invoice.title}, {price(invoice.amount_minor)}, {span}: {invoice.state.value}"
        found.append(Line(what, invoice.issued_at))
        for payment in uow.payments.where(invoice_id=invoice.id):
            what = f"payment {payment.ref} of {price(payment.amount_minor)} {payment.state.value}"
            found.append(Line(what, payment.changed_at or payment.asked_at))
    return sorted(found, key=lambda line: str(line.at))


def _sign_ins(uow: UnitOfWork, facts: _Facts) -> Iterator[Line]:
    for owner in uow.people.where(business_id=facts.business.id):
        sessions = uow.user_sessions.where(person_id=owner.id)
        for session in sorted(sessions, key=lambda session: session.started_at):
            yield Line(f"{owner.name or owner.email} signed in to the owner’s pages", session.started_at)


def _visits(uow: UnitOfWork, facts: _Facts) -> Iterator[Line]:
    site = uow.sites.find(facts.business.id)
    if site is not None and site.published_at is not None:
        yield Line(f"Version {site.version} of the customer’s site was published", site.published_at)
        counts = (
            f"{site.visits} visits, {site.calls} calls, {site.directions} ways asked for, {site.inquiries} messages"
        )
        yield Line(f"Counted on the customer’s site so far: {counts}")


def _work(uow: UnitOfWork, facts: _Facts) -> Iterator[Line]:
    for listing in sorted(uow.listings.where(business_id=facts.business.id), key=lambda one: one.planned_at):
        state = listing.state.value.replace("_", " ")
        yield Line(f"{listing.title}: {state} {listing.url}".rstrip(), listing.since or listing.planned_at)
    for task in uow.tasks.where(business_id=facts.business.id):
        if task.done_at:
            yield Line(f"Done by hand: {task.title}. {task.evidence[:300]}", task.done_at)


def _cancellation(uow: UnitOfWork, facts: _Facts) -> Iterator[Line]:
    trial = facts.trial
    if trial.canceled_at is None:
        yield Line("The customer has not canceled. Each letter since the yes carried a link that cancels at once.")
    for entry in _entries(uow, facts):
        if "cancel" in entry.event or entry.event == "end_taken_back":
            yield Line(entry.event.replace("_", " "), entry.at)
    yield from _letters(facts, _TOLD_OF_LEAVING)


def _corrections(uow: UnitOfWork, facts: _Facts) -> Iterator[Line]:
    given = uow.corrections.where(business_id=facts.business.id)
    for one in sorted(given, key=lambda one: one.asked_at):
        if one.state not in MONEY_LEFT:
            continue
        what = f"{one.title} of {price(one.amount_minor)}, {one.reason.value.replace('_', ' ')}"
        yield Line(f"{what}: {one.state.value}", one.asked_at)


def _trail(uow: UnitOfWork, facts: _Facts) -> Iterator[Line]:
    row = uow.businesses.get(facts.business.id)
    entries = _entries(uow, facts)
    wrong = first_break(entries, seq=row.audit_seq, head=row.audit_head)
    yield Line(f"{row.audit_seq} entries, each with the SHA-256 of the one before; the last is {row.audit_head}.")
    yield Line(f"Checked when this was made: {wrong or 'unbroken'}.")
    if seal := uow.last_seal():
        yield Line(f"Sealed with all others under number {seal.number}: {seal.hash}", seal.at)
    for entry in entries:
        yield Line(f"{entry.seq}. {entry.event.replace('_', ' ')} [{entry.hash[:12]}]", entry.at)


def _entries(uow: UnitOfWork, facts: _Facts) -> list[Any]:
    return sorted(uow.audit_entries.where(business_id=facts.business.id), key=lambda entry: entry.seq)


def _signed(minor: int) -> str:
    return f"−{price(-minor)}" if minor < 0 else price(minor)


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
