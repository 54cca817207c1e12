"""What people, carriers and banks do, each at its moment, through the services that pages and webhooks call."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from mappop.domain.errors import Refused
from mappop.domain.message import Message
from mappop.domain.person import CurrentPerson
from mappop.domain.processor import Event
from mappop.services import billing, invoicing, messages, payment_methods, processor_events, risk, sales
from mappop.simulator.chance import Chance
from mappop.simulator.invariants import Tally
from mappop.simulator.selling import sell
from mappop.simulator.shops import Shop
from mappop.simulator.wishes import Wishes
from mappop.simulator.world import SimulatedApp

Deed = Callable[[], None]
DECLINED = "payment_failed"


class Agenda:
    """What is to come, by moment and name, so that the order is the same for the same seed."""

    def __init__(self) -> None:
        self._coming: list[tuple[datetime, str, int, Deed]] = []
        self._count = 0

    def add(self, at: datetime, name: str, deed: Deed) -> None:
        self._count += 1
        heapq.heappush(self._coming, (at, name, self._count, deed))

    def due(self, now: datetime) -> Iterator[tuple[datetime, Deed]]:
        while self._coming and self._coming[0][0] <= now:
            at, _, _, deed = heapq.heappop(self._coming)
            yield at, deed


class Deeds:
    """`loses_events`: carriers' reports get lost and come twice."""

    def __init__(
        self, app: SimulatedApp, chance: Chance, tally: Tally, *, agent: CurrentPerson, admin: CurrentPerson,
        loses_events: bool,
    ) -> None:  # fmt: skip
        self.app, self.chance, self.tally = app, chance, tally
        self.agent, self.admin, self.loses_events = agent, admin, loses_events
        self.agenda = Agenda()
        self.by_business: dict[str, Shop] = {}
        self.refused = self.reviews = 0
        self.wishes = Wishes(app, self._later, admin)
        app.bank.later = self.agenda.add

    @property
    def now(self) -> datetime:
        return self.app.time.at

    def expect(self, shop: Shop) -> None:
        self.agenda.add(shop.sold_at, f"{shop.number} sale", lambda: self._sell(shop))

    def _later(self, shop: Shop, what: str, after: timedelta | None, deed: Callable[[Shop], None]) -> None:
        if after is not None:
            self.agenda.add(self.now + after, f"{shop.number} {what}", lambda: deed(shop))

    def _sell(self, shop: Shop) -> None:
        if self._is_stopped():
            self.reviews += 1
            risk.review(self.app.deps(), self.agent.centre_id or "", note="looked at; it sells on", who=self.admin)
        shop.trial_id = sell(self.app.deps(), self.agent, record=shop.record, owner=shop.owner)
        with self.app.unit_of_work() as uow:
            shop.business_id = uow.trials.get(shop.trial_id).business_id
        self.by_business[shop.business_id] = shop
        self._later(shop, "yes", shop.says_yes_after, self._say_yes)
        self._later(shop, "again", timedelta(days=self.chance.whole(1, 90, shop.number, "again")), self._sell_again)

    def _sell_again(self, shop: Shop) -> None:
        """Another agent's call to the same door, by the odd ones under another number: a business has one trial."""
        if shop.confirmed_at is None or self._is_stopped():
            return
        try:
            record = {**shop.record, "id": f"{shop.record['id']}-b"}
            if shop.number % 2:
                record |= {"name": f"The {record['name']}, LLC", "phones": [{"number": "(802) 555-0199"}]}
            sell(self.app.deps(), self.agent, record=record, owner=shop.owner)
        except Refused:
            self.tally.check("B9_one_trial", True, "")
        else:
            self.tally.check("B9_one_trial", False, f"{shop.business_id} got a second trial")

    def _is_stopped(self) -> bool:
        """Whether the centre is past a limit, as of debits that came back, and sells nothing until a manager looks."""
        with self.app.unit_of_work() as uow:
            return bool(risk.stopped(self.app.deps(), uow, self.agent.centre_id or ""))

    def _say_yes(self, shop: Shop) -> None:
        try:
            sales.confirm_by_link(self.app.deps(), shop.trial_id, evidence={"address": "192.0.2.7"})
        except Refused:
            self.refused += 1  # days off in between: the offer has lapsed
            return
        shop.confirmed_at = self.now
        self._later(shop, "method", shop.gives_method_after, self._give_method)
        self.wishes.expect(shop)

    def _give_method(self, shop: Shop) -> None:
        try:
            if shop.way == "check":
                billing.choose_invoice(self.app.deps(), shop.business_id, actor="owner")
            else:
                self._save_on_page(shop)
        except Refused:
            self.refused += 1
        else:
            shop.method_at = shop.method_at or self.now

    def _save_on_page(self, shop: Shop) -> None:
        """On the processor's own page, from where the owner comes back to ours."""
        page = payment_methods.open_page(self.app.deps(), shop.business_id, language="en").rpartition("/")[2]
        self.app.bank.fill_in(page, shop.way)
        if payment_methods.take_page(self.app.deps(), shop.business_id, page, actor="owner") is None:
            raise Refused("nothing was saved")

    def expect_new_card(self, shop: Shop) -> None:
        """Most give another card when they read that theirs was declined; some do nothing."""
        if self.chance.happens(0.7, shop.number, "new card", self.now):
            after = timedelta(days=self.chance.whole(1, 12, shop.number, "new card days", self.now), minutes=40)
            self._later(shop, "new card", after, self._give_method)

    def expect_news(self) -> None:
        """What the processor tells: some of it late, lost or twice; the daily comparison finds what was lost."""
        for event in self.app.bank.news:
            minutes = self.chance.whole(1, 600, event.id, "minutes")
            times = self.chance.of((0, 1, 1, 1, 2), event.id, "times") if self.loses_events else 1
            for n in range(times):
                at = self.now + timedelta(minutes=minutes * (n + 1))
                self.agenda.add(at, event.id, partial(self._hear, event))
        self.app.bank.news.clear()

    def _hear(self, event: Event) -> None:
        processor_events.keep(self.app.deps(), event)

    def expect_payment(self, shop: Shop, bill: Any) -> None:
        """By check most pay what is asked; some never do, some send another sum first, some pay twice."""
        if shop.way != "check":
            return
        name, draw = (
            f"{shop.number} pays {bill.period_start}",
            self.chance.share(shop.number, "check", bill.period_start),
        )
        after = timedelta(days=shop.pays_after_days + self.chance.whole(0, 6, shop.number, "late", bill.period_start))
        if draw < 0.04:
            return
        sums = [bill.amount_minor]
        if draw < 0.08:
            sums = [bill.amount_minor - 100, bill.amount_minor]
        elif draw < 0.12:
            sums = [bill.amount_minor, bill.amount_minor]
        for n, amount in enumerate(sums):
            self.agenda.add(self.now + after + timedelta(hours=n), name, partial(self._pay, bill.id, amount))

    def _pay(self, invoice_id: str, amount: int) -> None:
        try:
            invoicing.record_payment(
                self.app.deps(), invoice_id, amount_minor=amount, reference="check", who=self.admin
            )  # fmt: skip
        except Refused:
            self.refused += 1

    def expect_report(self, shop: Shop, message: Message) -> None:
        """Most letters arrive within minutes, some the day after, some come back; a report may be lost or double."""
        what = (shop.number, message.kind, message.to, self.now)
        draw, minutes = self.chance.share(*what), self.chance.whole(1, 50, *what, "minutes")
        arrives = not self.chance.happens(0.03, *what, "back")
        if draw < 0.03:
            minutes += 24 * 60
        times = 1
        if self.loses_events:
            times = self.chance.of((0, 1, 1, 1, 1, 1, 1, 1, 2, 2), *what, "times")
        said = {"id": f"carried-{message.id}", "event": "delivered" if arrives else "bounced"}
        for n in range(times):
            at = self.now + timedelta(minutes=minutes * (n + 1))
            self.agenda.add(at, f"{shop.number} report", lambda: self._report(shop, message, said))

    def _report(self, shop: Shop, message: Message, said: dict[str, str]) -> None:
        messages.keep_report(self.app.deps(), "mailbox", said)
        if message.kind == DECLINED and shop.way != "check":
            self.expect_new_card(shop)
        if message.kind == "charge_reminder" and said["event"] == "delivered":
            shop.told.append((self.now, message.body))
