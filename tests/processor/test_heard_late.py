"""Events are lost for good; days or months later reconciliation hears what became of older refunds and disputes.

Through our adapter and the official library, on the sandbox's Stripe in this process.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mappop.billing.stripe import Stripe
from mappop.domain.correction import CorrectionKind, CorrectionReason, CorrectionState
from mappop.domain.dispute import DisputeState
from mappop.domain.roles import Role
from mappop.sandbox.stripe import disputes, sessions
from mappop.sandbox.stripe.in_process import URL, InProcess
from mappop.services import corrections, payment_methods, reconciling
from mappop.services.corrections import Asked
from tests.scenarios.test_first_charge import delivered_in_time, on, started
from tests.world import World

VISA, REFUND_FAILS, BANK = "4242424242424242", "4000000000005126", "000123456789"


class Silent:
    """Rosa's shop and its Stripe, none of whose events ever arrives."""

    def __init__(self, world: World) -> None:
        self.world, self.there = world, InProcess(lambda: world.clock.now().timestamp(), lambda *_: 204)
        world.processor = Stripe(self.there.key, self.there.webhook_secret, api_base=URL, transport=self.there.wire)

    def paid_in_march(self, number: str) -> None:
        world = self.world
        trial = started(world.on("2027-03-01"), pays=False)
        page = payment_methods.open_page(world.deps, trial.business_id, language="en").rpartition("/")[2]
        thing = self.there.account.get("checkout.session", page)
        sessions.pay_by(self.there.account, thing, "us_bank_account" if number == BANK else "card", number, "Rosa")
        payment_methods.take_page(world.deps, trial.business_id, page, actor="owner")
        delivered_in_time(world)
        on(world, "2027-03-31", "18:00")

    def reconciled_on(self, day: str) -> reconciling.Reconciled:
        self.world.on(day)
        done = reconciling.reconcile(self.world.deps)
        self.world.work()
        return done

    def refunded_on(self, day: str) -> None:
        world = self.world.on(day)
        mia = world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
        [payment] = world.rows("payments")
        why = CorrectionReason.CANCELED_IN_TIME
        asked = Asked(CorrectionKind.REFUND, payment.invoice_id, 1_500, why, "Rosa called.", payment.id)
        corrections.ask(world.deps, asked, key="form-1", who=mia)
        world.work()

    def states(self, table: str) -> list[object]:
        return [row.state for row in self.world.rows(table)]

    def books_agree(self) -> bool:
        booked = sum(entry.postings.get("processor", 0) for entry in self.world.rows("ledger_entries"))
        return booked == sum(move["net"] for move in self.there.account.of("balance_transaction"))


@pytest.fixture
def silent(database_url: str, tmp_path: Path) -> Iterator[Silent]:
    world = World(database_url, tmp_path / "home")
    made = Silent(world)
    yield made
    made.there.close()
    world.close()


def test_a_dispute_that_is_won_two_months_later(silent: Silent) -> None:
    silent.paid_in_march(VISA)
    silent.world.on("2027-04-05")
    [charge] = silent.there.account.of("charge")
    dispute = disputes.open_dispute(silent.there.account, charge["id"], "fraudulent")
    silent.reconciled_on("2027-04-06")
    assert silent.states("disputes") == [DisputeState.NEEDS_RESPONSE] and silent.books_agree()
    silent.world.on("2027-06-07")
    disputes.decide(silent.there.account, dispute["id"], is_won=True)
    assert silent.reconciled_on("2027-06-08").open == 0
    assert silent.states("disputes") == [DisputeState.WON] and silent.books_agree()


def test_a_dispute_that_lapses_without_money_moving(silent: Silent) -> None:
    """Lost moves nothing: the money is gone since it began."""
    silent.paid_in_march(VISA)
    silent.world.on("2027-04-05")
    [charge] = silent.there.account.of("charge")
    disputes.open_dispute(silent.there.account, charge["id"], "fraudulent")
    silent.reconciled_on("2027-04-06")
    assert silent.reconciled_on("2027-04-15").open == 0  # the nine days for evidence are over
    assert silent.states("disputes") == [DisputeState.LOST] and silent.books_agree()


def test_a_refund_to_a_bank_that_arrives_a_week_later(silent: Silent) -> None:
    silent.paid_in_march(BANK)
    silent.reconciled_on("2027-04-07")
    silent.refunded_on("2027-04-08")
    assert silent.states("corrections") == [CorrectionState.PENDING]
    assert silent.reconciled_on("2027-04-16").open == 0
    assert silent.states("corrections") == [CorrectionState.DONE] and silent.books_agree()


def test_a_refund_to_a_card_that_comes_back_after_a_weekend(silent: Silent) -> None:
    """It counted as arrived, and was made before the days that are looked at: what moved money leads to it."""
    silent.paid_in_march(REFUND_FAILS)
    silent.refunded_on("2027-04-08")
    assert silent.states("corrections") == [CorrectionState.DONE]
    assert silent.reconciled_on("2027-04-13").open == 0
    assert silent.states("corrections") == [CorrectionState.FAILED] and silent.books_agree()
