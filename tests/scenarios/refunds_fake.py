"""A processor in memory that sends money back: once for one key, with the troubles that a test asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from mappop.billing.offline import Offline
from mappop.domain.payment import Payment, PaymentState
from mappop.domain.processor import NoAnswer, NotTaken, RefundState, RefundTold
from tests.world import World

AT = datetime(2027, 4, 12, 15, tzinfo=UTC)


@dataclass
class Refunds(Offline):
    name: str = "stripe"
    made: dict[str, RefundTold] = field(default_factory=dict)  # by key
    forgotten: set[str] = field(default_factory=set)  # keys that are older than a day
    troubles: list[str] = field(default_factory=list)
    state: RefundState = RefundState.SUCCEEDED
    held: int = 0

    def refund(self, payment_ref: str, *, amount_minor: int, key: str) -> RefundTold:
        trouble = self.troubles.pop(0) if self.troubles else ""
        if trouble == "before":
            raise NoAnswer("the processor did not answer")
        if trouble == "refused":
            raise NotTaken("charge_disputed")
        if key not in self.made or key in self.forgotten:
            ref = f"re_{len(self.made) + 1}"
            self.made[f"{key}#again" if key in self.made else key] = RefundTold(
                key, ref, payment_ref, amount_minor, self.state, AT
            )
        if trouble == "after":
            raise NoAnswer("the processor's answer was lost")
        return self.made[key]

    def refunds(self, *, since: datetime) -> Iterator[RefundTold]:
        return iter(self.made.values())

    def becomes(self, key: str, state: RefundState, reason: str = "") -> RefundTold:
        self.made[key] = replace(self.made[key], state=state, reason=reason)
        return self.made[key]

    def balance(self) -> int:
        return self.held


def paid_by_card(world: World, *, ref: str = "pi_1") -> tuple[Payment, Refunds]:
    """The first invoice was paid by a card: its payment, and the processor that took it."""
    processor = Refunds()
    world.processor = processor
    with world.app.unit_of_work() as uow:
        payment = uow.payments.where()[0]
        payment.processor, payment.ref, payment.state = "stripe", ref, PaymentState.SUCCEEDED
        uow.commit()
    return payment, processor
