"""Refunds and disputes through the real services and the sandbox's Stripe: the books hold what the processor holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mappop.billing.stripe import Stripe
from mappop.domain.close import Month
from mappop.domain.correction import CorrectionKind, CorrectionReason, CorrectionState
from mappop.domain.dispute import DisputeState
from mappop.domain.payment import Payment
from mappop.domain.roles import Role
from mappop.services import closing, corrections, payments, processor_events
from mappop.services.corrections import Asked
from tests.databases import new_sqlite
from tests.processor.test_stripe import START, order
from tests.sandbox.paying import Desk
from tests.scenarios.test_first_charge import delivered_in_time, on, started
from tests.world import World


@pytest.fixture
def world(tmp_path: Path, stripe: Stripe) -> Iterator[World]:
    """Rosa's invoices of 31 March and 30 April are open."""
    made = World(new_sqlite(tmp_path / "mappop.sqlite3"), tmp_path / "home")
    made.processor = stripe
    started(made.on("2027-03-01"))
    delivered_in_time(made)
    for day in ("2027-03-31", "2027-04-30"):
        on(made, day, "18:00")
    yield made.on("2027-05-03")
    made.close()


def paid(world: World, desk: Desk, stripe: Stripe, number: int, card: str) -> Payment:
    """That invoice, by a card of the sandbox."""
    invoice = next(one for one in world.rows("invoices") if one.number == number)
    key = f"{invoice.subscription_id}:{invoice.period_start}:1"
    with world.app.unit_of_work() as uow:
        attempt = Payment(
            f"pay_{number}", invoice.id, invoice.subscription_id, invoice.business_id, invoice.balance_minor, "stripe",
            key, world.clock.now(),
        )  # fmt: skip
        uow.payments.add(attempt)
        uow.commit()
    payments.take(world.deps, stripe.charge(order(*desk.saved(card), key=key)), told_by="worker")
    return next(one for one in world.rows("payments") if one.id == attempt.id)


def booked(world: World) -> int:
    return sum(entry.postings.get("processor", 0) for entry in world.rows("ledger_entries"))


def hear_all(world: World, stripe: Stripe) -> None:
    """As reconciliation does: all that the processor holds, told again."""
    for told in stripe.held(since=START):
        processor_events.take(world.deps, told, told_by="processor")
    world.work()


def test_what_went_back_and_what_a_bank_took_is_in_the_books_to_the_cent(
    world: World, desk: Desk, stripe: Stripe
) -> None:
    first = paid(world, desk, stripe, 1, "pm_card_visa")
    mia = world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    refund = Asked(
        CorrectionKind.REFUND, first.invoice_id, 1_500, CorrectionReason.CANCELED_IN_TIME, "Rosa called.", first.id
    )
    for key in ("form-1", "form-1", "form-2"):
        corrections.ask(world.deps, refund, key=key, who=mia)
        world.work()
    assert [row.state for row in world.rows("corrections")] == [CorrectionState.DONE] * 2
    assert len(desk.v1.refunds.list().data) == 2 and booked(world) == stripe.balance()
    paid(world, desk, stripe, 2, "pm_card_createDispute")
    for _ in range(2):
        hear_all(world, stripe)
    (dispute,) = world.rows("disputes")
    assert dispute.state is DisputeState.NEEDS_RESPONSE and dispute.fee_minor == 1_500
    assert booked(world) == stripe.balance()
    desk.v1.disputes.update(dispute.ref, {"evidence": {"uncategorized_text": "winning_evidence"}})
    hear_all(world, stripe)
    assert world.rows("disputes")[0].state is DisputeState.WON and booked(world) == stripe.balance()
    made = closing.close(world.deps, Month.parse("2027-03"), by=mia.id)
    assert made.processor_minor == made.booked_minor == stripe.balance()


def test_a_refund_that_the_bank_sends_back_ends_where_it_began(world: World, desk: Desk, stripe: Stripe) -> None:
    first = paid(world, desk, stripe, 1, "pm_card_refundFail")
    before, mia = booked(world), world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    refund = Asked(
        CorrectionKind.REFUND, first.invoice_id, 3_995, CorrectionReason.ASKED_BY_OWNER, "Rosa called.", first.id
    )
    corrections.ask(world.deps, refund, key="form-1", who=mia)
    world.work()
    assert booked(world) == stripe.balance() == before - 3_995
    desk.wait_days(10)
    hear_all(world, stripe)
    assert world.rows("corrections")[0].state is CorrectionState.FAILED
    assert booked(world) == stripe.balance() == before
