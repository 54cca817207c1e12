"""Alive, ready, and the gauges."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from mappop.consoles.current import app, deps, reader
from mappop.db.queries import work as queries
from mappop.db.upgrade import is_current
from mappop.domain.outbox import LANES
from mappop.public import public


@public.page("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return {"status": "alive"}


@public.page("/readyz")
def readyz() -> ResponseReturnValue:
    """May take traffic: the database is there and of the right shape. Redis is a doorbell and only reported."""
    try:
        is_ready = is_current(app().reader)
    except SQLAlchemyError:
        is_ready = False
    answer = {"database": "ready" if is_ready else "not ready", "doorbell": _doorbell()}
    return answer, 200 if is_ready else 503


def _doorbell() -> str:
    try:
        return "ready" if deps().settings.redis_url and app().redis.ping() else "not set"
    except (RedisError, OSError):
        return "silent: work starts up to five seconds later"


@public.page("/metrics")
def metrics() -> ResponseReturnValue:
    """Prometheus text: work that is due, its age by lane, what is parked, places by state."""
    registry, now = CollectorRegistry(), deps().clock.now()
    due = Gauge("mappop_work_due", "Outbox rows due now", ["lane"], registry=registry)
    running = Gauge("mappop_work_running", "Outbox rows under a lease", ["lane"], registry=registry)
    age = Gauge("mappop_work_oldest_seconds", "Age of the oldest due row", ["lane"], registry=registry)
    for lane in queries.lanes(reader(), LANES, now):
        due.labels(lane.lane).set(lane.due)
        running.labels(lane.lane).set(lane.running)
        age.labels(lane.lane).set((now - lane.oldest).total_seconds() if lane.oldest else 0)
    Gauge("mappop_work_parked", "Outbox rows whose tries are used up", registry=registry).set(
        queries.parked_count(reader())
    )
    places = Gauge("mappop_listings", "Listings by publisher and state", ["publisher", "state"], registry=registry)
    for (publisher, state), count in queries.listing_counts(reader()).items():
        places.labels(publisher, state.value).set(count)
    return Response(generate_latest(registry), mimetype="text/plain; version=0.0.4")
