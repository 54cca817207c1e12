"""Admin → Operations: what the machine did last, and whose doing it was."""

from __future__ import annotations

from bs4 import BeautifulSoup

from mappop.domain.roles import Role
from tests.consoles.conftest import Visitor
from tests.world import DELGADO, ROSA, World


def test_the_audit_trail_names_people_of_ours_and_parts_of_the_machine(visitor: Visitor, world: World) -> None:
    world.sell(DELGADO, ROSA)
    world.work()
    visitor.sign_in(world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila").email)
    page = BeautifulSoup(visitor.get("/admin/").get_data(as_text=True), "html.parser")
    by = " ".join(line.get_text() for line in page.select(".timeline .when"))
    assert f", {world.agent.name}, entry 1" in by and ", worker, entry 3" in by
    assert world.agent.id not in page.get_text()
