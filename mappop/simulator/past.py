"""A past for a few businesses: lived day by day in simulated time, through the services that pages and jobs call.

Every evening that passes, owners do what their story says, billing runs, and carriers report on each letter at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from jobs.base import all_jobs, work_row
from mappop.bootstrap import App
from mappop.clock import FixedClock
from mappop.db.outbox import Outbox
from mappop.db.unit_of_work import Fence
from mappop.domain.invoice import InvoiceState
from mappop.domain.person import CurrentPerson
from mappop.services import billing, cancelling, figures, invoicing, messages, reaching, sales
from mappop.services.deps import Deps
from mappop.settings import Settings
from mappop.simulator.selling import sell
from mappop.simulator.world import Carrier

EVENING = time(23, 10)  # of UTC: past noon, and the same day, in every state
AT_ONCE = ("jobs.sites.publish", "jobs.messages.", "jobs.billing.")
EACH_DAY = ("jobs.billing.run", "jobs.billing.chase_overdue", "jobs.billing.pursue_open")


@dataclass
class Story:
    """Days count from the owner's yes, which was `days_ago`; what is None does not happen.

    `pays_within`: days after an invoice. `mail_comes_back`: until `new_address_on`.
    """

    business_id: str
    days_ago: int
    by_invoice_on: int | None = None
    pays_within: int | None = None
    mail_comes_back: bool = False
    new_address_on: int | None = None
    cancels_on: int | None = None
    trial_id: str = field(default="", init=False)


class Past:
    def __init__(self, settings: Settings, *, until: datetime, agent: CurrentPerson, clerk: CurrentPerson) -> None:
        """`clerk` enters the checks."""
        self.app = _PastApp(settings, until)
        self.until, self.agent, self.clerk = until, agent, clerk
        self.outbox = Outbox(self.app.engine)

    def live(self, stories: Sequence[tuple[Story, Mapping[str, Any], Mapping[str, Any]]]) -> None:
        """Each with its business's record and owner. What is due at the end is left to who comes after."""
        first = self.until.date() - timedelta(days=max(story.days_ago for story, _, _ in stories))
        for n in range((self.until.date() - first).days):
            self.app.time.at = datetime.combine(first + timedelta(days=n), EVENING, UTC)
            for story, record, owner in stories:
                self._do(story, story.days_ago - (self.until.date() - first).days + n, record, owner)
            self._pass_evening(stories)
        figures.note_months(self.app.deps())
        self.app.engine.dispose()

    def _do(self, story: Story, day: int, record: Mapping[str, Any], owner: Mapping[str, Any]) -> None:
        deps = self.app.deps()
        if day == 0:
            story.trial_id = sell(deps, self.agent, record=record, owner=owner)
            sales.confirm_by_link(deps, story.trial_id, evidence={"address": "192.0.2.7"})
        if day == story.by_invoice_on:
            billing.choose_invoice(deps, story.business_id, actor="owner")
        if day == story.new_address_on:
            name, _, host = str(owner["email"]).partition("@")
            reaching.change(deps, story.trial_id, mobile="", email=f"{name}.new@{host}", actor="owner")
            story.mail_comes_back = False
        if day == story.cancels_on:
            cancelling.cancel(deps, story.trial_id, actor="owner", evidence={"way": "link"})

    def _pass_evening(self, stories: Sequence[tuple[Story, Mapping[str, Any], Mapping[str, Any]]]) -> None:
        self._work(stories)
        for name, job in sorted(all_jobs().items()):
            if job.every is not None and name.startswith(EACH_DAY):
                job.call(self.app.deps())
        self._work(stories)
        for story, _, _ in stories:
            if story.pays_within is not None:
                self._pay(story.business_id, timedelta(days=story.pays_within))

    def _pay(self, business_id: str, after: timedelta) -> None:
        with self.app.unit_of_work() as uow:
            bills = uow.invoices.where(business_id=business_id, state=InvoiceState.OPEN)
        for bill in bills:
            if self.app.time.at - bill.issued_at >= after:
                invoicing.record_payment(
                    self.app.deps(), bill.id, amount_minor=bill.balance_minor, reference=f"check {1100 + bill.number}",
                    who=self.clerk,
                )  # fmt: skip

    def _work(self, stories: Sequence[tuple[Story, Mapping[str, Any], Mapping[str, Any]]]) -> None:
        declared = all_jobs()
        while rings := [r for r in self.outbox.to_ring(now=self.app.time.at) if r.job.startswith(AT_ONCE)]:
            noted = {r.row_id: (declared[r.job].lane, 1 + len(declared[r.job].attempts)) for r in rings}
            self.outbox.rung(noted, now=self.app.time.at)
            for ring in rings:
                work_row(self.app, ring.row_id)
        wrong = {story.business_id for story, _, _ in stories if story.mail_comes_back}
        for message in self.app.carrier.carried:
            event = "bounced" if message.business_id in wrong else "delivered"
            now = self.app.time.at.isoformat()
            messages.take_report(
                self.app.deps(), {"id": f"carried-{message.id}", "event": event, "received_at": now}
            )  # fmt: skip
        self.app.carrier.carried.clear()


class _PastApp(App):
    """The service's own settings and stores, with a clock that is moved by hand and nobody outside to speak to."""

    def __init__(self, settings: Settings, at: datetime) -> None:
        self.time, self.carrier = FixedClock(at), Carrier()
        super().__init__(replace(settings, redis_url="", stripe_key="", tax_engine=""), self.time)

    def deps(self, *, fence: Fence | None = None) -> Deps:
        return replace(
            super().deps(fence=fence), mail=self.carrier, text=self.carrier, connectors={}, directories={}
        )  # fmt: skip
