"""The processor in memory, which also keeps what it was asked for, and has disputes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from mappop.domain.processor import Answer, DisputeState, DisputeTold, Order, Outcome, Told
from tests.fake_processor import FakeProcessor

LIVE = (Outcome.PENDING, Outcome.PAID)
DISPUTE_FEE = 1500


@dataclass
class LoggedProcessor(FakeProcessor):
    """`log` are the charges that were made, in their order: each with how it ended at once."""

    log: list[tuple[Order, Outcome]] = field(default_factory=list)
    disputed: dict[str, DisputeTold] = field(default_factory=dict)  # by the charge's ref

    def charge(self, order: Order) -> Answer:
        is_new = order.key not in self.made
        try:
            return super().charge(order)
        finally:
            if is_new and order.key in self.made:
                self.log.append((order, self.made[order.key].outcome))

    def dispute(self, told: DisputeTold) -> DisputeTold:
        """A cardholder's bank pulls back, decides, or gives back."""
        lost = told.state is not DisputeState.WON
        self.disputed[told.payment_ref] = replace(
            told, moved_minor=told.amount_minor if lost else 0, fee_minor=DISPUTE_FEE
        )  # fmt: skip
        return self.disputed[told.payment_ref]

    def held(self, *, since: datetime) -> Iterator[Told]:
        yield from super().held(since=since)
        yield from self.disputed.values()

    def balance(self) -> int:
        return super().balance() - sum(one.moved_minor + one.fee_minor for one in self.disputed.values())
