"""The processor in memory, which also keeps what it was asked for, and has disputes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from mappop.domain.processor import Answer, DisputeState, DisputeTold, Order, Outcome, Told
from tests.fake_processor import FakeProcessor

HARD = ("stolen_card", "pickup_card")  # after which a card is dead
LIVE = (Outcome.PENDING, Outcome.PAID)
DISPUTE_FEE = 1500


@dataclass
class LoggedProcessor(FakeProcessor):
    """`log` are the charges that were made, in their order: each with how it ended at once. `refused_for_good` are the
    methods of which we have heard that; what we ask of one afterwards is kept in `asked_in_vain`."""

    log: list[tuple[Order, Outcome]] = field(default_factory=list)
    refused_for_good: set[str] = field(default_factory=set)
    asked_in_vain: list[Order] = field(default_factory=list)
    disputed: dict[str, DisputeTold] = field(default_factory=dict)  # by the charge's ref

    def charge(self, order: Order) -> Answer:
        is_new = order.key not in self.made
        if is_new and order.method in self.refused_for_good:
            self.asked_in_vain.append(order)
        try:
            answer = super().charge(order)
        finally:
            if is_new and order.key in self.made:
                self.log.append((order, self.made[order.key].outcome))
        self._heard(answer)
        return answer

    def look_up(self, order: Order) -> Answer | None:
        answer = super().look_up(order)
        if answer is not None:
            self._heard(answer)
        return answer

    def _heard(self, answer: Answer) -> None:
        if answer.outcome is Outcome.FAILED and answer.reason in HARD:
            self.refused_for_good |= {order.method for order, _ in self.log if order.key == answer.key}

    def dispute(self, told: DisputeTold) -> DisputeTold:
        """A cardholder's bank pulls back, decides, or gives back."""
        lost = told.state is not DisputeState.WON
        self.disputed[told.payment_ref] = replace(
            told, moved_minor=told.amount_minor if lost else 0, fee_minor=DISPUTE_FEE
        )  # fmt: skip
        return self.disputed[told.payment_ref]

    def held(self, *, since: datetime, besides: Collection[str] = ()) -> Iterator[Told]:
        yield from super().held(since=since)
        yield from self.disputed.values()

    def balance(self) -> int:
        return super().balance() - sum(one.moved_minor + one.fee_minor for one in self.disputed.values())
