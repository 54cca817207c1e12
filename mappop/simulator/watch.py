"""Looks at the rows after each step and holds them to the invariants, by its own means of counting days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mappop.db.queries import proofs
from mappop.simulator.invariants import Tally
from mappop.simulator.shops import Shop

LIVE = ("trialing", "active", "past_due", "paused")


@dataclass(slots=True)
class Seen:
    """A subscription as its invoices tell it."""

    anchor: date
    ends: date
    periods: int = 0


def month_after(day: date, wanted: int) -> date:
    """The day `wanted` of the month after, or that month's last."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(wanted, last.day))


class Watch:
    """`new` are the invoices that the last look found."""

    def __init__(self, shops: Mapping[str, Shop], tally: Tally) -> None:
        self.shops, self.tally = shops, tally
        self.last_number = 0
        self.seen: dict[str, Seen] = {}
        self.books: Counter[str] = Counter()
        self.entries = 0
        self.reminded: dict[tuple[str, str], date] = {}  # the last day, by shop and address
        self.new: list[Any] = []

    def look(self, db: Session, *, since: datetime) -> None:
        """After each step; `since` is the moment of the look before."""
        self.new = list(proofs.new_invoices(db, after=self.last_number))
        for bill in self.new:
            self._number(bill)
            self._period(bill)
            self._charge(db, bill)
        self._ledger(db, since)
        self._letters(db, since)

    def look_daily(self, db: Session, now: datetime) -> None:
        rows = proofs.services(db)
        live = Counter(row.business_id for row in rows if row.state.value in LIVE)
        for row in rows:
            here = now.astimezone(ZoneInfo(row.timezone))
            self.tally.check("B5_one_subscription", live[row.business_id] <= 1, f"{row.business_id} has two")
            self._service(row, here)
            if row.state.value == "active":
                begun = row.charge_on < here.date() or (row.charge_on == here.date() and here.hour >= 12)
                self.tally.check("B2_periods_tile", not begun, f"{row.business_id} lacks the period of {row.charge_on}")
        for identity, count in proofs.running_trials(db).items():
            self.tally.check("B9_one_trial", count == 1, f"{identity} has {count} trials")

    def _number(self, bill: Any) -> None:
        self.tally.check("B12_numbers", bill.number == self.last_number + 1, f"{bill.number} after {self.last_number}")
        self.last_number = bill.number

    def _period(self, bill: Any) -> None:
        seen = self.seen.setdefault(bill.subscription_id, Seen(bill.period_start, bill.period_start))
        follows = bill.period_start == seen.ends
        self.tally.check("B2_periods_tile", follows, f"{bill.number} begins {bill.period_start}, not {seen.ends}")
        seen.ends, seen.periods = month_after(seen.ends, seen.anchor.day), seen.periods + 1
        self.tally.check("B1_due_dates", bill.period_end == seen.ends, f"{bill.number} ends {bill.period_end}")

    def _charge(self, db: Session, bill: Any) -> None:
        shop = self.shops[bill.business_id]
        here = bill.issued_at.astimezone(ZoneInfo(shop.zone))
        in_time = here.date() > bill.period_start or (here.date() == bill.period_start and here.hour >= 12)
        if self.seen[bill.subscription_id].periods == 1:
            in_time = here.date() == bill.period_start and self._was_told(db, shop, bill, here)
        self.tally.check("B3_charge_gate", in_time, f"{shop.business_id} was charged at {here} for {bill.period_start}")
        has_way = shop.method_at is not None and shop.method_at <= bill.issued_at
        self.tally.check("B3_charge_gate", has_way, f"{shop.business_id} was charged without a way to pay")
        has_left = shop.canceled_at is not None and shop.canceled_at <= bill.issued_at
        self.tally.check("B3_charge_gate", not has_left, f"{shop.business_id} was charged after canceling")
        self.tally.check("B11_amounts", bill.amount_minor == 3995, f"{bill.number} is for {bill.amount_minor}")

    def _was_told(self, db: Session, shop: Shop, bill: Any, here: datetime) -> bool:
        """By a letter that arrived on a day, naming the day a week later, by which it is noon now."""
        is_told = False
        for arrived, words in shop.told:
            day = arrived.astimezone(here.tzinfo).date() + timedelta(days=7)
            is_noon = here.date() > day or (here.date() == day and here.hour >= 12)
            is_told = is_told or (is_noon and f"{day:%A} {day.day} {day:%B %Y}" in words)
        shop.told.clear()
        proven = [
            gate for gate in proofs.open_gates(db, bill.subscription_id) if all(p["evidence"] for p in gate.proofs)
        ]
        return is_told and bool(proven) and bool(proofs.consents_of(db, shop.business_id))

    def _ledger(self, db: Session, since: datetime) -> None:
        for entry in proofs.entries_since(db, since):
            self.entries += 1
            self.books.update(entry.postings)
            self.tally.check("B10_ledger", sum(entry.postings.values()) == 0, f"{entry.cause} does not balance")
        self.tally.check("B10_ledger", proofs.entry_count(db) == self.entries, "an entry came or went unseen")
        sums = proofs.invoice_sums(db)
        due, paid = sums.get("open", (0, 0))[1], sums.get("paid", (0, 0))[1]
        wanted = {"receivable": due, "cash": paid, "revenue": -due - paid}
        said = {name: self.books[name] for name in wanted}
        self.tally.check("B10_ledger", said == wanted, f"the books say {said}, the invoices {wanted}")

    def _letters(self, db: Session, since: datetime) -> None:
        for letter in proofs.letters_since(db, since):
            if letter.kind != "charge_reminder":
                continue
            shop = self.shops[letter.business_id]
            here = letter.created_at.astimezone(ZoneInfo(shop.zone))
            who = (letter.business_id, letter.to)
            holds = self.reminded.get(who) != here.date() and here.hour >= 9
            self.reminded[who] = here.date()
            self.tally.check("B13_letters", holds, f"{letter.to} was reminded at {here}")

    def _service(self, row: Any, here: datetime) -> None:
        state, until = row.state.value, row.service_until or row.charge_on
        over = state == "unpaid" or (state == "canceled" and here.date() > until)
        kept = state in LIVE or (state == "canceled" and here.date() < until)
        holds = (row.ended_at is not None or not over) and (row.ended_at is None or not kept)
        self.tally.check("B8_service", holds and row.published_at is not None, f"{row.business_id}: {row.state.value}")
