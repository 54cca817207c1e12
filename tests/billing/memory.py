"""The unit of work in memory, for what takes a million steps; `kept.py` is the same on the databases, for fewer."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from jobs.base import all_jobs
from mappop.clock import FixedClock
from mappop.domain.errors import NotFound
from mappop.domain.invoice import InvoiceState
from mappop.domain.known_by import Sold, Trait
from mappop.domain.message import Channel, MessageState
from mappop.domain.plan import Interval
from mappop.domain.processor import NoAnswer, NotTaken
from mappop.domain.subscription import SubscriptionState
from mappop.domain.tax_table import FlatTaxes
from mappop.domain.trial import TrialState
from mappop.services import processor_events
from mappop.services.deps import Deps
from mappop.settings import load
from provisioners.errors import Retryable
from tests.billing.killing import Killed
from tests.billing.logged import LoggedProcessor

OF_MONEY = ("jobs.billing.", "jobs.corrections.", "jobs.payments.")
JOBS = all_jobs()
KEYS = ("id", "issuer", "business_id", "coupon", "number")  # the first that a row has
NAMED = ("business_id", "subscription_id", "trial_id", "invoice_id", "cause", "key", "kind")
HOLDS = {"open_for": "subscription_id"}  # where the first is not empty, it is the second


class Rows:
    """Found by id, by the ids that a row names, and by its kind: they never change."""

    def __init__(self) -> None:
        self.by_id: dict[str, Any] = {}
        self.by_other: dict[tuple[str, str], list[Any]] = defaultdict(list)

    def find(self, id: str) -> Any:
        return self.by_id.get(id)

    def get(self, id: str) -> Any:
        if id not in self.by_id:
            raise NotFound(id)
        return self.by_id[id]

    def add(self, item: Any) -> Any:
        self.by_id[next(getattr(item, column) for column in KEYS if hasattr(item, column))] = item
        for column in NAMED:
            if hasattr(item, column):
                self.by_other[column, getattr(item, column)].append(item)
        return item

    def since(self, column: str, at: datetime) -> list[Any]:
        return [row for row in self.by_id.values() if getattr(row, column) >= at]

    def remove(self, item: Any) -> None:
        del self.by_id[item.id]
        for column in NAMED:
            if hasattr(item, column):
                self.by_other[column, getattr(item, column)].remove(item)

    def load(self, column: str, values: Any) -> None: ...

    def where(self, **criteria: Any) -> list[Any]:
        rows = list(self._near(criteria))
        for column, value in criteria.items():
            rows = [row for row in rows if getattr(row, column) == value] if rows else rows
        return rows

    def _near(self, criteria: dict[str, Any]) -> Iterable[Any]:
        """All that can match, and as few others as the ids tell."""
        if not criteria:
            return self.by_id.values()
        if "id" in criteria:
            return [self.by_id[criteria["id"]]] if criteria["id"] in self.by_id else []
        named = [(HOLDS.get(column, column), value) for column, value in criteria.items() if value]
        found = [self.by_other.get(one, ()) for one in named if one[0] in NAMED]
        return min(found, key=len, default=self.by_id.values())

    def first(self, **criteria: Any) -> Any:
        return next(iter(self.where(**criteria)), None)


@dataclass(frozen=True, slots=True)
class Waiting:
    job: str
    args: Any
    due_at: datetime
    attempt: int = 1


class Memory:
    """One business whose trial runs since day 0, and the rows that billing reads and writes."""

    def __init__(self, day_0: datetime) -> None:
        self.waiting: list[Waiting] = []
        self.keys: set[str] = set()
        self.commits_left: int | None = None  # before the process dies
        self.processor = LoggedProcessor()
        self.clock = FixedClock(day_0)
        home = tempfile.gettempdir()  # nothing is written there
        settings = load({"MAPPOP_HOME": home, "MAPPOP_SECRET_KEY": "of-this-test-alone"})
        used = {"settings": settings, "clock": self.clock, "unit_of_work": lambda: self,
                "taxes": FlatTaxes(), "processor": self.processor, "default_theme": lambda _: "workshop"}  # fmt: skip
        self.deps = Deps(**{field.name: used.get(field.name) for field in fields(Deps)})  # type: ignore[arg-type]

    def pays_by(self, processor: Any) -> None:
        self.processor, self.deps = processor, replace(self.deps, processor=processor)

    def taxed_by(self, taxes: FlatTaxes) -> None:
        self.deps = replace(self.deps, taxes=taxes)

    def hear(self, body: bytes, signature: str) -> int:
        """As the door for events does; the status."""
        event = self.processor.verified(body, signature)
        if event is None:
            return 403
        processor_events.keep(self.deps, event)
        return 204

    def take_event(self, source: str, event_id: str, body: Any) -> bool:
        return f"{source}:{event_id}" not in self.keys  # the key of the job that works it

    def book_once(self, entry: Any) -> bool:
        is_new = self.ledger_entries.first(cause=entry.cause) is None
        if is_new:
            self.ledger_entries.add(entry)
        return is_new

    def __getattr__(self, table: str) -> Rows:
        """Asked once: from then on it is there."""
        return self.__dict__.setdefault(table, Rows())

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None: ...

    def commit(self) -> None:
        if self.commits_left is not None:
            self.commits_left -= 1
            if self.commits_left < 0:
                raise Killed

    @contextmanager
    def dying(self, n: int, *, after: bool) -> Iterator[None]:
        """The n-th commit is the last thing that is done: what was not committed can't be undone here."""
        self.commits_left = n
        with suppress(Killed):
            yield
        self.commits_left = None

    def gather(self) -> None: ...

    def enqueue(self, job: str, args: Any, *, key: str, due_at: Any = None) -> None:
        if key not in self.keys:
            self.keys.add(key)
            self.waiting.append(Waiting(job, args, due_at or self.clock.now()))

    def work(self) -> None:
        """Whatever is due of money and letters; what lost its answer comes again by the job's own steps."""
        while due := [one for one in self.waiting if one.due_at <= self.clock.now()]:
            for one in due:
                self._do(one)
                self.waiting.remove(one)

    def _do(self, one: Waiting) -> None:
        if one.job == "jobs.messages.send":
            self.messages.get(one.args["message_id"]).move(MessageState.SENT, at=self.clock.now())
        elif one.job.startswith(OF_MONEY):
            declared = JOBS[one.job]
            try:
                declared.call(self.deps, **one.args)
            except (NoAnswer, NotTaken, Retryable):
                if one.attempt <= len(declared.attempts):
                    wait = timedelta(seconds=declared.attempts[one.attempt - 1])
                    self.waiting.append(Waiting(one.job, one.args, self.clock.now() + wait, one.attempt + 1))

    def record(self, business_id: str, event: str, *, actor: str, data: Any = None) -> None:
        """Nobody looks at it here."""

    def charges_due(self, *, remind_by: Any, charge_by: Any, after: str, most: int) -> list[str]:
        until = {SubscriptionState.TRIALING: remind_by, SubscriptionState.ACTIVE: charge_by}
        told = [s.id for s in self.subscriptions.where() if s.resumed_on or s.is_paused_by_choice]
        due = [s.id for s in self.subscriptions.where() if s.charge_on <= until.get(s.state, date.min)]
        due += [id for id in told if id not in due and self.subscriptions.get(id).charge_on <= remind_by]
        return sorted(id for id in due if id > after)[:most]

    def notices_due(self, *, by: Any, today: Any, outdated: Any, after: str, most: int) -> list[str]:
        active = self.subscriptions.where(state=SubscriptionState.ACTIVE)
        told = {s.id for s in active if s.terms_on and s.terms_on <= today}
        named = {s.id: {s.price_version, *(one["version"] for one in s.add_ons)} for s in active}
        dear = {s.id for s in active if s.interval is Interval.YEAR or named[s.id] & outdated}
        ids = told | {s.id for s in active if s.id in dear and s.charge_on <= by}
        paused = [s for s in self.subscriptions.where() if s.is_paused_by_choice and s.interval is Interval.YEAR]
        ids |= {s.id for s in paused if s.charge_on <= by}
        return sorted(id for id in ids if id > after)[:most]

    def dunnings_due(self, *, now: Any, most: int) -> list[str]:
        return [d.id for d in self.dunnings.where() if d.next_at is not None and d.next_at <= now]

    def sold_before(self, trait: Trait, value: str) -> list[Sold]:
        tried = (TrialState.AWAITING_CONFIRMATION, TrialState.RUNNING)
        return [
            Sold(one.business_id, one.sold_at, one.timezone, revision.content)
            for one in self.trials.where()
            if one.state in tried
            and any((k.trait, k.value) == (trait, value) for k in self.known_by.where(business_id=one.business_id))
            for revision in self.revisions.where(business_id=one.business_id)
        ]

    def take_turns(self, names: Any) -> None: ...

    def texted(self, number: str) -> list[str]:
        return sorted({m.business_id for m in self.messages.where(to=number, channel=Channel.TEXT) if m.business_id})

    def ledger(self, *, start: datetime, end: datetime) -> list[Any]:
        return [entry for entry in self.ledger_entries.where() if start <= entry.at < end]

    def invoices_overdue(self, *, before: Any, most: int) -> list[str]:
        late = [i for i in self.invoices.where(state=InvoiceState.OPEN) if i.due_on < before]
        return [i.id for i in late if self.subscriptions.get(i.subscription_id).state is SubscriptionState.ACTIVE]
