"""From outbox rows to RQ: rings what is due, sweeps what died, ticks the schedule.

Any number may run at once: rings may double (a row is claimed once), sweeps and ticks are compare-and-set.
"""

from __future__ import annotations

import logging
import signal
from types import FrameType

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from jobs import schedule
from jobs.base import all_jobs
from mappop import bell, bootstrap
from mappop.clock import monotonic
from mappop.db.outbox import Outbox
from mappop.domain.outbox import LANES

log = logging.getLogger("mappop.dispatcher")

SWEEP_EVERY = 5.0  # seconds
EPOCH = "mappop:epoch"  # gone when Redis was emptied
JOB_SECONDS = 600  # longest a job may take before its horse is ended
FAILURE_SECONDS = 60


def queue_name(lane: str) -> str:
    return f"mappop-{lane}"


class Dispatcher:
    def __init__(self, app: bootstrap.App, redis: Redis) -> None:
        self._app, self._redis = app, redis
        self._outbox = Outbox(app.engine)
        self._queues = {
            lane: Queue(queue_name(lane), connection=redis, serializer=JSONSerializer, default_timeout=JOB_SECONDS)
            for lane in LANES
        }
        self._stopping = False

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self._stopping = True

    def run(self) -> None:
        """Until stopped: ring at each bell, sweep and tick every five seconds."""
        next_sweep = 0.0
        while not self._stopping:
            try:
                if monotonic() >= next_sweep:
                    next_sweep = monotonic() + SWEEP_EVERY
                    self.sweep()
                self.ring()
                bell.wait(self._redis, seconds=1)
            except RedisError as fault:
                log.warning("dispatcher.no_redis", extra={"reason": str(fault)[:200]})
                bell.pause(0.5)

    def sweep(self) -> None:
        now = self._app.clock.now()
        schedule.tick(self._app, now)
        if swept := self._outbox.sweep(now=now):
            log.info("dispatcher.swept", extra={"rows": swept})
        if self._redis.set(EPOCH, "1", nx=True):
            self._outbox.forget_rings()

    def ring(self) -> int:
        """Ring every row that is due; how many."""
        declared, count = all_jobs(), 0
        while rings := self._outbox.to_ring(now=self._app.clock.now()):
            noted: dict[int, tuple[str, int]] = {}
            for ring in rings:
                job = declared.get(ring.job)
                lane, attempts = (job.lane, 1 + len(job.attempts)) if job else ("slow", 1)
                noted[ring.row_id] = (lane, attempts)
            # Noted before it rings: a worker may claim at once, and must find its lane and tries.
            self._outbox.rung(noted, now=self._app.clock.now())
            for ring in rings:
                self._queues[noted[ring.row_id][0]].enqueue_call(
                    "jobs.base.run", args=(ring.row_id,), job_id=f"o{ring.row_id}-a{ring.attempt}",
                    result_ttl=0, failure_ttl=FAILURE_SECONDS,
                )  # fmt: skip
            count += len(rings)
        return count


def main() -> None:
    """The scheduler process: dispatcher, sweep and schedule."""
    app = bootstrap.from_environment()
    dispatcher = Dispatcher(app, bell.connect(app.settings.redis_url))
    signal.signal(signal.SIGTERM, dispatcher.stop)
    signal.signal(signal.SIGINT, dispatcher.stop)
    dispatcher.run()
