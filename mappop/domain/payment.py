"""A payment: one attempt to move money for one invoice, from the asking to what became of it; and how owners pay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mappop.domain.errors import Refused

OFFLINE = "offline"  # the processor of checks and transfers


class PaymentState(StrEnum):
    """`asked`: the attempt is written, its answer is not known. `pending`: a bank debit that is under way."""

    ASKED = "asked"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    RETURNED = "returned"


_S = PaymentState
UNDER_WAY = (_S.ASKED, _S.PENDING)
LEADS_TO: dict[PaymentState, frozenset[PaymentState]] = {
    _S.ASKED: frozenset({_S.PENDING, _S.SUCCEEDED, _S.FAILED}),
    _S.PENDING: frozenset({_S.SUCCEEDED, _S.FAILED}),
    _S.SUCCEEDED: frozenset({_S.RETURNED}),
    _S.FAILED: frozenset({_S.SUCCEEDED}),  # a person at the processor may have it tried again
    _S.RETURNED: frozenset(),
}

_ORDER = (_S.ASKED, _S.PENDING, _S.FAILED, _S.SUCCEEDED, _S.RETURNED)


def steps(before: PaymentState, after: PaymentState) -> tuple[PaymentState, ...]:
    """What is still to happen to a payment until it is there: nothing where it is that far already, so that news that
    comes late, twice or in another order ends the same. Money that came back has come in before."""
    if _ORDER.index(after) <= _ORDER.index(before):
        return ()
    if after is _S.RETURNED and before is not _S.SUCCEEDED:
        return (_S.SUCCEEDED, _S.RETURNED)
    return (after,)


@dataclass(eq=False)
class Payment:
    """`key` is unique, and the same for the same attempt however often it is asked. `ref` is the processor's id, or
    what names the check or transfer; `reason` the code with which it failed or came back. Amounts in cents.

    `about` and `on_statement` are what it says, written once: a processor refuses other words under the same key.
    """

    id: str
    invoice_id: str
    subscription_id: str
    business_id: str
    amount_minor: int
    processor: str
    key: str
    asked_at: datetime
    state: PaymentState = PaymentState.ASKED
    method_id: str | None = None
    ref: str = ""
    reason: str = ""
    fee_minor: int = 0
    changed_at: datetime | None = None
    about: str = ""
    on_statement: str = ""

    def move(self, after: PaymentState, *, at: datetime, ref: str = "", reason: str = "") -> bool:
        """False where it is there already. Raises Refused where that state does not follow."""
        if after is self.state:
            return False
        if after not in LEADS_TO[self.state]:
            raise Refused(f"A payment that {self.state.value} can't become {after.value}.")
        self.state, self.changed_at = after, at
        self.ref, self.reason = ref or self.ref, reason or self.reason
        return True


class MethodKind(StrEnum):
    CARD = "card"
    BANK = "bank"


@dataclass(eq=False)
class PaymentMethod:
    """What the processor keeps for an owner, whom it knows as `payer`; we see its label ("Visa 4242") and never a
    number. `why` says what made it unusable."""

    id: str
    business_id: str
    processor: str
    kind: MethodKind
    label: str
    ref: str
    added_at: datetime
    is_usable: bool = True
    why: str = ""
    payer: str = ""


def current(methods: Iterable[PaymentMethod]) -> PaymentMethod | None:
    """The one that is charged: the newest that can be."""
    return newest(method for method in methods if method.is_usable)


def newest(methods: Iterable[PaymentMethod]) -> PaymentMethod | None:
    return max(methods, key=lambda method: (method.added_at, method.ref), default=None)
