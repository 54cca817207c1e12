"""What must hold of money at every moment: each with its count of checks and of breaches."""

from __future__ import annotations

from dataclasses import dataclass, field

INVARIANTS = {
    "B1_due_dates": "each period begins on its anniversary, counted from the first charge and not from the last one",
    "B2_periods_tile": "periods follow each other without gap or overlap, and who pays has one running each day",
    "B3_charge_gate": "nobody is charged untold, before noon, without a way to pay, or after canceling",
    "B4_again_changes_nothing": "a run that is stopped or repeated ends as if it had run once",
    "B5_one_capture": "a business has one live subscription, and an invoice one capture at the processor",
    "B6_news_converge": "two days after any change, news lost, late or double, we hold what the processor holds",
    "B7_entitlement": "service follows from state, promised end and day alone",
    "B8_service": "who pays or tries has the service, and whose time is over has it no more",
    "B9_one_trial": "a business has one trial",
    "B10_ledger": "each entry sums to nothing, and they fold to what is owed, in credit, in hand and at the processor",
    "B11_amounts": "an invoice is for the price that was agreed, its lines sum to it, and no more of it is settled",
    "B12_numbers": "numbers of invoices and of credit notes have no gap",
    "B13_dunning": "reminders come once a day, by day; tries are few, none with a dead card, and dunning ends in time",
}
KEPT = 20  # breaches in words


@dataclass(slots=True)
class Count:
    checks: int = 0
    breaches: int = 0


@dataclass
class Tally:
    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in INVARIANTS})
    said: list[str] = field(default_factory=list)

    def check(self, name: str, holds: bool, breach: str) -> None:
        count = self.counts[name]
        count.checks += 1
        if not holds:
            count.breaches += 1
            if len(self.said) < KEPT:
                self.said.append(f"{name}: {breach}")

    @property
    def checks(self) -> int:
        return sum(count.checks for count in self.counts.values())

    @property
    def breaches(self) -> int:
        return sum(count.breaches for count in self.counts.values())
