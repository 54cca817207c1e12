"""Cards, banks and the processor between them, in simulated time: declines, debits that fail or come back, disputes.

It keeps its own books: what it holds is never read from ours.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from mappop.clock import FixedClock
from mappop.domain.processor import (
    Answer,
    DisputeState,
    DisputeTold,
    Event,
    Move,
    NoAnswer,
    Order,
    Outcome,
    PageOrder,
    RefundState,
    RefundTold,
    SavedMethod,
    Told,
)  # fmt: skip
from mappop.simulator.chance import Chance

FEE, RETURN_FEE, DISPUTE_FEE = 146, 400, 1500  # cents, as the pretended Stripe takes them
HARD = ("stolen_card", "pickup_card")  # after which a card is dead
Later = Callable[[datetime, str, Callable[[], None]], None]


@dataclass
class Made:
    """A charge with the moment that it was made, and that of its last change. Draws are made by `name`: our keys and
    ids are others in each life."""

    order: Order
    answer: Answer
    at: datetime
    changed_at: datetime

    @property
    def name(self) -> str:
        return f"{self.order.method} {self.at:%Y%m%dT%H%M}"


class Bank:
    """`later` puts what happens by itself on the world's agenda; `news` wait for the one who carries them to us."""

    name = "stripe"
    kinds: Sequence[str] = ("card", "bank")
    page_origin = "https://pay.example"

    def __init__(self, chance: Chance, time: FixedClock, *, has_silences: bool) -> None:
        self.chance, self.time, self.has_silences = chance, time, has_silences
        self.later: Later = lambda at, name, deed: None
        self.pages: dict[str, SavedMethod | PageOrder] = {}
        self.made: dict[str, Made] = {}
        self.by_ref: dict[str, Made] = {}
        self.refunded: dict[str, RefundTold] = {}
        self.disputed: dict[str, DisputeTold] = {}
        self.dead: set[str] = set()
        self.charged_dead: list[Order] = []
        self.news: list[Event] = []
        self._balance = 0

    def open_page(self, asked: PageOrder) -> str:
        page = f"page_{len(self.pages) + 1}"
        self.pages[page] = asked
        return f"{self.page_origin}/{page}"

    def fill_in(self, page: str, kind: str) -> None:
        """The owner types a card or a bank account."""
        asked = self.pages[page]
        assert isinstance(asked, PageOrder)
        label = "Visa 4242" if kind == "card" else "Bank 6789"
        ref = f"method_{page}"
        self.pages[page] = SavedMethod(asked.business_id, f"payer_{asked.business_id}", ref, kind, label, self.time.at)

    def read_page(self, ref: str) -> SavedMethod | None:
        found = self.pages.get(ref)
        return found if isinstance(found, SavedMethod) else None

    def charge(self, order: Order) -> Answer:
        is_silent = self.has_silences and self.chance.happens(0.02, "silent", order.method, self.time.at)
        if is_silent and self.chance.happens(0.5, "before", order.method, self.time.at):
            raise NoAnswer("the processor did not answer")
        if order.key not in self.made:
            self._make(order)
        if is_silent:
            raise NoAnswer("the processor's answer was lost")
        return self.made[order.key].answer

    def _make(self, order: Order) -> None:
        if order.method in self.dead:
            self.charged_dead.append(order)
        reason = self._declined(order) if order.kind == "card" else ""
        outcome = Outcome.FAILED if reason else Outcome.PENDING if order.kind == "bank" else Outcome.PAID
        answer = Answer(order.key, f"pi_{len(self.made) + 1}", outcome, order.amount_minor, reason, 0)
        made = self.made[order.key] = Made(order, answer, self.time.at, self.time.at)
        self.by_ref[answer.ref] = made
        if outcome is Outcome.PAID:
            self._comes_in(made)
        elif outcome is Outcome.PENDING:
            self._later(made, 4, self._bank_decides)

    def _declined(self, order: Order) -> str:
        """Some cards are dead from a day on, some have no money in them just now."""
        if order.method in self.dead or self.chance.happens(0.01, "dies", order.method, self.time.at):
            self.dead.add(order.method)
            return self.chance.of(HARD, "why", order.method)
        return "insufficient_funds" if self.chance.happens(0.08, "empty", order.method, self.time.at) else ""

    def _comes_in(self, made: Made) -> None:
        self._becomes(made, Outcome.PAID, fee=FEE)
        self._balance += made.answer.amount_minor - FEE
        days = self.chance.whole(2, 40, "after", made.name)
        if made.order.kind == "card" and self.chance.happens(0.012, "disputes", made.name):
            self._later(made, days, self._dispute_begins)
        elif made.order.kind == "bank" and self.chance.happens(0.03, "returns", made.name):
            self._later(made, days, self._comes_back)

    def _bank_decides(self, made: Made) -> None:
        if self.chance.happens(0.06, "bank", made.name):
            self._becomes(made, Outcome.FAILED, reason="R01")
        else:
            self._comes_in(made)
        self._tell("payment_intent.succeeded", made, made.answer.ref)

    def _comes_back(self, made: Made) -> None:
        if made.answer.ref in {one.payment_ref for one in self.refunded.values()}:
            return
        self._becomes(made, Outcome.RETURNED, reason="R10", fee=FEE, return_fee=RETURN_FEE)
        self._balance -= made.answer.amount_minor + RETURN_FEE
        self._tell("charge.refunded", made, made.answer.ref)

    def _dispute_begins(self, made: Made) -> None:
        if made.answer.ref in {one.payment_ref for one in self.refunded.values()}:
            return
        told = DisputeTold(
            f"dp_{made.answer.ref}", made.answer.ref, made.answer.amount_minor, DisputeState.NEEDS_ANSWER, "fraudulent",
            self.time.at, moved_minor=made.answer.amount_minor, fee_minor=DISPUTE_FEE,
        )  # fmt: skip
        self._balance -= told.moved_minor + told.fee_minor
        self.disputed[told.ref] = told
        self._tell("charge.dispute.created", made, told.ref)
        self._later(made, self.chance.whole(20, 60, "decides", made.name), self._dispute_ends)

    def _dispute_ends(self, made: Made) -> None:
        told = self.disputed[f"dp_{made.answer.ref}"]
        is_won = self.chance.happens(0.3, "won", made.name)
        if is_won:
            self._balance += told.moved_minor
        state, moved = (DisputeState.WON, 0) if is_won else (DisputeState.LOST, told.moved_minor)
        self.disputed[told.ref] = replace(told, state=state, moved_minor=moved, at=self.time.at)
        self._tell("charge.dispute.closed", made, told.ref)

    def _becomes(self, made: Made, outcome: Outcome, *, reason: str = "", fee: int = 0, return_fee: int = 0) -> None:
        made.answer = replace(
            made.answer, outcome=outcome, reason=reason, fee_minor=fee, return_fee_minor=return_fee
        )  # fmt: skip
        made.changed_at = self.time.at

    def _later(self, made: Made, days: int, deed: Callable[[Made], None]) -> None:
        at = self.time.at + timedelta(days=days, minutes=7)
        self.later(at, f"bank {made.name}", partial(deed, made))

    def _tell(self, type: str, made: Made, object_id: str) -> None:
        self.news.append(Event(f"evt {type} {made.name}", type, object_id, self.time.at))

    def look_up(self, order: Order) -> Answer | None:
        made = self.made.get(order.key)
        return made.answer if made else None

    def refund(self, payment_ref: str, *, amount_minor: int, key: str) -> RefundTold:
        if key not in self.refunded:
            ref = f"re_{len(self.refunded) + 1}"
            self.refunded[key] = RefundTold(
                key, ref, payment_ref, amount_minor, RefundState.SUCCEEDED, self.time.at
            )  # fmt: skip
            self._balance -= amount_minor
        return self.refunded[key]

    def verified(self, body: bytes, signature: str) -> Event | None:
        return None  # news come by `news` here, nothing by the network

    def told(self, event: Event) -> Sequence[Told]:
        found = self.by_ref.get(event.object_id)
        if found is not None:
            return [found.answer]
        return [self.disputed[event.object_id]] if event.object_id in self.disputed else []

    def held(self, *, since: datetime, besides: Collection[str] = ()) -> Iterator[Told]:
        yield from (one for one in self.pages.values() if isinstance(one, SavedMethod) and one.at >= since)
        yield from (one.answer for one in self.made.values() if max(one.at, one.changed_at) >= since)
        yield from self.refunds(since=since)
        yield from (one for one in self.disputed.values() if one.at >= since)

    def refunds(self, *, since: datetime) -> Iterator[RefundTold]:
        return (one for one in self.refunded.values() if one.at >= since)

    def moves(self, *, since: datetime) -> Iterator[Move]:
        return iter(())

    def balance(self) -> int:
        return self._balance
