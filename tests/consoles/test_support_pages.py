"""The support console: the cases that wait, and closing one with what was said."""

from __future__ import annotations

import pytest

from mappop.domain.roles import Role
from mappop.services import texts_in
from tests.consoles.conftest import Visitor
from tests.world import World

MOBILE = "+15125550166"


@pytest.fixture
def carlo(visitor: Visitor, world: World) -> Visitor:
    who = world.person(Role.SUPPORT_AGENT, "Carlo", "carlo@mappop.example", "manila")
    assert visitor.sign_in(who.email).location == "/support/"
    return visitor


def texted(world: World, words: str, sender: str = MOBILE) -> None:
    texts_in.keep(world.deps, {"id": f"SM-{words}", "from": sender, "body": words})
    world.work()


def started(world: World):
    trial = world.sell()
    world.confirm(trial)
    world.work()
    return trial


def test_an_empty_desk_says_what_will_come(carlo: Visitor) -> None:
    assert "No case is open" in carlo.get("/support/").get_data(as_text=True)


def test_a_sentence_of_an_owner_is_a_case_that_is_closed_with_what_was_done(carlo: Visitor, world: World) -> None:
    started(world)
    texted(world, "Please call me <script>")
    page = carlo.get("/support/").get_data(as_text=True)
    assert "Delgado Plumbing texted" in page
    (task,) = [t for t in world.rows("tasks") if t.role is Role.SUPPORT_AGENT]
    path = f"/support/cases/{task.id}"
    assert "&lt;script&gt;" in carlo.get(path).get_data(as_text=True)
    empty = carlo.post(path, evidence=" ")
    assert empty.status_code == 422 and "say what you did" in empty.get_data(as_text=True)
    carlo.post(path, evidence="Called her back; she wanted the Saturday hours.")
    assert "No case is open" in carlo.get("/support/").get_data(as_text=True)
    assert "Saturday hours" in carlo.get(path).get_data(as_text=True)


def test_a_text_from_nobody_known_is_seen(carlo: Visitor, world: World) -> None:
    texted(world, "who are you", "+19155550101")
    page = carlo.get("/support/").get_data(as_text=True)
    assert "(915) 555-0101" in page and "who are you" in page


def test_supports_cases_are_not_on_the_assistants_desk(visitor: Visitor, world: World) -> None:
    started(world)
    texted(world, "Please call me")
    jo = world.person(Role.ASSISTANT, "Jo", "jo@mappop.example", "manila")
    visitor.sign_in(jo.email)
    (task,) = [t for t in world.rows("tasks") if t.role is Role.SUPPORT_AGENT]
    assert "texted" not in visitor.get("/desk/").get_data(as_text=True)
    assert visitor.get(f"/desk/{task.id}").status_code == 404
