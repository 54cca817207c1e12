"""A worker of one lane: RQ's own. Where strangers' words are handled, each job gets a forked horse."""

from __future__ import annotations

import os
from uuid import uuid4

from rq import Queue, SimpleWorker, Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from checkers.extract.apart import start
from jobs.base import all_jobs
from jobs.dispatcher import queue_name
from mappop import bell, bootstrap

# Recovery is the outbox's work: RQ's maintenance only tidies its own registries.
MAINTENANCE_SECONDS = 30
# On a small machine the lane that a person waits for goes first, but only just: a worker that is set far back and
# loses the processor while it holds SQLite's write lock holds up everybody.
_NICE = {"now": 0, "publish": 2, "check": 3, "slow": 5}
WAIT_FOR_REDIS = 2.0  # seconds at most between tries; RQ's own minute would keep a person waiting


class _Forking(Worker):
    max_connection_wait_time = WAIT_FOR_REDIS


class _Checking(_Forking):
    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        """The horses of one worker share the process that reads strangers' pages: it takes 0.3 s of CPU to start."""
        start()
        super().fork_work_horse(job, queue)


class _InProcess(SimpleWorker):
    max_connection_wait_time = WAIT_FOR_REDIS


# A fork for each job costs about 16 ms of CPU (measured 2026-11-22), as much as the job itself. Checks and slow work
# handle what strangers wrote, so they pay it; building our own sites and sending our own facts do not.
_KINDS: dict[str, type[Worker]] = {"check": _Checking, "slow": _Forking}


def work(lane: str) -> None:
    """Until told to stop. Everything a job needs is imported before the first fork."""
    os.nice(_NICE[lane])
    all_jobs()
    app = bootstrap.from_environment()
    app.rehearse()
    redis = bell.connect(app.settings.redis_url)
    queue = Queue(queue_name(lane), connection=redis, serializer=JSONSerializer)
    kind = _KINDS.get(lane, _InProcess)
    worker = kind(
        [queue],
        connection=redis,
        name=f"{lane}-{os.getpid()}-{uuid4().hex[:6]}",
        serializer=JSONSerializer,
        maintenance_interval=MAINTENANCE_SECONDS,
    )
    worker.work(with_scheduler=False, logging_level="WARNING")
