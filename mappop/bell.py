"""The doorbell: Redis tells the dispatcher that work was committed. Losing it costs latency, nothing else."""

from __future__ import annotations

import logging
import threading

from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger("mappop.bell")

BELL = "mappop:bell"
RINGS_KEPT = 10


def connect(url: str) -> Redis:
    return Redis.from_url(url, socket_connect_timeout=2, health_check_interval=30)


def ring(redis: Redis) -> None:
    """Never raises: the row is committed, and the sweep finds it in any case."""
    try:
        redis.lpush(BELL, "1")
        redis.ltrim(BELL, 0, RINGS_KEPT)
    except (RedisError, OSError) as fault:
        log.warning("bell.silent", extra={"reason": str(fault)[:200]})


def wait(redis: Redis, *, seconds: int) -> None:
    """Until a bell, at most that long; several bells are one."""
    if redis.blpop([BELL], timeout=seconds):
        redis.delete(BELL)


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)
