"""A charge whose worker is killed, and asked for again: one charge, and the books say so.

What a transaction had not committed is gone with its process; so it can die right before or after a commit, and at the
processor's door: before the charge, and behind it, with the answer in hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from mappop.domain.invoice import InvoiceState
from mappop.domain.payment import PaymentState
from mappop.domain.processor import Answer, Order
from mappop.services import billing, collecting, invoicing
from tests.billing.test_killed import Killed, killed_at
from tests.fake_processor import FakeProcessor
from tests.scenarios.test_first_charge import subscription
from tests.scenarios.test_paying_by_card import balances, started
from tests.world import World


@dataclass
class AtItsDoor(FakeProcessor):
    """`door` is passed on the way in and on the way out."""

    door: Callable[[str], None] = field(default=lambda way: None)

    def charge(self, order: Order) -> Answer:
        self.door("in")
        answer = super().charge(order)
        self.door("out")
        return answer


def dies(way: str) -> Callable[[str], None]:
    def door(passed: str) -> None:
        if passed == way:
            raise Killed

    return door


INSTANTS = [(f"commit {n} {'after' if after else 'before'}", n, after) for n in (0, 1) for after in (False, True)]


@pytest.mark.parametrize("declines", ["", "insufficient_funds"], ids=["pays", "declines"])
def test_a_charge_that_is_killed_at_any_instant_is_made_once(world: World, declines: str) -> None:
    """A month for each instant."""
    world.processor = AtItsDoor(declines={"method_1": declines} if declines else {})
    started(world.on("2027-03-01"))
    for month, instant in enumerate([*INSTANTS, ("in", -1, False), ("out", -1, False)], start=1):
        name, n, after = instant
        invoice_id = invoiced(world)
        world.processor.door = dies(name)
        deps = killed_at(world.deps, n, after=after) if n >= 0 else world.deps
        with pytest.raises(Killed):
            collecting.collect(deps, invoice_id, 1)
        world.processor.door = lambda way: None
        for _ in range(2):
            collecting.collect(world.later(minutes=1).deps, invoice_id, 1)
        (payment,) = [one for one in world.rows("payments") if one.invoice_id == invoice_id]
        assert payment.state is (PaymentState.FAILED if declines else PaymentState.SUCCEEDED), name
        assert (world.processor.asked, len(world.processor.made)) == (month, month), name
        assert balances(world).get("processor", 0) == world.processor.balance(), name


def invoiced(world: World) -> str:
    """The next month's invoice, not yet asked for."""
    before = {invoice.id for invoice in world.rows("invoices")}
    if before:
        make_good(world)
        world.on(subscription(world).charge_on.isoformat(), "18:00")
        billing.run(world.deps)
    else:
        world.on("2027-03-31", "17:01")
        billing.run(world.deps)
    (invoice,) = [one for one in world.rows("invoices") if one.id not in before]
    return str(invoice.id)


def make_good(world: World) -> None:
    """Whoever owes is not invoiced for the next month; a check settles what was declined."""
    for bill in world.rows("invoices"):
        if bill.state is InvoiceState.OPEN:
            invoicing.record_payment(
                world.deps, bill.id, amount_minor=bill.balance_minor, reference="check", who=world.verifier
            )  # fmt: skip
