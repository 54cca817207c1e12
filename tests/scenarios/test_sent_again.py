"""R11, dated: a debit that came back because our entry was wrong is put right and sent again, without a new yes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from mappop.bell import pause
from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.dunning import DunningState
from mappop.domain.errors import Invalid, Refused
from mappop.domain.processor import Outcome
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.domain.task import TaskState
from mappop.services import corrections, resending, tasks
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


def the_case(world):
    return next(task for task in world.rows("tasks") if task.title.startswith("Put "))


def test_the_case_closes_itself_when_the_debit_has_come_in(world):
    on(world, "2027-05-18")
    sends(world)
    assert the_case(world).state is TaskState.OPEN  # a debit takes days
    on(world, "2027-05-22")
    comes_in(world)
    assert the_case(world).state is TaskState.DONE and the_case(world).evidence == "MP-000001 is paid."


def test_the_case_closes_itself_when_all_of_it_was_credited(world):
    (invoice,) = world.rows("invoices")
    asked = Asked(CorrectionKind.CREDIT_NOTE, invoice.id, 3995, CorrectionReason.BILLING_ERROR, "Never agreed to.")
    corrections.ask(world.deps, asked, key="key-1", who=world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila"))
    assert the_case(world).state is TaskState.DONE


@pytest.mark.parametrize(
    ("code", "says"), [("R11", "look once more at what was agreed"), ("R01", "It is not sent again from here")]
)
def test_the_case_stays_open_with_its_next_step_when_the_debit_came_back_again(world, code, says):
    on(world, "2027-05-18")
    sends(world)
    on(world, "2027-05-21")
    comes_back(world, code, Outcome.FAILED)
    case = the_case(world)
    assert case.state is TaskState.OPEN and f"2027-05-21 with {code}" in case.steps[-1] and says in case.steps[-1]


def test_a_case_that_was_closed_too_early_is_filed_anew_when_the_debit_came_back_again(world):
    on(world, "2027-05-18")
    sends(world)
    tasks.hand_in(world.deps, the_case(world).id, who=world.sam, evidence="Sent again.", evidence_url="")
    on(world, "2027-05-21")
    comes_back(world, "R11", Outcome.FAILED)
    assert [task.state for task in world.rows("tasks") if task.title.startswith("Put ")] == ["done", "open"]


@pytest.mark.parametrize(("code", "title"), [("R10", "Ask whether "), ("R08", "Ask about "), ("R11", "Put ")])
def test_what_a_later_return_asks_of_people_is_a_case_too(world, code, title):
    """Sent again it comes back for want of money; tried by itself on 24 April, it comes back so."""
    sends(world)
    comes_back(world, "R01", Outcome.FAILED)
    before = len(world.rows("tasks"))
    lives(world, "2027-04-24")
    assert tries(world)[-1] == "2027-04-24"
    comes_back(world, code, Outcome.FAILED)
    told = world.rows("tasks")
    assert len(told) == before + (code != "R11") and told[-1].title.startswith(title)


def test_who_closes_the_case_while_the_debit_comes_in_turns_nobody_away(world):
    """Support hands it in at the moment in which the money's news has recorded it, and is about to close the case."""
    on(world, "2027-05-18")
    sends(world)
    handed_in, has_recorded, case_id = Event(), Event(), the_case(world).id

    def hand_in():
        assert has_recorded.wait(10)
        handed_in.set()
        tasks.hand_in(world.deps, case_id, who=world.sam, evidence="Sent again.", evidence_url="")

    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(hand_in)
        with world.app.unit_of_work() as uow:
            uow.record(SHOP, "invoice_paid", actor="processor")
            has_recorded.set()
            assert handed_in.wait(10)
            pause(0.5)
            (case,) = [task for task in uow.tasks.where() if task.title.startswith("Put ")]
            case.withdraw(at=world.clock.now(), why="MP-000001 is paid.")
            uow.commit()
        asked.result(10)
    assert the_case(world).state is TaskState.DONE
