"""Sending what was decided on."""

from jobs.base import job
from mappop.services import messages
from mappop.services.deps import Deps


@job(lane="now", attempts=(5, 30, 120, 600, 3600))
def send(deps: Deps, message_id: str) -> None:
    messages.send(deps, message_id)
