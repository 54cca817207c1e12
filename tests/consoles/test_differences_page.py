"""Admin → Differences: both sides agreeing at first, then a case with what to do."""

from __future__ import annotations

import pytest

from mappop.domain.processor import Answer, Outcome
from mappop.domain.roles import Role
from mappop.services import reconciling
from tests.consoles.conftest import Visitor
from tests.world import World


@pytest.fixture
def mia(visitor: Visitor, world: World) -> Visitor:
    visitor.sign_in(world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila").email)
    return visitor


def shown(mia: Visitor) -> str:
    return " ".join(mia.get("/admin/differences").get_data(as_text=True).split())


def test_a_charge_that_we_know_nothing_of_stands_there_with_what_to_do(mia: Visitor, world: World) -> None:
    assert "Both sides agree" in shown(mia)
    world.processor.made["stranger"] = Answer("stranger", "<b>pi_stray", Outcome.PAID, 5000, "", 175)
    reconciling.reconcile(world.later(hours=1).deps)
    page = shown(mia)
    assert "They have it, we don’t" in page and "$50.00" in page and "Both sides agree" not in page
    assert "<b>" not in page.partition("They have it")[2]
