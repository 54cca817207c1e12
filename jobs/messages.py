"""Sending what was decided on, and hearing what became of it."""

from typing import Any

from jobs.base import job
from mappop.services import messages
from mappop.services.deps import Deps


@job(lane="now", attempts=(5, 30, 120, 600, 3600))
def send_awaited(deps: Deps, message_id: str) -> None:
    """A message that somebody on the phone waits for."""
    messages.send(deps, message_id)


@job(lane="publish", attempts=(5, 30, 120, 600, 3600))
def send(deps: Deps, message_id: str) -> None:
    messages.send(deps, message_id)


@job(lane="publish", attempts=(2, 10, 60, 300, 600))
def take_report(deps: Deps, event: dict[str, Any]) -> None:
    messages.take_report(deps, event)
