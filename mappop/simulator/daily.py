"""What must hold of every shop on every day, read by one statement a table however many shops there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mappop.db.queries import proofs
from mappop.domain.entitlement import Service, service
from mappop.domain.processor import DisputeState, Outcome
from mappop.simulator.bank import Bank, Made
from mappop.simulator.counting import LIVE, is_served
from mappop.simulator.watch import Watch

STATES = {
    Outcome.PENDING: "pending", Outcome.PAID: "succeeded", Outcome.FAILED: "failed", Outcome.RETURNED: "returned",
}  # fmt: skip
IN_HAND = (Outcome.PENDING, Outcome.PAID)
DISPUTES = {
    DisputeState.NEEDS_ANSWER: "needs_response", DisputeState.WON: "won", DisputeState.LOST: "lost",
}  # fmt: skip
MOST_TRIES = 10
NEWS_TAKE = timedelta(days=2)  # lost ones are found by the daily comparison
LOOKS_BACK = timedelta(days=9)
LONGEST_DUNNING = timedelta(days=60)
OLDEST_CHARGE = timedelta(days=120)  # whose debit may still come back, or be disputed


class Daily:
    """After the step's own look. `calm_since`: when the world was last down, after which news are on time again."""

    def __init__(self, watch: Watch, bank: Bank) -> None:
        self.watch, self.bank, self.tally = watch, bank, watch.tally

    def look(self, db: Session, now: datetime, *, calm_since: datetime) -> None:
        self._services(db, now)
        self._trials(db)
        self._books(db)
        self._numbers(db)
        charges = proofs.charges_since(db, now - OLDEST_CHARGE)
        self._dunnings(db, now, {row.invoice_id for row in charges if row.state.value in ("asked", "pending")})
        self._captures(charges, now)
        if calm_since <= now - NEWS_TAKE:
            self._processor(db, {row.key: row for row in charges}, now)

    def _services(self, db: Session, now: datetime) -> None:
        rows = proofs.services(db)
        live = Counter(row.business_id for row in rows if row.state.value in LIVE)
        periods: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for row in proofs.periods_after(db, now.date() - timedelta(days=1)):
            periods[row.subscription_id].append((row.period_start, row.period_end))
        for business_id in {row.business_id for row in rows}:
            self.tally.check("B5_one_capture", live[business_id] <= 1, f"{business_id} has two subscriptions")
        for row in rows:
            today = now.astimezone(ZoneInfo(row.timezone)).date()
            self._service(row, today)
            self._period(row, today, sum(start <= today < end for start, end in periods[row.id]))

    def _service(self, row: Any, today: date) -> None:
        state, until = row.state.value, row.service_until
        wanted, said = is_served(state, until, today), service(row.state, until, today) is not Service.NONE
        self.tally.check("B7_entitlement", said == wanted, f"{row.business_id} is {state} until {until}: {said}")
        is_up = row.published_at is not None and row.ended_at is None
        self.tally.check("B8_service", is_up == wanted, f"{row.business_id} is {state} until {until}, up: {is_up}")

    def _period(self, row: Any, today: date, running: int) -> None:
        """Who pays has one period running; who tries has none; nobody has two."""
        least, most = 0, 0 if row.state.value == "trialing" else 1
        is_charged = row.state.value == "active" and row.resumed_on is None and row.cancel_asked_at is None
        is_told_late = row.interval.value == "year" and row.charge_on <= today  # a year waits for its notice
        if is_charged and not is_told_late:
            least = 1
        said = f"{row.business_id} is {row.state.value} and has {running} periods running on {today}"
        self.tally.check("B2_periods_tile", least <= running <= most, said)
        seen = self.watch.seen.get(row.id)
        if is_charged and seen is not None:
            said = f"{row.business_id} is charged next on {row.charge_on}, not {seen.ends}"
            self.tally.check("B1_due_dates", row.charge_on == seen.ends, said)

    def _trials(self, db: Session) -> None:
        for identity, count in proofs.running_trials(db).items():
            self.tally.check("B9_one_trial", count == 1, f"{identity} has {count} trials")

    def _books(self, db: Session) -> None:
        """Folded from the entries as they were first read, beside the rows as they are now."""
        due: Counter[str] = Counter()
        for bill in proofs.open_invoices(db):
            due[bill.business_id] += bill.amount_minor - bill.settled_minor
            holds = 0 <= bill.settled_minor < bill.amount_minor
            self.tally.check("B11_amounts", holds, f"{bill.number} is open with {bill.settled_minor} settled")
        owed = proofs.credits_owed(db)
        for business_id, fold in self.watch.folds.items():
            said = (fold["receivable"], -fold["credit"])
            wanted = (due[business_id], owed.get(business_id, 0))
            holds = said == wanted and wanted[1] >= 0
            self.tally.check("B10_ledger", holds, f"{business_id}: the books say {said}, the rows {wanted}")
        books, cash = self.watch.books, proofs.cash(db)
        self.tally.check("B10_ledger", books["cash"] == cash, f"cash is {books['cash']} in the books, came {cash}")
        count = proofs.entry_count(db)
        self.tally.check("B10_ledger", count == self.watch.entries, f"{count} entries, {self.watch.entries} were seen")

    def _numbers(self, db: Session) -> None:
        for count, first, last in proofs.rows_of_numbers(db):
            if count:
                said = f"{count} numbers from {first} to {last}"
                self.tally.check("B12_numbers", (first, last) == (1, count), said)

    def _dunnings(self, db: Session, now: datetime, paying: set[str]) -> None:
        """Few tries, none with a dead card; the end in time, or a payment is under way."""
        for row in proofs.dunnings_since(db, now - LONGEST_DUNNING):
            if row.state.value != "open":
                continue
            over = now.astimezone(ZoneInfo(row.timezone)).date() - row.ends_on
            in_time = over <= timedelta(days=1) or row.invoice_id in paying
            said = f"{row.business_id}: {row.tries} tries, {over.days} days after its end"
            self.tally.check("B13_dunning", row.tries <= MOST_TRIES and in_time, said)
        if self.bank.dead:
            self.tally.check("B13_dunning", not self.bank.charged_dead, f"dead cards: {self.bank.charged_dead[-1:]}")

    def _captures(self, charges: Any, now: datetime) -> None:
        """At the processor, not in our rows: one at most that is paid or under way for an invoice."""
        in_hand: dict[str, int] = Counter()
        young = set()
        for row in charges:
            made = self.bank.made.get(row.key)
            if made is not None and made.answer.outcome in IN_HAND:
                in_hand[row.invoice_id] += 1
                if made.changed_at >= now - LOOKS_BACK:
                    young.add(row.invoice_id)
        for invoice_id in young:
            count = in_hand[invoice_id]
            self.tally.check("B5_one_capture", count == 1, f"{invoice_id} was captured {count} times")

    def _processor(self, db: Session, ours: dict[str, Any], now: datetime) -> None:
        """What it says of each payment is what we hold, whichever of its news came; then the balances agree too."""
        agrees = True
        for key, made in self.bank.made.items():
            if made.changed_at < now - LOOKS_BACK:
                continue
            row = ours.get(key)
            holds = row is not None and row.state.value == STATES[made.answer.outcome]
            agrees = agrees and holds
            if made.changed_at <= now - NEWS_TAKE:
                self.tally.check("B6_news_converge", holds, _differs(made, row))
        held = proofs.dispute_states(db)
        known = {ref: DISPUTES[told.state] for ref, told in self.bank.disputed.items()}
        is_asked = any(row.state.value == "asked" for row in ours.values()) or proofs.refunds_under_way(db)
        if agrees and held == known and not is_asked:
            said, wanted = self.watch.books["processor"], self.bank.balance()
            self.tally.check("B10_ledger", said == wanted, f"the books say {said} at the processor, it has {wanted}")


def _differs(made: Made, row: Any) -> str:
    return f"{made.order.key} is {made.answer.outcome.value} there and {row.state.value if row else 'unknown'} here"
