"""What dunning asks of people of ours: a call, or a fault to be put right."""

from __future__ import annotations

from mappop import ids
from mappop.domain.dunning import Dunning
from mappop.domain.dunning_plan import Cause, plan_of
from mappop.domain.invoice import Invoice
from mappop.domain.roles import Role
from mappop.domain.task import Task, TaskState
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


_AGAIN = {
    Cause.NEW_CONSENT: "Another account of theirs is not debited again either: ask about both.",
    Cause.ASK: "Ask again how {invoice} is paid.",
    Cause.FIX: "Before it is sent once more, look once more at what was agreed: amount, date and account.",
    Cause.OURS: "Look for that charge at the processor too.",
}
_NO_MORE = "It is not sent again from here: the owner was told what to do. Call where nothing has come in by {until}."


def file_task(deps: Deps, uow: UnitOfWork, dunning: Dunning, invoice: Invoice) -> None:
    """After each failure. Who has a case of this dunning open reads the next step there; another cause has another one,
    and so has what came back after its case was closed."""
    open_ones = _open_ones(uow, dunning)
    for task in open_ones:
        task.steps = [*task.steps, _came_again(deps, dunning, invoice, is_same=task.key.startswith(_key(dunning)))]
    if not plan_of(dunning.cause).is_for_us or any(task.key.startswith(_key(dunning)) for task in open_ones):
        return
    title, outcome, step = (
        words.format(invoice=invoice.title, code=dunning.code or "no code") for words in _BRIEFS[dunning.cause]
    )
    task = Task(
        ids.new_id("task"), dunning.business_id, title[:200], outcome, "What was said or done, with date and channel.",
        deps.clock.now(), f"{_key(dunning)}:{dunning.tries}", role=Role.SUPPORT_AGENT,
        steps=[step, f"Service goes on until {dunning.service_until:%Y-%m-%d}. Say so."],
    )  # fmt: skip
    uow.tasks.add(task)


def settle_tasks(deps: Deps, uow: UnitOfWork, dunning: Dunning, *, how: str) -> None:
    """In the transaction in which nothing is open any more of what they are about: nobody has to do anything."""
    for task in _open_ones(uow, dunning):
        task.withdraw(at=deps.clock.now(), why=how)


def _came_again(deps: Deps, dunning: Dunning, invoice: Invoice, *, is_same: bool) -> str:
    """What happened since, and what follows for a case of this cause, or of another one."""
    then = _AGAIN[dunning.cause] if is_same else _NO_MORE
    said = then.format(invoice=invoice.title, until=f"{dunning.service_until:%Y-%m-%d}")
    return f"It came back on {dunning.today(deps.clock.now())} with {dunning.code or 'no code'}. {said}"


def _open_ones(uow: UnitOfWork, dunning: Dunning) -> list[Task]:
    found = uow.tasks.where(business_id=dunning.business_id, state=TaskState.OPEN)
    return [task for task in found if task.key.startswith(f"dunning:{dunning.id}:")]


def _key(dunning: Dunning) -> str:
    return f"dunning:{dunning.id}:{dunning.cause.value}"
