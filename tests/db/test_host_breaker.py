"""A failing host is left alone by all workers at once, then asked by one of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from checkers.fetch.breaker import FIRST_REST, PROBE_MAX
from checkers.fetch.outcome import CouldNotCheck
from mappop.clock import FixedClock
from mappop.db.engine import make_engine
from mappop.db.host_breaker import SharedBreaker

HOST = "places.example:443"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2027, 3, 1, 15, 10, tzinfo=UTC))


@pytest.fixture
def workers(database_url: str, clock: FixedClock) -> list[SharedBreaker]:
    engines = [make_engine(database_url, read_only=n % 2 == 1) for n in range(6)]
    yield [SharedBreaker(engines[n], engines[n + 1], clock, failures=3) for n in (0, 2, 4)]
    for engine in engines:
        engine.dispose()


def may_ask(worker: SharedBreaker, host: str = HOST) -> bool:
    try:
        worker.enter(host)
    except CouldNotCheck:
        return False
    return True


def test_failures_that_different_workers_met_add_up(workers: list[SharedBreaker], clock: FixedClock) -> None:
    for n, worker in enumerate(workers):
        assert may_ask(worker) and worker.failed(HOST) == n + 1
    assert [may_ask(worker) for worker in workers] == [False] * 3
    assert may_ask(workers[0], "another.example:443")
    with pytest.raises(CouldNotCheck) as rest:
        workers[1].enter(HOST)
    assert rest.value.after == FIRST_REST


def test_after_the_rest_one_worker_probes_and_its_answer_opens_the_host(
    workers: list[SharedBreaker], clock: FixedClock
) -> None:
    for _ in range(3):
        workers[0].failed(HOST)
    clock.advance(timedelta(seconds=FIRST_REST))
    with ThreadPoolExecutor(6) as pool:
        let_in = list(pool.map(lambda n: may_ask(workers[n % 3]), range(6)))
    assert let_in.count(True) == 1
    workers[2].answered(HOST)
    assert [may_ask(worker) for worker in workers] == [True] * 3
    assert workers[0].failed(HOST) == 1, "the count begins anew"


def test_a_probe_that_fails_doubles_the_rest_and_one_that_is_lost_ends_by_itself(
    workers: list[SharedBreaker], clock: FixedClock
) -> None:
    for _ in range(3):
        workers[0].failed(HOST)
    clock.advance(timedelta(seconds=FIRST_REST))
    assert may_ask(workers[0])
    clock.advance(timedelta(seconds=PROBE_MAX))
    assert may_ask(workers[1]), "the first probe never came back"
    workers[1].failed(HOST)
    clock.advance(timedelta(seconds=FIRST_REST))
    assert not may_ask(workers[2])
    clock.advance(timedelta(seconds=FIRST_REST))
    assert may_ask(workers[2])
