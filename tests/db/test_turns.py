"""A host's rate holds over all workers: each process has its own connection, and all share the turns."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from mappop.clock import FixedClock
from mappop.db.engine import make_engine
from mappop.db.tables import metadata
from mappop.db.turns import SharedTurns

HOST = "places.example:443"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2027, 3, 1, 15, 10, tzinfo=UTC))


@pytest.fixture
def workers(database_url: str, clock: FixedClock) -> list[SharedTurns]:
    engines = [make_engine(database_url) for _ in range(4)]
    metadata.create_all(engines[0])
    yield [SharedTurns(engine, clock) for engine in engines]
    for engine in engines:
        engine.dispose()


def test_of_many_that_ask_at_once_one_gets_the_turn(workers: list[SharedTurns], clock: FixedClock) -> None:
    for _ in range(3):
        with ThreadPoolExecutor(8) as pool:
            waits = list(pool.map(lambda n: workers[n % 4].take(HOST, 2.0), range(8)))
        assert waits.count(0.0) == 1 and set(waits) == {0.0, 2.0}
        clock.advance(timedelta(seconds=2))


def test_a_host_that_asked_for_silence_has_it_from_every_worker(workers: list[SharedTurns], clock: FixedClock) -> None:
    workers[0].hold(HOST, 120)
    workers[1].hold(HOST, 5)
    assert [worker.take(HOST, 1.0) for worker in workers] == [120.0] * 4
    assert workers[2].take("another.example:443", 1.0) == 0.0
    clock.advance(timedelta(seconds=120))
    assert workers[3].take(HOST, 1.0) == 0.0
