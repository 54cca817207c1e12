"""R11, dated: a debit that came back because our entry was wrong is put right and sent again, without a new yes."""

from __future__ import annotations

import pytest

from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.dunning import DunningState
from mappop.domain.errors import Invalid, Refused
from mappop.domain.processor import Outcome
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.services import corrections, resending
from mappop.services.corrections import Asked
from tests.scenarios.test_dunning import (
    SHOP,
    comes_back,
    comes_in,
    enters,
    first_charge,
    is_up,
    lives,
    newest,
    on,
    subscription,
    the_dunning,
    tries,
)
from tests.world import World

RIGHT = "It was debited on the 31st; they had agreed to the 1st."


def a_debit_of_ours_comes_back(world):
    first_charge(world.on("2027-03-01"), kind="bank")
    on(world, "2027-04-06")
    comes_in(world)
    on(world, "2027-04-20")
    comes_back(world, "R11")
    on(world, "2027-04-20", "17:05")


@pytest.fixture
def world(world: World) -> World:
    """Rosa's bank paid 39.95 on 6 April and took it back on the 20th as not in accordance with what was agreed."""
    world.sam = world.person(Role.SUPPORT_AGENT, "Sam", "sam@mappop.example", "manila")
    a_debit_of_ours_comes_back(world)
    return world


def sends(world, put_right=RIGHT):
    resending.send_again(world.deps, SHOP, put_right=put_right, who=world.sam)
    world.work()


def test_it_is_a_case_of_supports_and_nothing_is_tried_by_itself(world):
    (case,) = [task for task in world.rows("tasks") if task.title.startswith("Put ")]
    assert case.role is Role.SUPPORT_AGENT and "again on the customer’s page" in " ".join(case.steps)
    lives(world, "2027-05-10")
    assert tries(world) == ["2027-03-31"] and is_up(world)


def test_put_right_it_is_sent_once_and_service_never_stops(world):
    on(world, "2027-05-18")
    for _ in range(2):
        resending.send_again(world.deps, SHOP, put_right=RIGHT, who=world.sam)
    world.work()
    with pytest.raises(Refused, match="under way"):
        sends(world)
    assert tries(world) == ["2027-03-31", "2027-05-18"] and newest(world).amount_minor == 3995
    on(world, "2027-05-22")
    comes_in(world)
    on(world, "2027-05-22", "17:05")
    assert the_dunning(world).state is DunningState.RECOVERED and is_up(world)
    assert subscription(world).state is SubscriptionState.ACTIVE
    told = [entry for entry in world.rows("audit_entries") if entry.event == "payment_sent_again"]
    assert told[0].data["put_right"] == RIGHT and told[0].actor == world.sam.id


def test_what_was_too_much_is_credited_first_and_the_rest_is_sent(world):
    (invoice,) = world.rows("invoices")
    asked = Asked(CorrectionKind.CREDIT_NOTE, invoice.id, 1000, CorrectionReason.BILLING_ERROR, "Too much.")
    corrections.ask(world.deps, asked, key="key-1", who=world.sam)
    sends(world)
    assert newest(world).amount_minor == 2995


def test_after_sixty_days_it_needs_a_new_yes(world):
    with world.app.unit_of_work() as uow:
        row = uow.dunnings.get(the_dunning(world).id)
        row.service_until = row.ends_on = world.clock.now().date().replace(month=12)
        uow.commit()
    world.on("2027-06-19")
    sends(world)
    comes_back(world, "R11", Outcome.FAILED)
    on(world, "2027-06-19", "17:05")
    world.on("2027-08-19")
    with pytest.raises(Refused, match="are over"):
        sends(world)


def test_another_account_their_wish_to_leave_and_another_return_are_in_the_way(world):
    with world.app.unit_of_work() as uow:
        uow.subscriptions.get(subscription(world).id).cancel_asked_at = world.clock.now()
        uow.commit()
    with pytest.raises(Refused, match="asked to cancel"):
        sends(world)
    with world.app.unit_of_work() as uow:
        uow.subscriptions.get(subscription(world).id).cancel_asked_at = None
        uow.commit()
    with pytest.raises(Invalid):
        sends(world, " ")
    enters(world)  # is tried at once
    comes_in(world)
    with pytest.raises(Refused, match="No debit"):
        sends(world)


@pytest.mark.parametrize("code", ["R01", "R02", "R08", "R10"])
def test_what_came_back_for_another_reason_is_not_sent_again_like_that(world, code):
    sends(world)
    comes_back(world, code, Outcome.FAILED)
    with pytest.raises(Refused, match="No debit"):
        sends(world)
