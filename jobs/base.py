"""The @job registry, and `run`: the one function that RQ calls.

Retries, uniqueness, leases and due times are columns of the outbox row, never RQ's.
"""

from __future__ import annotations

import importlib
import logging
import os
import pkgutil
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jobs
from mappop import bootstrap
from mappop.db.outbox import Lease, Outbox
from mappop.db.unit_of_work import LeaseLost
from mappop.domain.message import NotSent
from mappop.domain.outbox import LANES, LEASE
from mappop.domain.processor import NoAnswer, NotTaken
from provisioners.errors import Permanent, Retryable

log = logging.getLogger("mappop.jobs")


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    call: Callable[..., None]
    lane: str
    attempts: tuple[int, ...]  # seconds to wait before each further try
    every: timedelta | None = None


_jobs: dict[str, Job] = {}


def job(
    *, lane: str, attempts: tuple[int, ...] = (5, 30, 120, 600), every: timedelta | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a job: a function of Deps and JSON arguments that may run twice and changes things once."""
    if lane not in LANES:
        raise ValueError(f"there is no lane {lane}")

    def declare(call: Callable[..., None]) -> Callable[..., None]:
        name = f"{call.__module__}.{call.__name__}"
        _jobs[name] = Job(name, call, lane, attempts, every)
        return call

    return declare


def all_jobs() -> Mapping[str, Job]:
    """Every declared job by dotted name."""
    for module in pkgutil.iter_modules(jobs.__path__):
        importlib.import_module(f"jobs.{module.name}")
    return _jobs


def run(row_id: int) -> None:
    """What RQ calls: work one outbox row in this process's own App."""
    work_row(bootstrap.from_environment(), row_id)


def work_row(app: bootstrap.App, row_id: int) -> None:
    """Work one outbox row under a lease. Returns quietly when the row is not ours to work."""
    outbox = Outbox(app.engine)
    lease = outbox.claim(row_id, owner=f"{socket.gethostname()}:{os.getpid()}", now=app.clock.now())
    if lease is None:
        return
    with _Renewal(outbox, lease, app):
        _work(app, outbox, lease)


def _work(app: bootstrap.App, outbox: Outbox, lease: Lease) -> None:
    """Call the job and write down how it went; the outermost boundary of every job."""
    ids = {"row": lease.row_id, "job": lease.job, "attempt": lease.attempt}
    declared = all_jobs().get(lease.job)
    if declared is None:
        outbox.park(lease, error=f"there is no job {lease.job}")
        return
    try:
        declared.call(app.deps(fence=lease.fence), **lease.args)
    except LeaseLost:
        log.warning("job.lease_lost", extra=ids)
    except Permanent as fault:
        outbox.park(lease, error=str(fault))
        log.warning("job.refused_for_good", extra=ids)
    except Retryable as fault:
        _again(app, outbox, lease, declared, str(fault), fault.after)
    except (NotSent, NoAnswer, NotTaken) as fault:
        _again(app, outbox, lease, declared, str(fault), None)
    except Exception as fault:
        log.exception("job.failed", extra=ids)
        _again(app, outbox, lease, declared, f"{type(fault).__name__}: {fault}", None)
    else:
        outbox.finish(lease, now=app.clock.now())


def _again(app: bootstrap.App, outbox: Outbox, lease: Lease, declared: Job, error: str, after: float | None) -> None:
    """The next try by the job's own steps, or later where the other side asked for it."""
    if lease.attempt > len(declared.attempts):
        outbox.park(lease, error=error)
        return
    wait = max(declared.attempts[lease.attempt - 1], after or 0)
    outbox.retry(lease, due_at=app.clock.now() + timedelta(seconds=wait), error=error)


class _Renewal:
    """Keeps the lease while the job works; stops when the lease is gone."""

    def __init__(self, outbox: Outbox, lease: Lease, app: bootstrap.App) -> None:
        self._outbox, self._lease, self._app = outbox, lease, app
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: Any) -> None:
        self._stop.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._stop.wait(LEASE.total_seconds() / 4):
            if not self._outbox.renew(self._lease, now=self._app.clock.now()):
                return
