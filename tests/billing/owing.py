"""Who owes past the day: pursued from that day on, served for the days of grace that were said, and then no longer.

The days are counted here, from the outside: what dunning has written of itself is not read.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis.stateful import invariant

from mappop.domain.entitlement import Service, service_of
from mappop.domain.invoice import InvoiceState
from mappop.domain.payment import PaymentState
from mappop.domain.subscription import SubscriptionState

_S = SubscriptionState
LATE = (_S.PAST_DUE, _S.UNPAID)
DUE_AFTER, GRACE, NOTICE, MORE = (timedelta(days=n) for n in (14, 14, 3, 7))  # MORE lies between the stop and the end
BY_DAY, LETTERS = range(9, 20), ("overdue", "payment_failed", "payment_reminder", "last_notice", "service_ended")


class Owing:
    """For a machine with a world, an oracle and a run; `most_grace` is the longest of all causes."""

    most_grace = GRACE
    world: Any
    oracle: Any
    rows: Any
    bills: Any
    today: Any
    subscription: Any

    def begin_owing(self) -> None:
        self.late_since: date | None = None  # as the runs found it
        self.owes: dict[str, Any] = {}  # whatever changes in it begins the days anew
        self.counted_from = self.noticed_on = self.stopped_on = date.max
        self.letters_seen: set[str] = set()
        self.let_be: set[int] = set()  # late at the end of the last run: its payment may have been given up in it
        self.wrong: list[str] = []

    def see_what_is_owed(self) -> None:
        """After each run."""
        here, state = self.oracle.local(self.world.clock.now()), self.subscription.state
        self._see_letters()
        bills = [bill for bill in self.bills if bill.state is InvoiceState.OPEN]
        if state in LATE:
            self.late_since = self.late_since or self.today
            self._count_days(here, {bill.id: bill.settled_minor for bill in bills})
            self._see_the_stop(here, state)
            return
        self.late_since, self.owes, self.stopped_on = None, {}, date.max
        late = {bill.number for bill in bills if self.oracle.local(bill.issued_at).date() + DUE_AFTER < self.today}
        known, self.let_be = self.let_be, late if state is _S.ACTIVE and not self.is_under_way else set()
        self.wrong += [f"{number} is late, and nobody is pursued on {here}" for number in known & self.let_be]

    def _see_letters(self) -> None:
        new = [one for kind in LETTERS for one in self.rows("messages", kind=kind) if one.id not in self.letters_seen]
        self.letters_seen |= {one.id for one in new}
        sent = [self.oracle.local(one.created_at) for one in new]
        self.wrong += [f"a letter about what is owed at {at}" for at in sent if at.hour not in BY_DAY]

    def _count_days(self, here: datetime, owes: dict[str, Any]) -> None:
        """From the last thing that moved money, or tried to, or was heard of one: no more days than these are given."""
        owes["tries"] = {one.id: one.state for one in self.rows("payments")}
        has_service_again = self.stopped_on < date.max and self.subscription.state is _S.PAST_DUE
        if owes != self.owes or self.is_under_way or has_service_again:
            self.owes, self.counted_from, self.noticed_on = owes, self.today, date.max
            self.stopped_on = date.max
        if self.noticed_on == date.max and self.counted_from + self.most_grace <= self.today and here.hour in BY_DAY:
            self.noticed_on = self.today

    def _see_the_stop(self, here: datetime, state: SubscriptionState) -> None:
        assert self.late_since is not None
        if state is _S.UNPAID and self.stopped_on == date.max:
            self.stopped_on = self.today
            told = [self.oracle.local(one.created_at).date() for one in self.rows("messages", kind="last_notice")]
            is_told = any(day <= self.today - NOTICE for day in told)
            if self.today < self.late_since + GRACE or not is_told:
                self.wrong.append(f"service stops on {here}, late since {self.late_since}, last notices on {told}")
        if state is _S.PAST_DUE and self.noticed_on < date.max and self.today >= self.noticed_on + NOTICE:
            self.wrong.append(f"served on {here}, late since {self.late_since}, counted from {self.counted_from}")
        if self.stopped_on < date.max and self.today > self.stopped_on + MORE:
            self.wrong.append(f"not ended on {here}, without service since {self.stopped_on}")

    @property
    def is_under_way(self) -> bool:
        return any(one.state in (PaymentState.ASKED, PaymentState.PENDING) for one in self.rows("payments"))

    @invariant()
    def who_owes_is_pursued_and_served_for_the_days_that_were_said_and_no_longer(self) -> None:
        assert not self.wrong, self.wrong
        is_served = service_of(self.subscription, self.world.clock.now()) is not Service.NONE
        assert not is_served or self.subscription.state is not _S.UNPAID
