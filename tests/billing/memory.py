"""The unit of work in memory, for what takes a million steps; `kept.py` is the same on the databases, for fewer."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from mappop.clock import FixedClock
from mappop.domain.errors import NotFound
from mappop.domain.invoice import InvoiceState
from mappop.domain.subscription import SubscriptionState
from mappop.domain.tax_table import FlatTaxes
from mappop.services.deps import Deps
from mappop.settings import load

NAMED = ("business_id", "subscription_id", "trial_id", "invoice_id")


class Rows:
    """Found by id, and by the ids that a row names, which never change."""

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
        self.by_id[getattr(item, "id", None) or getattr(item, "issuer", None) or item.business_id] = item
        for column in NAMED:
            if hasattr(item, column):
                self.by_other[column, getattr(item, column)].append(item)
        return item

    def remove(self, item: Any) -> None:
        del self.by_id[item.id]
        for column in NAMED:
            if hasattr(item, column):
                self.by_other[column, getattr(item, column)].remove(item)

    def load(self, column: str, values: Any) -> None: ...

    def where(self, **criteria: Any) -> list[Any]:
        named = next((column for column in NAMED if column in criteria), None)
        rows = self.by_other[named, criteria[named]] if named else self.by_id.values()
        return [row for row in rows if all(getattr(row, k) == v for k, v in criteria.items())]

    def first(self, **criteria: Any) -> Any:
        return next(iter(self.where(**criteria)), None)


class Memory:
    """One business whose trial runs since day 0, and the rows that billing reads and writes."""

    def __init__(self, day_0: datetime) -> None:
        self.rows: dict[str, Rows] = defaultdict(Rows)
        self.work: list[tuple[str, dict[str, Any]]] = []
        self.clock = FixedClock(day_0)
        home = tempfile.gettempdir()  # nothing is written there
        settings = load({"MAPPOP_HOME": home, "MAPPOP_SECRET_KEY": "of-this-test-alone"})
        used = {"settings": settings, "clock": self.clock, "unit_of_work": lambda: self,
                "taxes": FlatTaxes()}  # fmt: skip
        self.deps = Deps(**{field.name: used.get(field.name) for field in fields(Deps)})  # type: ignore[arg-type]

    def __getattr__(self, table: str) -> Rows:
        return self.rows[table]

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None: ...

    def commit(self) -> None: ...

    def gather(self) -> None: ...

    def enqueue(self, job: str, args: Any, *, key: str, due_at: Any = None) -> None:
        self.work.append((job, args))

    def record(self, business_id: str, event: str, *, actor: str, data: Any = None) -> None:
        """Nobody looks at it here."""

    def charges_due(self, *, remind_by: Any, charge_by: Any, after: str, most: int) -> list[str]:
        until = {SubscriptionState.TRIALING: remind_by, SubscriptionState.ACTIVE: charge_by}
        told = [s.id for s in self.subscriptions.where() if s.resumed_on or s.is_paused_by_choice]
        due = [s.id for s in self.subscriptions.where() if s.charge_on <= until.get(s.state, date.min)]
        due += [id for id in told if id not in due and self.subscriptions.get(id).charge_on <= remind_by]
        return sorted(id for id in due if id > after)[:most]

    def dunnings_due(self, *, now: Any, most: int) -> list[str]:
        return [d.id for d in self.dunnings.where() if d.next_at is not None and d.next_at <= now]

    def invoices_overdue(self, *, before: Any, most: int) -> list[str]:
        late = [i for i in self.invoices.where(state=InvoiceState.OPEN) if i.due_on < before]
        return [i.id for i in late if self.subscriptions.get(i.subscription_id).state is SubscriptionState.ACTIVE]
