"""The unit of work in memory, for what takes a million steps; `kept.py` is the same on the databases, for fewer."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import fields
from datetime import datetime
from typing import Any

from mappop.clock import FixedClock
from mappop.domain.errors import NotFound
from mappop.domain.invoice import InvoiceState
from mappop.domain.subscription import SubscriptionState
from mappop.services.deps import Deps
from mappop.settings import load
from tests.billing import shop


class Rows:
    def __init__(self) -> None:
        self.by_id: dict[str, Any] = {}

    def find(self, id: str) -> Any:
        return self.by_id.get(id)

    def get(self, id: str) -> Any:
        if id not in self.by_id:
            raise NotFound(id)
        return self.by_id[id]

    def add(self, item: Any) -> Any:
        self.by_id[getattr(item, "id", None) or getattr(item, "issuer", None) or item.business_id] = item
        return item

    def load(self, column: str, values: Any) -> None: ...

    def where(self, **criteria: Any) -> list[Any]:
        return [row for row in self.by_id.values() if all(getattr(row, k) == v for k, v in criteria.items())]

    def first(self, **criteria: Any) -> Any:
        return next(iter(self.where(**criteria)), None)


class Memory:
    """One business whose trial runs since day 0, and the rows that billing reads and writes."""

    def __init__(self, timezone: str, day_0: datetime) -> None:
        self.rows: dict[str, Rows] = defaultdict(Rows)
        self.audit: list[str] = []
        self.clock = FixedClock(day_0)
        home = tempfile.gettempdir()  # nothing is written there
        settings = load({"MAPPOP_HOME": home, "MAPPOP_SECRET_KEY": "of-this-test-alone"})
        used = {"settings": settings, "clock": self.clock, "unit_of_work": lambda: self}
        self.deps = Deps(**{field.name: used.get(field.name) for field in fields(Deps)})  # type: ignore[arg-type]
        shop.open_doors(self.deps, timezone)

    def __getattr__(self, table: str) -> Rows:
        return self.rows[table]

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None: ...

    def commit(self) -> None: ...

    def gather(self) -> None: ...

    def enqueue(self, job: str, args: Any, *, key: str, due_at: Any = None) -> None: ...

    def record(self, business_id: str, event: str, *, actor: str, data: Any = None) -> None:
        self.audit.append(event)

    def charges_due(self, *, remind_by: Any, charge_by: Any, after: str, most: int) -> list[str]:
        return [
            s.id
            for s in self.subscriptions.where()
            if s.id > after
            and (
                (s.state is SubscriptionState.TRIALING and s.charge_on <= remind_by)
                or (s.state is SubscriptionState.ACTIVE and s.charge_on <= charge_by)
            )
        ][:most]

    def invoices_overdue(self, *, before: Any, most: int) -> list[str]:
        late = [i for i in self.invoices.where(state=InvoiceState.OPEN) if i.due_on < before]
        return [i.id for i in late if self.subscriptions.get(i.subscription_id).state is SubscriptionState.ACTIVE]
