"""A worker of the lane that checks: each job is a forked horse, and all of them ask one process to read pages."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from rq import Queue
from rq.serializers import JSONSerializer

from checkers.extract.apart import read_apart
from jobs.dispatcher import queue_name
from mappop import bell, bootstrap, settings
from mappop.cli.embedded_redis import start_redis
from mappop.clock import monotonic
from mappop.db.upgrade import upgrade

ROOT = Path(__file__).parents[2]
HEAVY = "<p>12 Elm St<br>Austin, TX 78702" * 150_000  # seconds of work, within the bounds of a page
PATIENCE = 60  # seconds
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")


class Started:
    """What one test has started; ended in reverse, the worker before its Redis."""

    def __init__(self) -> None:
        self.processes: list[subprocess.Popen[str]] = []
        self._folders: list[Path] = []

    def start(self, name: str, command: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[str]:
        self.processes.append(subprocess.Popen(list(command), env={**os.environ, **environ}, cwd=ROOT, text=True))
        return self.processes[-1]

    def remove_at_end(self, folder: Path) -> None:
        self._folders.append(folder)

    def end(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
            process.wait(timeout=PATIENCE)
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)


class ReadingWorker:
    """`mappop worker check` on a Redis of its own; `ask` gives it a page, `answer` waits for what its horse read."""

    def __init__(self, started: Started, home: Path) -> None:
        url = start_redis(started, home)  # type: ignore[arg-type]  # all that it asks of the children of `mappop up`
        environ = {"MAPPOP_HOME": str(home), "MAPPOP_REDIS_URL": url, "MAPPOP_SECRET_KEY": "of this test alone" * 3}
        upgrade(bootstrap.App(settings.load(environ)).engine)
        self.redis = bell.connect(url)
        self.queue = Queue(queue_name("check"), connection=self.redis, serializer=JSONSerializer)
        self.pid = started.start("worker", [sys.executable, "-m", "mappop", "worker", "check"], environ).pid

    def ask(self, page: str, key: str) -> str:
        self.queue.enqueue(f"{__name__}.read_in_a_horse", page, self.address, key)
        return key

    def answer(self, key: str) -> dict[str, Any]:
        told = soon(lambda: self.redis.blpop([key], timeout=1))  # redis-py gives up on a reply after five seconds
        assert told, "no answer of a horse"
        return JSONSerializer.loads(told[1])

    def reads(self, number: int) -> dict[str, Any]:
        page = f"<h1>Elm Pipes</h1><p>{number} Elm St<br>Austin, TX 78702"
        return self.answer(self.ask(page, f"answer-{number}"))

    @property
    def address(self) -> str:
        return f"unix://{self.redis.connection_pool.connection_kwargs['path']}"


def read_in_a_horse(page: str, redis_url: str, key: str) -> None:
    """The job: read a page as checks do, and tell which processes there are."""
    bell.connect(redis_url).set("horse", os.getpid())
    reading = read_apart(page.encode())
    told = {
        "streets": [listing.nap.street for listing in reading.listings[:1]],
        "reason": reading.reason,
        "horse": os.getpid(),
        "own": children(os.getpid()),
        "house": [pid for pid in children(os.getppid()) if pid != os.getpid()],
    }
    bell.connect(redis_url).rpush(key, JSONSerializer.dumps(told))


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def soon(holds: Callable[[], Any]) -> Any:
    ends = monotonic() + PATIENCE
    while not (held := holds()) and monotonic() < ends:
        bell.pause(0.02)
    return held


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadingWorker]:
    started = Started()
    try:
        yield ReadingWorker(started, tmp_path_factory.mktemp("reading"))
    finally:
        started.end()


def test_its_horses_share_one_reading_process_of_the_worker(worker: ReadingWorker) -> None:
    told = [worker.reads(number) for number in (11, 12, 13)]
    assert [one["streets"] for one in told] == [["11 Elm St"], ["12 Elm St"], ["13 Elm St"]]
    assert len({one["horse"] for one in told}) == 3
    assert [len(one["house"]) for one in told] == [1, 1, 1] and len({one["house"][0] for one in told}) == 1
    assert [one["own"] for one in told] == [[], [], []], "a horse that starts a process of its own pays 0.3 s of CPU"


def test_a_horse_that_is_killed_over_a_page_leaves_the_next_one_a_reader(worker: ReadingWorker) -> None:
    house = worker.reads(21)["house"]
    worker.redis.delete("horse")
    worker.ask(HEAVY, "never")
    horse = int(soon(lambda: worker.redis.get("horse")))
    readers = soon(lambda: len(children(house[0])) > 0 and children(house[0]))
    os.kill(horse, signal.SIGKILL)
    after = worker.reads(22)
    assert (after["streets"], after["house"]) == (["22 Elm St"], house)
    assert soon(lambda: not set(readers) & set(children(house[0]))), "nobody waits for what it reads any more"
    assert worker.redis.llen("never") == 0


def test_a_reading_process_that_was_killed_is_there_again_for_the_next_horse(worker: ReadingWorker) -> None:
    before = worker.reads(31)
    os.kill(before["house"][0], signal.SIGKILL)
    after = worker.reads(32)
    assert after["streets"] == ["32 Elm St"]
    assert before["house"][0] not in after["house"] and len(after["house"]) == 1 and after["own"] == []
