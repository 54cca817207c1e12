"""Support's cases of a subscription that has an end, dated: they close by themselves, and say why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mappop.domain.processor import NoAnswer
from mappop.domain.subscription import SubscriptionState
from mappop.domain.task import TaskState
from mappop.services import billing, cancelling, moot_cases, sales
from tests.scenarios import test_first_charge as charging
from tests.scenarios.test_dunning import comes_back, comes_in, first_charge, lives, on, subscription
from tests.world import FakeTaxEngine, World

CANCELED = "The subscription has ended: canceled by the owner."


@pytest.fixture
def world(world: World) -> World:
    """Rosa's yes is on Monday 1 March: her first charge stands on Wednesday 31 March."""
    return world.on("2027-03-01")


def a_debit_comes_back(world, code):
    trial = first_charge(world, kind="bank")
    on(world, "2027-04-06")
    comes_in(world)
    on(world, "2027-04-20")
    comes_back(world, code)
    return trial


def cancels(world, trial):
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})


def the_cases(world, *begin):
    found = [task for task in world.rows("tasks") if task.title.startswith(begin)]
    return [(task.state, task.evidence) for task in sorted(found, key=lambda task: task.filed_at)]


@pytest.mark.parametrize(("code", "title"), [("R10", "Ask whether "), ("R08", "Ask about "), ("R11", "Put ")])
def test_who_cancels_need_not_be_asked_about_the_debit_that_came_back(world, code, title):
    trial = a_debit_comes_back(world, code)
    assert the_cases(world, title) == [(TaskState.OPEN, "")]
    on(world, "2027-04-22")
    cancels(world, trial)
    assert the_cases(world, title) == [(TaskState.DONE, CANCELED)]


def test_nobody_is_asked_any_more_when_the_subscription_ended_unpaid(world):
    a_debit_comes_back(world, "R10")
    lives(world, "2027-05-10")
    assert the_cases(world, "Ask whether ") == [(TaskState.OPEN, "")], "a chance to stay, until the end"
    lives(world, "2027-05-13")
    assert subscription(world).state is SubscriptionState.CANCELED
    said = "The subscription has ended: MP-000001 was not paid."
    assert the_cases(world, "Ask whether ") == [(TaskState.DONE, said)]


def test_a_failure_that_is_ours_is_not_looked_for_when_the_owner_has_canceled(world):
    trial = first_charge(world, declines="processing_error")
    title = "Find out why "
    assert the_cases(world, title) == [(TaskState.OPEN, "")]
    cancels(world, trial)
    assert the_cases(world, title) == [(TaskState.DONE, CANCELED)]


def unreachable(world):
    trial = world.sell(owner={"name": "Rosa Delgado"})
    sales.confirm_by_verifier(
        world.deps, trial.id, who=world.verifier, recording="R-2", number="5125550134", number_from="state register"
    )
    billing.choose_invoice(world.deps, trial.business_id, actor="owner")
    lives(world, "2027-03-25")
    return trial


def test_how_an_owner_is_told_of_a_charge_is_not_asked_when_none_will_come(world):
    trial = unreachable(world)
    assert the_cases(world, "Find out how ") == [(TaskState.OPEN, "")]
    cancels(world, trial)
    assert the_cases(world, "Find out how ") == [(TaskState.DONE, CANCELED)]


def test_who_goes_on_after_all_is_asked_for_anew(world):
    trial = unreachable(world)
    cancels(world, trial)
    on(world, "2027-03-26")
    cancelling.go_on(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    day = date(2027, 3, 27)
    while day < date(2027, 4, 10):
        on(world, day.isoformat())
        day += timedelta(days=1)
    assert [state for state, _ in the_cases(world, "Find out how ")] == [TaskState.DONE, TaskState.OPEN]


def test_a_tax_that_no_charge_waits_for_is_not_looked_for(world):
    world.tax_engine = FakeTaxEngine(82_500)
    trial = charging.started(world)
    charging.on(world, "2027-03-24")
    charging.report(world, "charge_reminder", "delivered")
    world.tax_engine.fault = NoAnswer("Stripe did not answer")
    charging.on(world, "2027-03-31", "17:01")
    assert the_cases(world, "No tax ") == [(TaskState.OPEN, "")]
    cancels(world, trial)
    assert the_cases(world, "No tax ") == [(TaskState.DONE, CANCELED)]


def waits_for_its_tax(world):
    """From 31 March on; the engine answers on 2 April."""
    world.tax_engine = FakeTaxEngine(82_500)
    charging.started(world)
    charging.on(world, "2027-03-24")
    charging.report(world, "charge_reminder", "delivered")
    world.tax_engine.fault = NoAnswer("Stripe did not answer")
    charging.on(world, "2027-03-31", "17:01")
    assert the_cases(world, "No tax ") == [(TaskState.OPEN, "")]
    world.tax_engine.fault = None
    charging.on(world, "2027-04-02", "17:01")


CHARGED = [(TaskState.DONE, "The tax was told and the charge was made: MP-000001.")]


def test_the_case_of_a_charge_that_waited_for_its_tax_closes_with_the_charge(world):
    waits_for_its_tax(world)
    assert len(world.rows("invoices")) == 1 and the_cases(world, "No tax ") == CHARGED


def test_a_tax_that_is_lacking_at_the_next_charge_is_a_case_of_its_own(world):
    waits_for_its_tax(world)
    world.tax_engine.fault = NoAnswer("Stripe did not answer")
    charging.on(world, "2027-05-02", "17:01")
    assert the_cases(world, "No tax ") == [*CHARGED, (TaskState.OPEN, "")]
    assert moot_cases.close_left(world.deps) == 0, "its charge waits"


def test_the_case_of_a_charge_that_was_made_before_they_closed_so_is_closed_the_next_day(world):
    waits_for_its_tax(world)
    with world.app.unit_of_work() as uow:
        task = uow.tasks.get(next(task.id for task in world.rows("tasks") if task.title.startswith("No tax ")))
        task.state, task.done_at, task.evidence = TaskState.OPEN, None, ""
        uow.commit()
    world.tax_engine = None
    assert [moot_cases.close_left(world.deps), moot_cases.close_left(world.deps)] == [1, 0]
    assert the_cases(world, "No tax ") == CHARGED


def test_cases_of_whoever_had_canceled_before_they_closed_so_are_closed_the_next_day(world):
    world.tax_engine = FakeTaxEngine(82_500, NoAnswer("Stripe did not answer"))
    trial = charging.started(world)
    charging.on(world, "2027-03-24")
    (waiting,) = [task for task in world.rows("tasks") if task.title.startswith("No tax ")]
    assert moot_cases.close_left(world.deps) == 0, "its charge waits"
    cancels(world, trial)
    with world.app.unit_of_work() as uow:
        task = uow.tasks.get(waiting.id)
        task.state, task.done_at, task.evidence, task.key = TaskState.OPEN, None, "", waiting.key
        uow.commit()
    assert [moot_cases.close_left(world.deps), moot_cases.close_left(world.deps)] == [1, 0]
    assert the_cases(world, "No tax ") == [(TaskState.DONE, CANCELED)]


def test_what_is_of_no_charge_stays(world):
    """Places that a person has to file, for one."""
    trial = charging.started(world)
    others = [task.id for task in world.rows("tasks") if task.state is TaskState.OPEN]
    cancels(world, trial)
    assert others and [task.id for task in world.rows("tasks") if task.state is TaskState.OPEN] == others
