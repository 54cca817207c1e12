"""The PIN that a place reads out to the owner: told on the owner's own page, passed on, never twice."""

from __future__ import annotations

import pytest

from mappop.domain.listing import Listing, ListingState
from mappop.domain.task import TaskState
from mappop.services.signing import OWNER_LINK
from provisioners.connector import HandTask, Outcome, Plan
from provisioners.errors import Permanent
from tests.consoles.conftest import Visitor
from tests.world import FakePublisher, World


class Voice(FakePublisher):
    """Calls the shop and reads a PIN out; publishes once it hears it back."""

    def __init__(self) -> None:
        super().__init__("voicebook")
        self.heard: list[str] = []

    def apply(self, plan: Plan, session: object) -> Outcome:
        super().apply(plan, session)
        brief = HandTask("Pass on the PIN", "The listing is proven", ("Call the owner",), "Its state")
        return Outcome.pending(plan.listing_id, "phone pin", task=brief)

    def confirm_pin(self, ref: str, pin: str, session: object) -> Outcome:
        if pin != "4506":
            raise Permanent("the publisher refused a value", code="wrong_pin")
        self.heard.append(pin)
        return Outcome.accepted(ref)


@pytest.fixture
def voice(world: World) -> Voice:
    world.publishers["voicebook"] = Voice()
    return world.publishers["voicebook"]


@pytest.fixture
def owner(visitor: Visitor, world: World, voice: Voice) -> Visitor:
    world.confirm(world.sell())
    world.work()
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}")
    return visitor


def waiting(world: World) -> Listing:
    return next(listing for listing in world.rows("listings") if listing.publisher == "voicebook")


def test_what_needs_the_owner_leads_to_where_it_is_done(owner: Visitor, world: World, voice: Voice) -> None:
    path = f"/portal/places/{waiting(world).id}"
    assert path in owner.get("/portal/").get_data(as_text=True)
    assert owner.post(path, pin="4 5 0 6").status_code == 302, "typed as the voice says it"
    assert voice.heard == ["4506"] and waiting(world).state is ListingState.ACCEPTED
    assert "has taken the PIN" in owner.get(path).get_data(as_text=True)


def test_a_pin_that_was_told_leaves_no_task_behind(owner: Visitor, world: World, voice: Voice) -> None:
    listing = waiting(world)
    asked = [task for task in world.rows("tasks") if task.listing_id == listing.id]
    assert [task.state for task in asked] == [TaskState.OPEN]
    owner.post(f"/portal/places/{listing.id}", pin="4506")
    done = next(task for task in world.rows("tasks") if task.listing_id == listing.id)
    assert done.state is TaskState.DONE and done.evidence == "Voicebook has taken the PIN."


@pytest.mark.parametrize("pin", ["", "9999", "<b>", "4" * 500])
def test_a_wrong_pin_is_said_beside_its_field(owner: Visitor, world: World, voice: Voice, pin: str) -> None:
    path = f"/portal/places/{waiting(world).id}"
    answer = owner.post(path, pin=pin)
    assert answer.status_code == 422 and 'id="e-pin"' in answer.get_data(as_text=True)
    assert voice.heard == [] and waiting(world).state is ListingState.PENDING_VERIFICATION


def test_a_second_tab_hears_that_nothing_waits_any_more(owner: Visitor, world: World, voice: Voice) -> None:
    path = f"/portal/places/{waiting(world).id}"
    owner.post(path, pin="4506")
    owner.post(path, on="/portal/", pin="4506")
    assert "does not wait for a PIN" in owner.get(path).get_data(as_text=True)
    assert voice.heard == ["4506"]
