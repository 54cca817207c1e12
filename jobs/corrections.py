"""Money on its way back."""

from jobs.base import job
from mappop.services import refunding
from mappop.services.deps import Deps


@job(lane="publish", attempts=(5, 30, 120, 600, 3600, 14400, 43200))
def send_refund(deps: Deps, correction_id: str) -> None:
    refunding.send(deps, correction_id)
