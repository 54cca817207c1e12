"""What scenarios rely on: rows come as they were written, on both databases, whatever was changed since."""

from __future__ import annotations

from mappop.domain.person import Centre
from tests.world import World


def test_a_row_that_is_changed_later_stays_where_it_was_written(world: World) -> None:
    names = [f"centre-{n}" for n in range(5)]
    for name in names:
        with world.app.unit_of_work() as uow:
            uow.centres.add(Centre(name, name, "Asia/Manila"))
            uow.commit()
    with world.app.unit_of_work() as uow:
        uow.centres.get("centre-0").name = "Harbor Calls"
        uow.commit()
    assert [centre.id for centre in world.rows("centres")][-5:] == names
