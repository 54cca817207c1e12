"""The task desk: what is handed in is measured, never cut."""

from __future__ import annotations

import pytest

from mappop.domain.roles import Role
from mappop.domain.task import TaskState
from tests.consoles.conftest import Visitor
from tests.world import World


@pytest.fixture
def jo(visitor: Visitor, world: World) -> Visitor:
    """A task waits: one of the two publishers takes changes only by a form."""
    world.confirm(world.on("2027-03-01").sell())
    world.work()
    visitor.sign_in(world.person(Role.ASSISTANT, "Jo", "jo@mappop.example", "manila").email)
    return visitor


def test_evidence_that_is_too_long_is_refused_with_the_limit_and_stays_typed(jo: Visitor, world: World) -> None:
    [task] = [one for one in world.rows("tasks") if one.role is Role.ASSISTANT]
    path, typed = f"/desk/{task.id}", "filed " * 700 + "the end"
    long = jo.post(path, evidence=typed, evidence_url="")
    page = long.get_data(as_text=True)
    assert long.status_code == 422 and "at most 4000" in page and typed in page
    address = jo.post(path, evidence="Filed", evidence_url="https://formdir.example/" + "x" * 2_000)
    assert address.status_code == 422 and "at most 2000" in address.get_data(as_text=True)
    assert world.rows("tasks")[0].state is TaskState.OPEN
    assert jo.post(path, evidence="filed " * 600, evidence_url="").status_code == 302
