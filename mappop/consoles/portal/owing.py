"""What an owner with an open payment is told: what failed, why, and what happens on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mappop.db.queries.billing import Payments
from mappop.domain.dunning import Act
from mappop.domain.dunning_plan import Cause
from mappop.domain.invoice import Invoice
from mappop.messaging.billing_letters import reason_of

_SAID = {Act.RETRY: "try_again", Act.STOP_SERVICE: "stop", Act.END: "end"}


@dataclass(frozen=True, slots=True)
class Owing:
    """`why` is empty for an invoice that is late; `steps` are days with the name of what happens on them; while a
    payment of it `is_under_way`, none of them is to be feared."""

    invoice: Invoice
    why: str
    is_by_check: bool
    steps: Sequence[tuple[date, str]]
    is_under_way: bool


def owing_of(seen: Payments, now: datetime, language: str) -> Owing | None:
    """While its owner has asked to leave, or a dispute is open, nothing is tried."""
    dunning = seen.dunning
    invoice = next((one for one in seen.invoices if dunning and one.id == dunning.invoice_id), None)
    if dunning is None or invoice is None:
        return None
    steps = [(dunning.today(step.at), _SAID[step.act]) for step in dunning.ahead(now, is_held=seen.is_held)]
    why = reason_of(dunning.says, language)
    return Owing(invoice, why, dunning.cause is Cause.OVERDUE, steps, seen.is_under_way)
