"""What became of an invoice besides its payment: money that went back, was credited or let go, or is disputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mappop.consoles.correction_words import DISPUTES, KINDS, STATES
from mappop.db.queries.support import Customer
from mappop.domain.correction import CorrectionState
from mappop.domain.terms import price


@dataclass(frozen=True, slots=True)
class Note:
    look: str
    text: str


def notes(customer: Customer) -> Mapping[str, Sequence[Note]]:
    """By invoice, oldest first; what was declined changed nothing and is left to the timeline."""
    found = defaultdict[str, list[Note]](list)
    for one in reversed(customer.corrections):
        given, (said, look) = one.correction, STATES[one.correction.state]
        if given.state is not CorrectionState.DECLINED:
            found[given.invoice_id].append(Note(look, f"{KINDS[given.kind][0]} of {price(given.amount_minor)}: {said}"))
    for dispute in customer.money.disputes:
        said, look = DISPUTES[dispute.state.value]
        found[dispute.invoice_id].append(Note(look, f"Dispute of {price(dispute.amount_minor)}: {said}"))
    return found
