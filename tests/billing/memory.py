"""The unit of work in memory, for what takes a million steps; the same machine runs on the databases with fewer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mappop.clock import FixedClock
from mappop.domain.errors import NotFound
from mappop.domain.invoice import InvoiceState
from mappop.domain.message import MessageState
from mappop.domain.person import Person
from mappop.domain.record import BusinessRow, Revision
from mappop.domain.roles import Role
from mappop.domain.site import Site
from mappop.domain.subscription import SubscriptionState
from mappop.domain.trial import ConfirmationWay, Consent, Trial
from mappop.services import billing
from mappop.services.deps import Deps
from mappop.settings import load
from tests.world import DELGADO

DAY_0 = datetime(2027, 3, 1, 15, 10, tzinfo=UTC)
ZONE = "America/Chicago"


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

    def __init__(self, home: Path, timezone: str = ZONE) -> None:
        self.rows: dict[str, Rows] = defaultdict(Rows)
        self.audit: list[str] = []
        self.clock = FixedClock(DAY_0)
        settings = load({"MAPPOP_HOME": str(home), "MAPPOP_SECRET_KEY": "of-this-test-alone"})
        used = {"settings": settings, "clock": self.clock, "unit_of_work": lambda: self}
        self.deps = Deps(**{field.name: used.get(field.name) for field in fields(Deps)})  # type: ignore[arg-type]
        self._start(timezone)

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

    def send_queued(self) -> None:
        for message in self.messages.where(state=MessageState.QUEUED):
            message.move(MessageState.SENT, at=self.clock.now())

    def _start(self, timezone: str) -> None:
        content = {**DELGADO, "id": "delgado", "timezone": timezone}
        self.businesses.add(BusinessRow("delgado", "Delgado Plumbing", "+15125550134", "78702", 1, DAY_0))
        self.revisions.add(Revision("rev_1", "delgado", 1, content, "person_ana", DAY_0))
        self.people.add(Person("person_rosa", "rosa@owners.example", "Rosa", Role.OWNER, business_id="delgado"))
        self.sites.add(Site("delgado", "workshop", version="r1", published_at=DAY_0))
        trial = Trial(
            "trial_1", "delgado", "manila", "person_ana", "local", 3995, {"email": "rosa@delgado.example"},
            ConfirmationWay.LINK, DAY_0, DAY_0.replace(day=4), timezone, "identity",
        )  # fmt: skip
        trial.confirm(at=DAY_0, evidence={"way": "link"})
        self.trials.add(trial)
        self.consents.add(
            Consent("consent_1", "trial_1", "delgado", "v1", [], "Rosa", "owner", "yes", "R-1", DAY_0, "x")
        )
        billing.open_subscription(self.deps, self, trial)  # type: ignore[arg-type]  # a unit of work by its methods
