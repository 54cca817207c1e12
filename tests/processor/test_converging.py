"""The same months with Stripe's events in order, late, twice, turned round, in any order, and lost: one end."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest

from mappop.billing.stripe import Stripe
from mappop.sandbox.stripe.events import signature
from mappop.services import billing, messages, payment_methods, reconciling
from mappop.web import make_app
from tests.sandbox.paying import Desk
from tests.sandbox.test_stripe_pages import BANK, CARD
from tests.world import DELGADO, World

SHOPS = {"delgado-plumbing-austin": BANK, "kepler-drains-austin": {**CARD, "number": "4000 0000 0000 0259"}}
KEPLER = {**DELGADO, "name": "Kepler Drains", "phones": [{"number": "(512) 555-0171"}]}
MODES = (
    "in order",
    "each twice",
    "turned round",
    "late",
    "late and turned round",
    "any order 1",
    "any order 2",
    "lost",
)


class Months:
    """Two shops and their pretended Stripe, on one clock; `mode` says how its events travel."""

    def __init__(self, world: World, desk: Desk, mode: str) -> None:
        self.world, self.desk, self.mode = world, desk, mode
        self.secret = desk.world.settings["MAPPOP_STRIPE_WEBHOOK_SECRET"]
        self.client, self.told = make_app(world.app).test_client(), 0

    def on(self, day: str, hour: str = "15:10") -> None:
        """That day comes on both sides; what it brings is told, and worked."""
        self.world.on(day, hour)
        self.desk.on(int(self.world.clock.now().timestamp()))
        billing.run(self.world.deps)
        self.world.work()
        if not self.mode.startswith(("late", "any order", "lost")):
            self.tell()

    def tell(self) -> None:
        listed = self.desk.v1.events.list({"limit": 100}).auto_paging_iter()
        events = [event.to_dict() for event in listed][::-1]
        fresh, self.told = events[self.told :], len(events)
        for event in self._ordered(fresh):
            body = json.dumps(event).encode()
            signed = signature(self.secret, int(time.time()), body)  # noqa: TID251  the library's own clock
            answer = self.client.post("/hooks/stripe", data=body, headers={"Stripe-Signature": signed})
            assert answer.status_code == 204
        self.world.work()

    def _ordered(self, events: list[Any]) -> list[Any]:
        if self.mode.startswith("any order"):
            return sorted(events + events[::3], key=lambda e: hashlib.sha256((self.mode + e["id"]).encode()).digest())
        if self.mode.endswith("turned round"):
            return events[::-1]
        return [event for event in events for _ in range(2)] if self.mode == "each twice" else events

    def save(self, business_id: str, form: dict[str, str]) -> None:
        page = payment_methods.open_page(self.world.deps, business_id, language="en").rpartition("/")[2]
        with suppress(URLError):  # it leads back to us, where nobody listens
            self.desk.world.call("POST", "stripe", f"/c/pay/{page}", form={**form, "holder": "Rosa"})
        assert payment_methods.take_page(self.world.deps, business_id, page, actor="owner")

    def pay_out(self, cents: int) -> str:
        return self.desk.v1.payouts.create({"amount": cents, "currency": "usd"}).id

    def charge_of(self, business_id: str) -> str:
        (payment,) = [p for p in self.world.rows("payments") if p.business_id == business_id]
        return str(self.desk.v1.payment_intents.retrieve(payment.ref).latest_charge)

    def end(self) -> Any:
        """Everything that counts, in words of its own: ids, moments and who told it are left out."""
        rows, totals = self.world.rows, dict[str, int]()
        for entry in rows("ledger_entries"):
            for account, amount in entry.postings.items():
                totals[account] = totals.get(account, 0) + amount
        return {
            "payments": sorted((p.business_id, p.state.value, p.reason, p.fee_minor) for p in rows("payments")),
            "invoices": sorted((i.business_id, i.state.value, i.settled_minor) for i in rows("invoices")),
            "subscriptions": sorted((s.business_id, s.state.value, s.pay_by.value) for s in rows("subscriptions")),
            "methods": sorted((m.business_id, m.label, m.is_usable) for m in rows("payment_methods")),
            "disputes": sorted((d.business_id, d.state.value, d.amount_minor) for d in rows("disputes")),
            "open cases": [case.flaw.value for case in rows("difference_cases") if case.is_open],
            "ledger": {account: amount for account, amount in totals.items() if amount},
            "balance": self.desk.v1.balance.retrieve().available[0].amount
            + self.desk.v1.balance.retrieve().pending[0].amount,
        }


@pytest.fixture
def months(
    request: pytest.FixtureRequest, database_url: str, desk: Desk, stripe: Stripe, tmp_path: Path
) -> Iterator[Months]:
    world = World(database_url, tmp_path / "home")
    world.processor = stripe
    yield Months(world, desk, request.param)
    world.close()


def live(months: Months) -> None:
    """A debit that is paid and comes back, a card whose holder disputes and wins nothing."""
    world = months.world
    desk_start = datetime(2027, 3, 1, 15, 10, tzinfo=UTC)
    months.desk.on(int(desk_start.timestamp()))
    for record, mail in ((DELGADO, "rosa@delgado.example"), (KEPLER, "max@kepler.example")):
        world.confirm(world.sell(record, {"name": "Rosa", "email": mail}))
    months.on("2027-03-02")
    for business_id, form in SHOPS.items():
        months.save(business_id, form)
    months.on("2027-03-24")
    for letter in [m for m in world.rows("messages") if m.kind == "charge_reminder"]:
        now = world.clock.now().isoformat()
        messages.take_report(world.deps, {"id": letter.provider_id, "event": "delivered", "received_at": now})
    months.on("2027-03-31", "17:01")
    months.on("2027-04-07")  # four business days: the debit is paid
    [dispute] = months.desk.v1.disputes.list({"charge": months.charge_of("kepler-drains-austin")}).data
    months.desk.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": "winning_evidence"}})
    [paid_out, comes_back] = [months.pay_out(cents) for cents in (1_200, 500)]
    months.on("2027-04-12")
    months.desk.tell("payout_fails", payout=comes_back, code="account_closed")
    assert months.desk.v1.payouts.retrieve(paid_out).status == "paid"
    months.desk.tell("account_fee", amount=250, description="Radar for Fraud Teams")
    months.desk.tell("return", charge=months.charge_of("delgado-plumbing-austin"), code="R10")
    months.on("2027-04-13")
    if months.mode == "lost":
        reconciling.reconcile(world.deps)
        world.work()
    else:
        months.tell()
    assert reconciling.reconcile(world.deps).open == 1  # the payout that came back waits for a person


EXPECTED = {
    "payments": [
        ("delgado-plumbing-austin", "returned", "R10", 32), ("kepler-drains-austin", "succeeded", "", 146)
    ],
    "invoices": [("delgado-plumbing-austin", "open", 0), ("kepler-drains-austin", "paid", 3995)],
    "subscriptions": [
        ("delgado-plumbing-austin", "past_due", "bank"), ("kepler-drains-austin", "active", "card")
    ],
    "methods": [
        ("delgado-plumbing-austin", "STRIPE TEST BANK 6789", False), ("kepler-drains-austin", "Visa 0259", True)
    ],
    "disputes": [("kepler-drains-austin", "won", 3995)],
    "open cases": ["came_back"],
    "ledger": {"receivable": 3995, "revenue": -7990, "fees": 32 + 146 + 1500 + 1500 + 250,
               "processor": 3995 - 3178 - 250 - 1200, "cash": 1200},
    "balance": 3995 - 3178 - 250 - 1200,
}  # fmt: skip


@pytest.mark.parametrize("months", MODES, indirect=True)
def test_the_end_is_the_same(months: Months) -> None:
    live(months)
    assert months.end() == EXPECTED
