"""What dunning asks of people of ours: a call, or a fault to be put right."""

from __future__ import annotations

from mappop import ids
from mappop.domain.dunning import Dunning
from mappop.domain.dunning_plan import Cause
from mappop.domain.invoice import Invoice
from mappop.domain.roles import Role
from mappop.domain.task import Task
from mappop.services.deps import Deps, UnitOfWork

_BRIEFS = {
    Cause.NEW_CONSENT: (
        "Ask whether {invoice} was agreed, after the bank sent it back as not agreed",
        "The owner has entered another way to pay, or has canceled.",
        "Say that the account is not debited again. Ask whether they know what Map Pop does for them.",
    ),
    Cause.ASK: (
        "Ask about {invoice}: the payment came back with {code}",
        "The owner has said how {invoice} is paid, or has canceled.",
        "Say what came back and when. Nothing is tried again before they have said how.",
    ),
    Cause.FIX: (
        "Put {invoice} right: the debit was not as agreed ({code})",
        "What was wrong is put right and written down, and the debit was sent again or the invoice credited.",
        "Compare amount and date of the debit with what the owner agreed to. Credit what was too much, then send it"
        " again on the customer’s page: within sixty days no new yes is needed.",
    ),
    Cause.OURS: (
        "Find out why {invoice} could not be charged: {code}",
        "The charge works, or the owner knows how else to pay.",
        "Look for the charge at the processor, and at its status page.",
    ),
}


def file_task(deps: Deps, uow: UnitOfWork, dunning: Dunning, invoice: Invoice) -> None:
    """Once for each dunning and cause."""
    key = f"dunning:{dunning.id}:{dunning.cause.value}"
    if dunning.cause not in _BRIEFS or uow.tasks.first(key=key) is not None:
        return
    title, outcome, step = (
        words.format(invoice=invoice.title, code=dunning.code or "no code") for words in _BRIEFS[dunning.cause]
    )
    task = Task(
        ids.new_id("task"), dunning.business_id, title[:200], outcome, "What was said or done, with date and channel.",
        deps.clock.now(), key, role=Role.SUPPORT_AGENT,
        steps=[step, f"Service goes on until {dunning.service_until:%Y-%m-%d}. Say so."],
    )  # fmt: skip
    uow.tasks.add(task)
