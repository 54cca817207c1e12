"""Leases, fences and sweeps: who may work a row, and who may write what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mappop.db.outbox import RING_AGAIN_AFTER, Outbox
from mappop.db.unit_of_work import LeaseLost
from mappop.domain.outbox import LEASE, WorkState
from tests.world import World

JOB = "jobs.sites.publish"


@pytest.fixture
def outbox(world: World) -> Outbox:
    return Outbox(world.app.engine)


def enqueue(world: World, key: str = "once", **more: object) -> int:
    """One row of work; its id."""
    with world.app.unit_of_work() as uow:
        uow.enqueue(JOB, {"business_id": "none"}, key=key, **more)  # type: ignore[arg-type]  # due_at
        uow.commit()
    rings = Outbox(world.app.engine).to_ring(now=world.clock.now() + timedelta(days=9))
    return rings[-1].row_id


def state(world: World, row_id: int) -> str:
    from sqlalchemy import select

    from mappop.db.tables.work import outbox as table

    with world.app.engine.connect() as connection:
        return WorkState(connection.execute(select(table.c.state).where(table.c.id == row_id)).scalar_one()).value


def test_the_same_key_is_one_piece_of_work(world: World, outbox: Outbox) -> None:
    enqueue(world)
    enqueue(world)
    assert outbox.open_count(now=world.clock.now()) == 1


def test_work_that_was_not_committed_does_not_exist(world: World, outbox: Outbox) -> None:
    with world.app.unit_of_work() as uow:
        uow.enqueue(JOB, {}, key="lost")
    assert outbox.open_count(now=world.clock.now()) == 0


def test_two_workers_and_one_row_one_of_them_has_it(world: World, outbox: Outbox) -> None:
    row, now = enqueue(world), world.clock.now()
    assert outbox.claim(row, owner="a", now=now) is not None
    assert outbox.claim(row, owner="b", now=now) is None


def test_work_for_later_is_not_claimed_and_not_rung_before_its_time(world: World, outbox: Outbox) -> None:
    now = world.clock.now()
    row = enqueue(world, due_at=now + timedelta(minutes=5))
    assert outbox.claim(row, owner="a", now=now) is None and outbox.to_ring(now=now) == []
    assert outbox.claim(row, owner="a", now=now + timedelta(minutes=5)) is not None


def test_a_dead_workers_row_is_taken_over_when_its_lease_runs_out(world: World, outbox: Outbox) -> None:
    row, now = enqueue(world), world.clock.now()
    outbox.claim(row, owner="dead", now=now)
    assert outbox.claim(row, owner="b", now=now + LEASE) is None
    second = outbox.claim(row, owner="b", now=now + LEASE + timedelta(seconds=1))
    assert second is not None and second.attempt == 2


def test_a_frozen_worker_that_comes_back_can_write_nothing(world: World, outbox: Outbox) -> None:
    row, now = enqueue(world), world.clock.now()
    frozen = outbox.claim(row, owner="frozen", now=now)
    later = now + LEASE + timedelta(seconds=1)
    taken_over = outbox.claim(row, owner="b", now=later)
    assert frozen is not None and taken_over is not None
    with world.app.unit_of_work(fence=frozen.fence) as uow:
        uow.enqueue(JOB, {}, key="written by the frozen one")
        with pytest.raises(LeaseLost):
            uow.commit()
    assert not outbox.finish(frozen, now=later) and not outbox.renew(frozen, now=later)
    assert outbox.open_count(now=world.clock.now()) == 1 and state(world, row) == "running"
    assert outbox.finish(taken_over, now=later) and state(world, row) == "done"


def test_the_sweep_gives_back_what_a_dead_worker_held_and_parks_what_is_used_up(world: World, outbox: Outbox) -> None:
    first, poison, now = enqueue(world, "first"), enqueue(world, "poison"), world.clock.now()
    outbox.rung({first: ("now", 3), poison: ("now", 1)}, now=now)
    for row in (first, poison):
        outbox.claim(row, owner="dies", now=now)
    assert outbox.sweep(now=now + LEASE) == 0
    assert outbox.sweep(now=now + LEASE + timedelta(seconds=1)) == 2
    assert (state(world, first), state(world, poison)) == ("due", "parked")


def test_a_ring_that_was_swallowed_is_repeated_and_an_emptied_doorbell_is_rung_at_once(
    world: World, outbox: Outbox
) -> None:
    row, now = enqueue(world), world.clock.now()
    outbox.rung({row: ("now", 3)}, now=now)
    assert outbox.to_ring(now=now + RING_AGAIN_AFTER) == []
    assert [r.row_id for r in outbox.to_ring(now=now + RING_AGAIN_AFTER + timedelta(seconds=1))] == [row]
    outbox.forget_rings()
    assert [r.row_id for r in outbox.to_ring(now=now)] == [row]


def test_parked_work_runs_again_when_a_person_says_so(world: World, outbox: Outbox) -> None:
    row, now = enqueue(world), world.clock.now()
    lease = outbox.claim(row, owner="a", now=now)
    assert lease is not None and outbox.park(lease, error="no")
    assert outbox.run_again(row, now=now) and not outbox.run_again(row, now=now)
    assert state(world, row) == "due"


def test_the_audit_trail_of_two_writers_at_once_is_one_chain(world: World) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from mappop.services import audit

    business = world.sell().business_id

    def write(n: int) -> None:
        with world.app.unit_of_work() as uow:
            uow.record(business, "noted", actor=f"writer {n}")
            uow.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert audit.verify(world.deps).breaks == ()
    assert len([e for e in world.rows("audit_entries") if e.event == "noted"]) == 40
