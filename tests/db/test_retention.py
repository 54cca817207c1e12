"""Tables stay small: what has served is forgotten after ninety days, what proves anything is kept."""

from datetime import timedelta

from mappop.services import housekeeping
from tests.world import World


def test_done_work_is_forgotten_after_ninety_days_and_evidence_is_kept(world: World) -> None:
    world.on("2027-03-01")
    world.confirm(world.sell())
    world.work()
    kept = {table: len(world.rows(table)) for table in ("messages", "audit_entries", "checks", "listings")}
    done = sum(row.state == "done" for row in world.rows("work"))
    assert done and housekeeping.prune(world.deps) == 0
    world.later(days=90, seconds=1)
    assert housekeeping.prune(world.deps) == done
    assert not any(row.state == "done" for row in world.rows("work"))
    assert {table: len(world.rows(table)) for table in kept} == kept


def test_work_that_waits_or_was_parked_is_never_forgotten(world: World) -> None:
    world.confirm(world.sell())
    waiting = len(world.rows("work"))
    world.clock.advance(timedelta(days=400))
    housekeeping.prune(world.deps)
    assert len(world.rows("work")) == waiting
