"""Ten years of many shops beside each other: what each will do is drawn, lived, and worked out by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mappop.domain.message import MessageState
from mappop.services import billing, cancelling, dunning, invoicing
from mappop.services.charge_gate import REMINDER
from mappop.simulator.chance import Chance
from tests.billing import shop
from tests.billing.machine import MIA, ZONES_OF_STATES
from tests.billing.memory import Memory
from tests.billing.oracle import months_later

DAY, FORTNIGHT = timedelta(days=1), timedelta(days=14)
FIRST, LAST = date(2027, 1, 1), date(2036, 12, 31)  # three leap days between them
MORNING, AFTERNOON = time(15, 10), time(22, 10)  # in UTC; in the afternoon noon is past in every state
NEVER = 10_000  # days


@dataclass(frozen=True, slots=True)
class Fate:
    """`late_reminders` arrive a day too late, one after the other."""

    id: str
    zone: str
    begins: date
    late_reminders: int
    leaves: date
    chance: Chance

    def pays_after(self, start: date) -> int:
        """Days from the making of that period's invoice; most within its fortnight, some weeks late, few never."""
        draw = self.chance.share(self.id, "pays", start)
        return NEVER if draw < 0.002 else 1 + int(draw * 20 if draw < 0.9 else (draw - 0.9) * 400)


def fate(number: int, chance: Chance) -> Fate:
    leaves = LAST + DAY
    if chance.happens(0.5, number, "leaves"):
        leaves = FIRST + chance.whole(420, (LAST - FIRST).days, number, "when") * DAY
    return Fate(
        f"shop-{number:05d}", chance.of(ZONES_OF_STATES, number, "zone"),
        FIRST + chance.whole(0, 365, number, "begins") * DAY,
        chance.of((0, 0, 0, 1, 2), number, "late"), leaves, chance,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bill:
    start: date
    end: date
    made: date
    paid_on: date

    @property
    def paid(self) -> bool:
        return self.paid_on <= LAST

    def is_late(self, day: date) -> bool:
        return self.made + FORTNIGHT < day < self.paid_on


def foretold(one: Fate) -> list[Bill]:
    """From the rules alone: thirty days and the late reminders, then months from that day. None is made while one is
    pursued: from the Monday on which it is found to be late until none is late any more."""
    anchor = one.begins + (30 + one.late_reminders) * DAY
    start, is_pursued, bills = anchor, False, list[Bill]()
    for day in (day for day in days() if anchor <= day <= one.leaves):
        if is_pursued or day.weekday() == 0:
            is_pursued = any(bill.is_late(day) for bill in bills)
        if start <= day and not is_pursued:
            end = months_later(start, 1, anchor.day)
            bills.append(Bill(start, end, day, day + one.pays_after(start) * DAY))
            start = end
    return bills


class Decade:
    """Lives it in memory, twice a day."""

    def __init__(self, fates: list[Fate]) -> None:
        self.fates = {one.id: one for one in fates}
        self.world = Memory(datetime.combine(FIRST, MORNING, UTC))
        self.letters: list[tuple[date, Any]] = []  # late ones, with the day on which they arrive
        self.payments: dict[date, list[Any]] = {}
        self.known = 0

    def live(self) -> None:
        begins = Counter[date]()
        for one in self.fates.values():
            begins[one.begins] += 1
        for day in days():
            self.world.clock.at = datetime.combine(day, MORNING, UTC)
            if begins[day]:
                self._open(day)
            self._arrive(day)
            for bill in self.payments.pop(day, ()):
                self._pay(bill)
            self._run(day)
            self.world.clock.at = datetime.combine(day, AFTERNOON, UTC)
            self._run(day)
            self._leave(day)

    def _open(self, day: date) -> None:
        for one in self.fates.values():
            if one.begins == day:
                shop.open_doors(self.world.deps, one.zone, one.id, f"{one.id}@shops.example")
                billing.choose_invoice(self.world.deps, one.id, actor="owner")

    def _run(self, day: date) -> None:
        billing.run(self.world.deps)
        if day.weekday() == 0:
            dunning.begin_overdue(self.world.deps)
        self._carry(day)
        for bill in list(self.world.invoices.by_id.values())[self.known :]:
            self.known += 1
            paid = day + self.fates[bill.business_id].pays_after(bill.period_start) * DAY
            self.payments.setdefault(paid, []).append(bill)

    def _carry(self, day: date) -> None:
        for letter in self.world.messages.where(state=MessageState.QUEUED):
            one = self.fates[letter.business_id]
            letter.move(MessageState.SENT, at=self.world.clock.now())
            if letter.kind != REMINDER:
                self.world.messages.remove(letter)  # nobody asks for it again
            elif len(self.world.messages.where(business_id=one.id)) <= one.late_reminders:
                self.letters.append((day + DAY, letter))
            else:
                letter.move(MessageState.DELIVERED, at=self.world.clock.now())

    def _arrive(self, day: date) -> None:
        for _, letter in [row for row in self.letters if row[0] == day]:
            letter.move(MessageState.DELIVERED, at=self.world.clock.now())
        self.letters = [row for row in self.letters if row[0] > day]

    def _pay(self, bill: Any) -> None:
        invoicing.record_payment(
            self.world.deps, bill.id, amount_minor=bill.balance_minor, reference="check", who=MIA
        )  # fmt: skip

    def _leave(self, day: date) -> None:
        for one in self.fates.values():
            if one.leaves == day:
                cancelling.cancel(self.world.deps, f"trial_{one.id}", actor="owner", evidence={})


def days() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += DAY
