"""A worker of one lane: RQ's own, forking a horse for each job."""

from __future__ import annotations

import os
from uuid import uuid4

from rq import Queue, Worker
from rq.serializers import JSONSerializer

from jobs.base import all_jobs
from jobs.dispatcher import queue_name
from mappop import bell, bootstrap

# Recovery is the outbox's work: RQ's maintenance only tidies its own registries.
MAINTENANCE_SECONDS = 30
# On a small machine the lane that a person waits for goes first.
_NICE = {"now": 0, "publish": 5, "check": 10, "slow": 15}


class _Worker(Worker):
    max_connection_wait_time = 2.0  # seconds; RQ's own minute would keep a person waiting after Redis came back


def work(lane: str) -> None:
    """Until told to stop. Everything a job needs is imported before the first fork."""
    os.nice(_NICE[lane])
    all_jobs()
    app = bootstrap.from_environment()
    app.preload()
    redis = bell.connect(app.settings.redis_url)
    queue = Queue(queue_name(lane), connection=redis, serializer=JSONSerializer)
    name = f"{lane}-{os.getpid()}-{uuid4().hex[:6]}"
    worker = _Worker(
        [queue], connection=redis, name=name, serializer=JSONSerializer, maintenance_interval=MAINTENANCE_SECONDS
    )
    worker.work(with_scheduler=False, logging_level="WARNING")
