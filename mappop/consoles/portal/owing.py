"""What an owner with an open payment is told: what failed, why, and what happens on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mappop.domain.dunning import Act, Dunning
from mappop.domain.dunning_plan import Cause
from mappop.domain.invoice import Invoice
from mappop.messaging.billing_letters import reason_of

_SAID = {Act.RETRY: "try_again", Act.STOP_SERVICE: "stop", Act.END: "end"}


@dataclass(frozen=True, slots=True)
class Owing:
    """`why` is empty for an invoice that is late; `steps` are days with the name of what happens on them."""

    invoice: Invoice
    why: str
    is_by_check: bool
    steps: Sequence[tuple[date, str]]


def owing_of(dunning: Dunning | None, invoices: Sequence[Invoice], now: datetime, language: str) -> Owing | None:
    invoice = next((one for one in invoices if dunning and one.id == dunning.invoice_id), None)
    if dunning is None or invoice is None:
        return None
    can_try = dunning.may_try(dunning.method_id)
    ahead = [step for step in dunning.steps() if step.name not in dunning.done and step.at > now]
    shown = [step for step in ahead if step.act in _SAID and (can_try or step.act is not Act.RETRY)]
    retries = [step for step in shown if step.act is Act.RETRY]
    steps = [(dunning.today(step.at), _SAID[step.act]) for step in shown if step not in retries[1:]]
    return Owing(invoice, reason_of(dunning.says, language), dunning.cause is Cause.OVERDUE, steps)
