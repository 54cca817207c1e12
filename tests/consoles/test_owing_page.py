"""What an owner with an open payment reads: what failed, why, what happens on which day, and one thing to do."""

from __future__ import annotations

import pytest

from mappop.services import billing
from mappop.services.signing import owner_token
from tests.consoles.conftest import Visitor
from tests.scenarios.test_dunning import by_invoice, first_charge, lives
from tests.world import World


@pytest.fixture
def visits(world: World, visitor: Visitor):
    """Rosa follows the link of her letter."""

    def visit(language: str = "en") -> str:
        with world.app.unit_of_work() as uow:
            owner = uow.people.first(business_id="delgado-plumbing-austin")
        visitor.post(f"/o/{owner_token(world.app.settings, owner.id)}?to=payments")
        return visitor.get(f"/portal/payments?lang={language}").get_data(as_text=True)

    return visit


def test_a_failed_card_is_told_with_its_reason_and_days_and_one_button(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"), declines="insufficient_funds")
    shown = visits()
    assert "$39.95 (invoice MP-000001) did not come in: there was not enough money in the account." in shown
    for day, what in (("2 April", "We try the same"), ("14 April", "service stops"), ("21 April", "Map Pop ends")):
        assert day in shown and what in shown
    assert "When you save it, $39.95 is charged at once" in shown and shown.count("We try the same") == 1
    assert shown.count('action="/portal/payments/card-or-bank"') == 1


def test_after_a_hard_decline_no_try_is_promised(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"), declines="stolen_card")
    shown = visits()
    assert "the bank said no and gave no reason" in shown and "We try the same" not in shown and "stolen" not in shown


def test_an_unpaid_owner_reads_what_has_stopped_and_in_spanish_too(world: World, visits) -> None:
    by_invoice(world.on("2027-03-01"))
    lives(world, "2027-04-30")
    assert "Your site is a plain page until it is paid" in visits()
    assert "Su página es una página sencilla hasta que se pague" in visits("es")


def test_who_owes_nothing_sees_nothing_of_it(world: World, visits) -> None:
    first_charge(world.on("2027-03-01"))
    billing.run(world.deps)
    assert "A payment is open" not in visits()
