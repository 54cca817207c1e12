"""What the payment processor tells."""

from typing import Any

from jobs.base import job
from mappop.services import processor_events
from mappop.services.deps import Deps


@job(lane="publish", attempts=(5, 30, 120, 600, 3600, 21_600))
def take_event(deps: Deps, event: dict[str, Any]) -> None:
    processor_events.work(deps, event)
