"""What we owe a customer, dated: it pays before anybody is pursued, and goes back when no bill is left to use it."""

from __future__ import annotations

import pytest

from mappop.domain.correction import CorrectionKind, CorrectionReason
from mappop.domain.processor import Outcome
from mappop.domain.roles import Role
from mappop.domain.subscription import SubscriptionState
from mappop.domain.task import TaskState
from mappop.services import cancelling, corrections
from mappop.services.corrections import Asked
from tests.scenarios.test_dunning import comes_back, comes_back_of, comes_in, first_charge, lives, on, subscription
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """Rosa's bank is debited for 39.95 on Wednesday 31 March, and for the next month on 30 April; Mia administers."""
    world.on("2027-03-01")
    world.trial_id = first_charge(world, kind="bank").id
    world.mia = world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    return world


def credit(world, amount, invoice):
    asked = Asked(CorrectionKind.CREDIT_NOTE, invoice.id, amount, CorrectionReason.OUTAGE, "The site was down.")
    corrections.ask(world.deps, asked, key=f"form-{amount}", who=world.mia)
    world.work()


def bills(world):
    return sorted(world.rows("invoices"), key=lambda bill: bill.number)


def owed(world):
    return sum(one.amount_minor for one in world.rows("customer_credits"))


def debits(world):
    return [(one.state.value, one.amount_minor) for one in world.rows("payments")]


def cases(world):
    """The open ones of support that give money back."""
    told = [task for task in world.rows("tasks") if task.title.startswith("Give back") and task.state is TaskState.OPEN]
    return [task.title for task in told]


def test_who_is_owed_the_month_is_not_pursued_when_its_debit_fails(world):
    """March is credited while April's debit is under way; its bank says on 3 May that there is no money."""
    world.on("2027-04-05")
    comes_in(world)
    on(world, "2027-04-30")
    credit(world, 39_95, bills(world)[0])
    assert owed(world) == 39_95
    world.on("2027-05-03")
    comes_back_of(world, max(world.rows("payments"), key=lambda one: one.asked_at), "R01", Outcome.FAILED)
    lives(world, "2027-05-20")
    assert (owed(world), subscription(world).state) == (0, SubscriptionState.ACTIVE)
    assert debits(world) == [("succeeded", 39_95), ("failed", 39_95)] and world.rows("dunnings") == []


def test_a_debit_that_came_back_is_tried_again_for_no_more_than_is_owed(world):
    """20.00 are credited once the debit was in; it comes back on 10 April, and is tried again on the 14th."""
    world.on("2027-04-05")
    comes_in(world)
    credit(world, 20_00, bills(world)[0])
    world.on("2027-04-10")
    comes_back(world, "R01")
    lives(world, "2027-04-20")
    assert owed(world) == 0 and bills(world)[0].balance_minor == 19_95
    assert all(amount == 19_95 for _, amount in debits(world)[1:])


def test_a_debit_that_comes_in_after_the_end_for_days_that_were_credited_is_given_back(world):
    """She leaves at once on 1 April, the unused days come off the open invoice, and the debit still brings it all."""
    cancelling.cancel(
        world.on("2027-04-01").deps, world.trial_id, actor="owner", evidence={"way": "link"}, at_once=True
    )
    lives(world, "2027-04-02")
    credit(world, 37_29, bills(world)[0])
    assert cases(world) == []
    world.on("2027-04-05")
    comes_in(world)
    assert owed(world) == 37_29 and cases(world) == ["Give back $37.29 that we owe: Delgado Plumbing"]
    lives(world, "2027-04-20")
    assert cases(world) == ["Give back $37.29 that we owe: Delgado Plumbing"]


def test_what_is_credited_after_the_end_is_one_case_with_the_whole_sum(world):
    world.on("2027-04-05")
    comes_in(world)
    cancelling.cancel(world.deps, world.trial_id, actor="owner", evidence={"way": "link"})
    lives(world, "2027-05-02")
    assert cases(world) == []
    credit(world, 10_00, bills(world)[0])
    credit(world, 5_00, bills(world)[0])
    assert cases(world) == ["Give back $15.00 that we owe: Delgado Plumbing"]
