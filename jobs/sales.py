"""What time does to sales."""

from datetime import timedelta

from jobs.base import job
from mappop.services import sales
from mappop.services.deps import Deps


@job(lane="slow", every=timedelta(minutes=5))
def lapse_unconfirmed(deps: Deps) -> None:
    sales.lapse_unconfirmed(deps)
