"""The reminder bounces, the owner gives another address, and the charge moves: dated, as the demo's fourth scene."""

from __future__ import annotations

from datetime import date

import pytest

from mappop.domain.errors import Invalid, Refused
from mappop.domain.task import TaskState
from mappop.services import reaching
from tests.scenarios.test_first_charge import on, report, started, subscription
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """Rosa's first charge stands on Wednesday, March 31, 2027."""
    return world.on("2027-03-01")


def move_to(world: World, trial, *, mobile: str = "", email: str = "") -> bool:
    changed = reaching.change(world.deps, trial.id, mobile=mobile, email=email, actor="owner")
    world.work()
    return changed


def told(world: World) -> list[str]:
    return [m.to for m in [*world.mail.carried, *world.texts.carried] if m.kind == "reach_changed"]


def test_a_bounced_reminder_and_a_new_address_move_the_charge_which_is_then_made_once(world: World) -> None:
    trial = started(world)
    on(world, "2027-03-24")
    report(world, "charge_reminder", "bounced")
    on(world, "2027-03-25")
    (search,) = [task for task in world.rows("tasks") if task.key.startswith("reach:")]
    world.on("2027-03-26")
    assert move_to(world, trial, email="rosa@new.example")
    assert told(world) == ["rosa@new.example"]  # the old one sends everything back
    assert next(task for task in world.rows("tasks") if task.id == search.id).state is TaskState.DONE
    on(world, "2027-03-26")
    assert subscription(world).charge_on == date(2027, 4, 2)
    report(world, "charge_reminder", "delivered")
    on(world, "2027-03-31", "18:00")
    assert world.rows("invoices") == []
    on(world, "2027-04-02", "18:00")
    on(world, "2027-04-02", "20:00")
    (invoice,) = world.rows("invoices")
    assert invoice.period_start == date(2027, 4, 2)


def test_the_place_that_is_left_is_told_too_so_that_nobody_changes_it_unseen(world: World) -> None:
    trial = started(world)
    assert move_to(world, trial, email="thief@elsewhere.example", mobile="(512) 555-0199")
    assert sorted(told(world)) == ["+15125550199", "rosa@delgado.example", "thief@elsewhere.example"]
    assert not move_to(world, trial, email="thief@elsewhere.example", mobile="512-555-0199")
    assert len(told(world)) == 3


@pytest.mark.parametrize(
    ("mobile", "email", "wrong"),
    [("", "", "is missing"), ("12", "", "is no US phone number"), ("", "rosa at home", "is no e-mail address")],
)
def test_what_is_no_place_to_write_to_is_refused_and_nothing_changes(
    world: World, mobile: str, email: str, wrong: str
) -> None:
    trial = started(world)
    with pytest.raises(Invalid, match=wrong):
        move_to(world, trial, mobile=mobile, email=email)
    assert world.trial(trial.id).owner["email"] == "rosa@delgado.example" and told(world) == []


def test_support_changes_it_only_for_somebody_who_was_noted_on_the_line(world: World) -> None:
    trial = started(world)
    with pytest.raises(Refused, match="Note first who is calling"):
        reaching.change_for(world.deps, trial.id, mobile="", email="rosa@new.example", who=world.verifier)
    assert world.trial(trial.id).owner["email"] == "rosa@delgado.example"
