"""What comes round by itself. A tick is a row (name, period): two schedulers make one piece of work of it."""

from __future__ import annotations

from datetime import UTC, datetime

from jobs.base import all_jobs
from mappop import bootstrap


def tick(app: bootstrap.App, now: datetime) -> None:
    """Enqueue every job whose period has begun; the outbox key holds name and period, so once is enough."""
    due = []
    for job in all_jobs().values():
        if job.every is not None:
            period = int(now.astimezone(UTC).timestamp() // job.every.total_seconds())
            due.append((job.name, f"tick:{job.name}:{period}"))
    fresh = [(name, key) for name, key in due if key not in app.ticks_seen]
    if not fresh:
        return
    with app.unit_of_work() as uow:
        for name, key in fresh:
            uow.enqueue(name, {}, key=key)
        uow.commit()
    app.ticks_seen.clear()
    app.ticks_seen.update(key for _, key in due)
