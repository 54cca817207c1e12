"""A payment processor in memory: what was charged under which key, and the troubles that a test asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from mappop.domain.processor import (
    Answer,
    Event,
    Move,
    NoAnswer,
    NotTaken,
    Order,
    Outcome,
    OwnMove,
    OwnMoveKind,
    PageOrder,
    RefundState,
    RefundTold,
    SavedMethod,
    Told,
)  # fmt: skip

FEE = 146  # of each payment that comes in


@dataclass
class FakeProcessor:
    """`declines` holds reasons by method; `troubles` what befalls the next charges: before, or after it took effect.
    Keys are kept for good, so that a second charge under one key is none."""

    name: str = "stripe"
    kinds: Sequence[str] = ("card", "bank")
    page_origin: str = "https://pay.example"
    pages: dict[str, PageOrder] = field(default_factory=dict)
    saved: dict[str, SavedMethod] = field(default_factory=dict)  # by page
    made: dict[str, Answer] = field(default_factory=dict)  # charges by key
    refunded: dict[str, RefundTold] = field(default_factory=dict)  # by key
    own_moves: list[OwnMove] = field(default_factory=list)
    declines: dict[str, str] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    asked: int = 0

    def open_page(self, asked: PageOrder) -> str:
        page = f"page_{len(self.pages) + 1}"
        self.pages[page] = asked
        return f"{self.page_origin}/{page}"

    def fill_in(self, page: str, *, kind: str = "card", label: str = "Visa 4242", at: datetime) -> SavedMethod:
        """The owner types a card or a bank; the methods are called method_1, method_2 …"""
        asked = self.pages[page]
        method = f"method_{len(self.saved) + 1}"
        self.saved[page] = SavedMethod(asked.business_id, f"payer_{asked.business_id}", method, kind, label, at)
        return self.saved[page]

    def read_page(self, ref: str) -> SavedMethod | None:
        return self.saved.get(ref)

    def charge(self, order: Order) -> Answer:
        self.asked += 1
        trouble = self.troubles.pop(0) if self.troubles else ""
        if trouble == "before":
            raise NoAnswer("the processor did not answer")
        if order.key not in self.made:
            self.made[order.key] = self._answer(order)
        if trouble == "after":
            raise NoAnswer("the processor's answer was lost")
        return self.made[order.key]

    def _answer(self, order: Order) -> Answer:
        reason, ref = self.declines.get(order.method, ""), f"pi_{len(self.made) + 1}"
        outcome = Outcome.FAILED if reason else Outcome.PENDING if order.kind == "bank" else Outcome.PAID
        fee = FEE if outcome is Outcome.PAID else 0
        return Answer(order.key, ref, outcome, order.amount_minor, reason, fee)

    def becomes(self, key: str, outcome: Outcome, *, reason: str = "", return_fee: int = 0) -> Answer:
        """A charge moves on at the processor, and nobody has told us yet."""
        fee = FEE if outcome in (Outcome.PAID, Outcome.RETURNED) else 0
        self.made[key] = replace(
            self.made[key], outcome=outcome, reason=reason, fee_minor=fee, return_fee_minor=return_fee
        )
        return self.made[key]

    def look_up(self, order: Order) -> Answer | None:
        return self.made.get(order.key)

    def refund(self, payment_ref: str, *, amount_minor: int, key: str) -> RefundTold:
        if any(_is_back(answer) for answer in self.made.values() if answer.ref == payment_ref):
            raise NotTaken("its bank has taken this payment back")  # as Stripe does (charge_disputed)
        made = RefundTold(
            key, f"re_{len(self.refunded) + 1}", payment_ref, amount_minor, RefundState.SUCCEEDED,
            datetime(2027, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        return self.refunded.setdefault(key, made)

    def moved(
        self, kind: OwnMoveKind, amount_minor: int, *, at: datetime, fee: int = 0, has_failed: bool = False
    ) -> OwnMove:
        """Into the balance: a payout and a fee are below nothing."""
        ref = f"txn_{len(self.own_moves) + 1}"
        self.own_moves.append(OwnMove(ref, kind, amount_minor, fee, at, kind.value, has_failed))
        return self.own_moves[-1]

    def verified(self, body: bytes, signature: str) -> Event | None:
        return None

    def told(self, event: Event) -> Sequence[Told]:
        told: list[Told] = [answer for answer in self.made.values() if answer.ref == event.object_id]
        return told + [move for move in self.own_moves if move.ref == event.object_id]

    def held(self, *, since: datetime, besides: Collection[str] = ()) -> Iterator[Told]:
        yield from self.saved.values()
        yield from self.made.values()
        yield from self.refunds(since=since)
        yield from (move for move in self.own_moves if move.at >= since)

    def refunds(self, *, since: datetime) -> Iterator[RefundTold]:
        return iter(self.refunded.values())

    def moves(self, *, since: datetime) -> Iterator[Move]:
        return iter(())

    def balance(self) -> int:
        came_in = sum(a.amount_minor - a.fee_minor for a in self.made.values() if a.outcome is Outcome.PAID)
        fees_of_returns = sum(a.fee_minor + a.return_fee_minor for a in self.made.values() if _is_back(a))
        own = sum(move.amount_minor - move.fee_minor for move in self.own_moves)
        return came_in - fees_of_returns - sum(refund.amount_minor for refund in self.refunded.values()) + own


def _is_back(answer: Answer) -> bool:
    return answer.outcome is Outcome.RETURNED
