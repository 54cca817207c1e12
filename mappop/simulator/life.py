"""Months of the programme, four hours a step: deeds, the outbox, the schedule, and a look at what came of it.

The schedule runs twice a day, each time past nine or noon in some more states; a step in which nothing is due is none.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from jobs.base import Job, all_jobs, work_row
from mappop.db.outbox import Outbox
from mappop.db.queries import proofs
from mappop.domain.outbox import LEASE
from mappop.domain.person import Centre, CurrentPerson
from mappop.domain.roles import Role
from mappop.services import access
from mappop.simulator.chance import Chance
from mappop.simulator.daily import Daily
from mappop.simulator.deeds import Deeds
from mappop.simulator.invariants import Tally
from mappop.simulator.shops import shop
from mappop.simulator.watch import Watch
from mappop.simulator.world import SimulatedApp, Stopped

BEGIN = datetime(2027, 1, 4, 3, 10, tzinfo=UTC)
STEP = timedelta(hours=4)
RUNS_AT = (19, 23)  # o’clock UTC
LOOKS_DAILY_AT = 23  # when it is past noon, and the same day, in all states
ELSEWHERE = ("jobs.checking", "jobs.domains", "jobs.audit")  # there is no publisher and no name server here


class Life:
    def __init__(
        self, home: Path, *, businesses: int, months: int, seed: int, has_chaos: bool, database: str = ""
    ) -> None:
        """`database`: an empty one; else SQLite at `home`."""
        self.months, self.has_chaos = months, has_chaos
        self.chance, self.tally = Chance(seed), Tally()
        self.app = SimulatedApp(home, BEGIN, self.chance, has_silences=has_chaos, database=database)
        self.outbox = Outbox(self.app.engine)
        people = [_person(self.app, role, name) for role, name in ((Role.SALES_AGENT, "Ana"), (Role.ADMIN, "Mia"))]
        self.deeds = Deeds(
            self.app, self.chance, self.tally, agent=people[0], admin=people[1], loses_events=has_chaos
        )  # fmt: skip
        self.shops = [shop(number, self.chance, BEGIN, months) for number in range(1, businesses + 1)]
        self.watch = Watch(self.deeds.by_business, self.tally, BEGIN)
        self.daily = Daily(self.watch, self.app.bank)
        self.down_until = self.ran_at = BEGIN

    def live(self, tell: Callable[[int], None]) -> None:
        """`tell` is called with each month that is over."""
        for one in self.shops:
            self.deeds.expect(one)
        ends, month = BEGIN + timedelta(days=round(self.months * 30.4375)), 0
        for now in _moments(BEGIN + STEP, ends):
            if self._is_down(now):
                continue
            self._step(now)
            if (now - BEGIN).days >= (month + 1) * 30.4375:
                month += 1
                tell(month)

    def _is_down(self, now: datetime) -> bool:
        """With chaos, now and then nothing runs for up to twelve days."""
        if self.has_chaos and now.hour == BEGIN.hour and self.chance.happens(0.01, "down", now.date()):
            self.down_until = now + timedelta(hours=self.chance.whole(3, 12 * 24, "down", now.date(), "hours"))
        return now < self.down_until

    def _step(self, now: datetime) -> None:
        """Everything since the step before."""
        is_busy = False
        for at, deed in self.deeds.agenda.due(now):
            self._go_to(now if at < self.down_until else at)
            deed()
            is_busy = True
        self._go_to(now)
        is_busy = self._work() or is_busy
        if now.hour in RUNS_AT:
            for job in self._jobs(now, self.ran_at):
                self._run(job)
            self.ran_at, is_busy = now, self._work() or True
        if is_busy:
            self._look(now)

    def _go_to(self, at: datetime) -> None:
        """Never back behind what a worker's death cost, and past the last look: it asks for what was dated after it."""
        self.app.time.at = max(at, self.app.time.at, self.watch.since + timedelta(seconds=1))

    def _look(self, now: datetime) -> None:
        with Session(self.app.reader) as db:
            self.watch.look(db, self.app.time.at)
            if now.hour == LOOKS_DAILY_AT:
                self.daily.look(db, now, calm_since=self.down_until)
        for bill in self.watch.new:
            self.deeds.expect_payment(self.deeds.by_business[bill.business_id], bill)

    def _jobs(self, now: datetime, before: datetime) -> Iterator[Job]:
        """Those of the schedule whose period has begun since the last step."""
        for name, job in sorted(all_jobs().items()):
            if job.every is not None and not name.startswith(ELSEWHERE):
                seconds = job.every.total_seconds()
                if now.timestamp() // seconds > before.timestamp() // seconds:
                    yield job

    def _run(self, job: Job) -> None:
        """With chaos some runs are stopped at a commit and begun again, and some come twice."""
        what = (job.name, self.app.time.at)
        if self._is_stopped(lambda: job.call(self.app.deps()), *what):
            job.call(self.app.deps())
        if self.has_chaos and self.chance.happens(0.05, *what, "twice"):
            self._run_again(job)

    def _is_stopped(self, work: Callable[[], None], *what: object) -> bool:
        """Whether the process that did it died, with chaos, at one of its commits."""
        if self.has_chaos and self.chance.happens(0.05, *what, "stops"):
            self.app.stop_in = self.chance.whole(0, 3, *what, "commits")
            self.app.stops_after = self.chance.happens(0.5, *what, "after")
        try:
            work()
        except Stopped:
            return True
        finally:
            self.app.stop_in = None
        return False

    def _run_again(self, job: Job) -> None:
        with Session(self.app.reader) as db:
            before = proofs.counts(db)
        job.call(self.app.deps())
        with Session(self.app.reader) as db:
            after = proofs.counts(db)
        self.tally.check("B4_again_changes_nothing", before == after, f"{job.name} twice: {before}, then {after}")

    def _work(self) -> bool:
        """The outbox, as dispatcher and workers would, and whether there was anything; what is carried is reported on,
        and what the processor has to tell is heard."""
        was_busy = False
        while rings := self.outbox.to_ring(now=self.app.time.at):
            declared, was_busy = all_jobs(), True
            noted = {r.row_id: (declared[r.job].lane, 1 + len(declared[r.job].attempts)) for r in rings}
            self.outbox.rung(noted, now=self.app.time.at)
            what, died = self.app.time.at, False
            for n, ring in enumerate(rings):
                died = self._is_stopped(partial(work_row, self.app, ring.row_id), what, n) or died
            if died:
                self.app.time.advance(LEASE + timedelta(seconds=1))
                self.outbox.sweep(now=self.app.time.at)
        for message in self.app.carrier.carried:
            if message.business_id:  # else it answers a number that nobody knows
                self.deeds.expect_report(self.deeds.by_business[message.business_id], message)
        self.app.carrier.carried.clear()
        self.deeds.expect_news()
        return was_busy

    def summary(self) -> dict[str, Any]:
        with Session(self.app.reader) as db:
            states = Counter(row.state.value for row in proofs.services(db))
            sums = proofs.invoice_sums(db)
        outcomes = Counter(made.answer.outcome.value for made in self.app.bank.made.values())
        return {
            "businesses": len(self.shops),
            "months": self.months,
            "sold": sum(one.trial_id != "" for one in self.shops),
            "reviews": self.deeds.reviews,
            "confirmed": sum(one.confirmed_at is not None for one in self.shops),
            "canceled": sum(one.canceled_at is not None for one in self.shops),
            "subscriptions": dict(sorted(states.items())),
            "invoices": {state: {"count": count, "cents": cents} for state, (count, cents) in sorted(sums.items())},
            "books": dict(sorted(self.watch.books.items())),
            "refused": self.deeds.refused + self.deeds.wishes.refused,
            "charges": dict(sorted(outcomes.items())),
            "disputes": len(self.app.bank.disputed),
            "took": {"cpu_s": round(time.process_time(), 1), "peak_mb": peak_mb()},
            "checks": self.tally.checks,
            "breaches": self.tally.breaches,
            "invariants": {name: asdict(count) for name, count in self.tally.counts.items()},
        }


def peak_mb() -> int:
    """The most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _moments(begin: datetime, ends: datetime) -> Iterator[datetime]:
    while begin <= ends:
        yield begin
        begin += STEP


def _person(app: SimulatedApp, role: Role, name: str) -> CurrentPerson:
    with app.unit_of_work() as uow:
        if uow.centres.find("manila") is None:
            uow.centres.add(Centre("manila", "Harbor Calls Manila", "Asia/Manila"))
            uow.commit()
    email = f"{name.lower()}@mappop.example"
    id = access.add_person(app.deps(), email=email, name=name, role=role, password="a-long-word", centre_id="manila")
    return CurrentPerson(id, name, email, role, "manila", "Manila", "Asia/Manila", None, "")
