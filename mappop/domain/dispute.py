"""Money that a bank pulls back: the states in Stripe's words, and what each means for the books.

News come twice, late and out of order, so a dispute only ever moves up one line of states: whatever the order, it ends
in the highest that was heard of. Lost stands above won, since a bank may take a won one back and never the reverse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mappop.domain.processor import DisputeState as Told
from mappop.domain.processor import DisputeTold


class DisputeState(StrEnum):
    """In Stripe's words; an inquiry (warning) takes no money."""

    WARNING_NEEDS_RESPONSE = "warning_needs_response"
    WARNING_UNDER_REVIEW = "warning_under_review"
    WARNING_CLOSED = "warning_closed"
    PREVENTED = "prevented"
    NEEDS_RESPONSE = "needs_response"
    UNDER_REVIEW = "under_review"
    WON = "won"
    LOST = "lost"


class Booking(StrEnum):
    """What a dispute writes into the books, each at most once."""

    WITHDRAWN = "disputed"
    FEE = "dispute_fee"
    WON = "dispute_won"
    WITHDRAWN_AGAIN = "disputed_again"
    LOST = "dispute_lost"


_S = DisputeState
# From each state to every later one: the whole table, and no news is ever illegal, only old.
TRANSITIONS = {state: frozenset(list(_S)[n + 1 :]) for n, state in enumerate(_S)}
WAITING = frozenset({_S.WARNING_NEEDS_RESPONSE, _S.NEEDS_RESPONSE})  # for our evidence
OPEN = WAITING | {_S.WARNING_UNDER_REVIEW, _S.UNDER_REVIEW}
HOLDS_MONEY = frozenset({_S.NEEDS_RESPONSE, _S.UNDER_REVIEW})
DECIDED = frozenset({_S.WON, _S.LOST})


_CHARGEBACK = {
    Told.NEEDS_ANSWER: _S.NEEDS_RESPONSE, Told.UNDER_REVIEW: _S.UNDER_REVIEW, Told.WON: _S.WON, Told.LOST: _S.LOST,
}  # fmt: skip
_INQUIRY = {Told.NEEDS_ANSWER: _S.WARNING_NEEDS_RESPONSE, Told.UNDER_REVIEW: _S.WARNING_UNDER_REVIEW}


def state_of(told: DisputeTold) -> DisputeState:
    """An inquiry that is over, whichever way, has taken nothing."""
    return _INQUIRY.get(told.state, _S.WARNING_CLOSED) if told.is_inquiry else _CHARGEBACK[told.state]


@dataclass(eq=False)
class Dispute:
    id: str
    ref: str  # the processor's, unique
    payment_id: str
    invoice_id: str
    business_id: str
    centre_id: str
    amount_minor: int
    fee_minor: int
    reason: str
    state: DisputeState
    opened_at: datetime
    due_by: datetime | None
    changed_at: datetime
    was_won: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def took_money(self) -> bool:
        return self.state in HOLDS_MONEY or self.state in DECIDED

    @property
    def blocks_refund(self) -> bool:
        """While the bank holds the money, or has given it back to the customer."""
        return self.state in HOLDS_MONEY or self.state is DisputeState.LOST

    def days_left(self, now: datetime) -> int | None:
        """Whole days for our evidence; None where it is not waited for."""
        if self.state not in WAITING or self.due_by is None:
            return None
        return max((self.due_by - now).days, 0)

    def hear(self, told: DisputeTold, *, at: datetime) -> bool:
        """Take news in; whether they moved it on. What is then to be booked stands in `bookings`."""
        self.due_by = told.answer_by or self.due_by
        self.fee_minor = max(self.fee_minor, told.fee_minor)
        state = state_of(told)
        if state not in TRANSITIONS[self.state]:
            return False
        self.state, self.changed_at = state, at
        self.was_won = self.was_won or state is DisputeState.WON
        return True

    def bookings(self) -> tuple[Booking, ...]:
        """All that the books hold of it by now, in order, each once."""
        if not self.took_money:
            return ()
        taken = (Booking.WITHDRAWN, Booking.FEE) if self.fee_minor else (Booking.WITHDRAWN,)
        if self.state is DisputeState.WON:
            return (*taken, Booking.WON)
        if self.state is DisputeState.LOST:
            won = (Booking.WON, Booking.WITHDRAWN_AGAIN) if self.was_won else ()
            return (*taken, *won, Booking.LOST)
        return taken


def is_blocked(disputes: Iterable[Dispute], given: Iterable[datetime]) -> bool:
    """Whether nobody may charge this customer, whose ways to pay were `given` then."""
    newest = max(given, default=None)
    return any(
        one.is_open or (one.state is DisputeState.LOST and (newest is None or newest < one.changed_at))
        for one in disputes
    )
