"""Looks at what is new after each step and holds it to the invariants. What stands each day is in `daily`.

One check is one row, or one sum, that was compared with what it has to be by the watch's own counting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mappop.db.queries import proofs
from mappop.simulator.counting import month_after, price
from mappop.simulator.invariants import Tally
from mappop.simulator.shops import Shop

NOON, MORNING = 12, 9


@dataclass(slots=True)
class Seen:
    """A subscription as its invoices tell it; `ends` is the first day that none has paid for."""

    anchor: date
    ends: date
    periods: int = 0


class Watch:
    """`new` are the invoices that the last look found; `folds` the books of each business, by account."""

    def __init__(self, shops: Mapping[str, Shop], tally: Tally, begin: datetime) -> None:
        self.shops, self.tally, self.since = shops, tally, begin
        self.last_number = 0
        self.seen: dict[str, Seen] = {}
        self.books: Counter[str] = Counter()
        self.folds: dict[str, Counter[str]] = defaultdict(Counter)
        self.entries = 0
        self.reminded: dict[tuple[str, str], date] = {}  # the last day, by shop and address
        self.new: Sequence[Any] = ()

    def look(self, db: Session, now: datetime) -> None:
        """At everything since the look before, by the same few statements however much there is."""
        self.new = proofs.new_invoices(db, after=self.last_number)
        proven, consented = self._proven(db) if self.new else (set(), set())
        for bill in self.new:
            self._number(bill)
            is_first = self._period(bill)
            self._charge(bill, is_first, bill.subscription_id in proven and bill.business_id in consented)
        self._ledger(db)
        self._letters(db)
        self.since = now

    def _proven(self, db: Session) -> tuple[set[str], set[str]]:
        gates = proofs.open_gates(db, [bill.subscription_id for bill in self.new])
        consents = proofs.consents_of(db, [bill.business_id for bill in self.new])
        proven = {gate.subscription_id for gate in gates if all(proof["evidence"] for proof in gate.proofs)}
        return proven, {row.business_id for row in consents}

    def _number(self, bill: Any) -> None:
        self.tally.check("B12_numbers", bill.number == self.last_number + 1, f"{bill.number} after {self.last_number}")
        self.last_number = bill.number

    def _period(self, bill: Any) -> bool:
        """Whether it is the first of all, or the first after a pause, and so was to be told."""
        shop = self.shops[bill.business_id]
        seen = self.seen.setdefault(bill.subscription_id, Seen(bill.period_start, bill.period_start))
        is_first = seen.periods == 0
        if not is_first:
            after_pause = bill.period_start > seen.ends and seen.ends in shop.pauses
            follows = bill.period_start == seen.ends or after_pause
            self.tally.check("B2_periods_tile", follows, f"{bill.number} begins {bill.period_start}, not {seen.ends}")
            is_first = after_pause
        if is_first:
            seen.anchor = seen.ends = bill.period_start
        for _ in range(shop.each):
            seen.ends = month_after(seen.ends, seen.anchor.day)
        seen.periods += 1
        self.tally.check("B1_due_dates", bill.period_end == seen.ends, f"{bill.number} ends {bill.period_end}")
        return is_first

    def _charge(self, bill: Any, is_first: bool, is_proven: bool) -> None:
        shop = self.shops[bill.business_id]
        here = bill.issued_at.astimezone(ZoneInfo(shop.zone))
        if is_first:
            in_time = here.date() == bill.period_start and _was_told(shop, here) and is_proven
            shop.told.clear()
        else:
            in_time = here.date() > bill.period_start or (here.date() == bill.period_start and here.hour >= NOON)
        self.tally.check("B3_charge_gate", in_time, f"{shop.business_id} was charged at {here} for {bill.period_start}")
        has_way = shop.method_at is not None and shop.method_at <= bill.issued_at
        self.tally.check("B3_charge_gate", has_way, f"{shop.business_id} was charged without a way to pay")
        left_at = [at for at in (shop.canceled_at, shop.wants_out_at) if at is not None]
        has_left = any(at <= bill.issued_at for at in left_at)
        self.tally.check("B3_charge_gate", not has_left, f"{shop.business_id} was charged after canceling")
        self._amount(shop, bill)

    def _amount(self, shop: Shop, bill: Any) -> None:
        is_free = shop.free_periods > 0 and shop.each == 1
        shop.free_periods -= is_free
        wanted = price(shop.plan, shop.each, is_free=is_free, with_set_up=shop.set_up_due)
        shop.set_up_due = False
        asked = sum(line["amount_minor"] + line["tax_minor"] for line in bill.lines)
        holds = bill.amount_minor == asked == wanted
        said = f"{bill.number} is for {bill.amount_minor} in lines of {asked}, not {wanted}"
        self.tally.check("B11_amounts", holds, said)

    def _ledger(self, db: Session) -> None:
        for entry in proofs.entries_since(db, self.since):
            self.entries += 1
            self.books.update(entry.postings)
            self.folds[entry.business_id].update(entry.postings)
            self.tally.check("B10_ledger", sum(entry.postings.values()) == 0, f"{entry.cause} does not balance")

    def _letters(self, db: Session) -> None:
        for letter in proofs.letters_since(db, self.since):
            if letter.kind != "charge_reminder":
                continue
            shop = self.shops[letter.business_id]
            here = letter.created_at.astimezone(ZoneInfo(shop.zone))
            who = (letter.business_id, letter.to)
            is_by_day = here.hour >= MORNING or letter.created_at == shop.resumed_at
            holds = self.reminded.get(who) != here.date() and is_by_day
            self.reminded[who] = here.date()
            self.tally.check("B13_dunning", holds, f"{letter.to} was reminded at {here}")


def _was_told(shop: Shop, here: datetime) -> bool:
    """By a letter that arrived on a day, naming the day a week later, by which it is noon now."""
    for arrived, words in shop.told:
        day = arrived.astimezone(here.tzinfo).date() + timedelta(days=7)
        is_noon = here.date() > day or (here.date() == day and here.hour >= NOON)
        if is_noon and f"{day:%A}, {day:%B} {day.day}, {day.year}" in words:
            return True
    return False
