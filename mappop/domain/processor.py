"""What a payment processor is asked and what it tells, in our words. Amounts in cents; moments are aware."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoAnswer(Exception):
    """The processor did not answer, or not to the point: what was asked for may have been done or not."""


class NotTaken(Exception):
    """The processor refuses the request itself, not the payment: nothing was done, and a person must look."""


class Outcome(StrEnum):
    """What became of a charge."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    NEEDS_OWNER = "needs_owner"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Order:
    """One charge to be made. All of it follows from subscription, period and try, so that it is the same when it
    is asked for again, by a database restored from yesterday too: `key` names it at the processor for good, and no
    charge of that key is older than `since`."""

    key: str
    business_id: str
    amount_minor: int
    payer: str
    method: str
    kind: str
    about: str
    since: datetime
    on_statement: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A charge as it stands at the processor. `reason` is the decline code of the card's bank, or the network's
    code of a returned debit (R01); `return_fee_minor` is what the processor took for the return."""

    key: str
    ref: str
    outcome: Outcome
    amount_minor: int
    reason: str = ""
    fee_minor: int = 0
    return_fee_minor: int = 0


@dataclass(frozen=True, slots=True)
class PageOrder:
    """A hosted page for an owner to enter a way to pay; `payer` is whom the processor knows already, or nothing.

    `back` is where a finished page leads, with {page} for its name; `away` where a page leads that was left.
    """

    business_id: str
    name: str
    email: str
    payer: str
    language: str
    back: str
    away: str


@dataclass(frozen=True, slots=True)
class SavedMethod:
    """A way to pay that an owner saved on a hosted page. `label` is what may be shown of it: “Visa 4242”."""

    business_id: str
    payer: str
    ref: str
    kind: str
    label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LostMethod:
    """A way to pay that can't be charged any more, and the processor's word for why."""

    ref: str
    why: str


class RefundState(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RefundTold:
    """`key` is ours, or nothing for one that was made at the processor by hand; `payment_ref` the charge's."""

    key: str
    ref: str
    payment_ref: str
    amount_minor: int
    state: RefundState
    at: datetime
    reason: str = ""


class DisputeState(StrEnum):
    NEEDS_ANSWER = "needs_answer"
    UNDER_REVIEW = "under_review"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class DisputeTold:
    """A cardholder's dispute. An inquiry moves no money; `moved_minor` is what it took from the balance so far, less
    what came back, and `fee_minor` what the processor took for it."""

    ref: str
    payment_ref: str
    amount_minor: int
    state: DisputeState
    reason: str
    at: datetime
    is_inquiry: bool = False
    moved_minor: int = 0
    fee_minor: int = 0
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of the balance at the processor; `source` is the charge, refund, dispute or payout behind it."""

    ref: str
    kind: str
    source: str
    amount_minor: int
    fee_minor: int
    at: datetime

    @property
    def net_minor(self) -> int:
        return self.amount_minor - self.fee_minor


class OwnMoveKind(StrEnum):
    """`OTHER` is what nothing is booked for by itself."""

    PAYOUT = "payout"
    PAYOUT_BACK = "payout_back"
    TOP_UP = "top_up"
    ACCOUNT_FEE = "account_fee"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OwnMove:
    """A movement of the balance that belongs to no customer, and never changes once it was made. `amount_minor` came
    into the balance: of a payout it is below nothing; `fee_minor` was taken beside it. `called` is the processor's own
    word for it; `has_failed` is a payout that our bank did not take, and that nobody of ours canceled."""

    ref: str
    kind: OwnMoveKind
    amount_minor: int
    fee_minor: int
    at: datetime
    called: str = ""
    has_failed: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """That something happened to one object; what it is now is read from the processor."""

    id: str
    type: str
    object_id: str
    at: datetime


Told = Answer | SavedMethod | LostMethod | RefundTold | DisputeTold | OwnMove
