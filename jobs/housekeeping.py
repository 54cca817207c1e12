"""Forgetting what has served."""

from datetime import timedelta

from jobs.base import job
from mappop.services import housekeeping
from mappop.services.deps import Deps


@job(lane="slow", every=timedelta(days=1))
def prune(deps: Deps) -> None:
    housekeeping.prune(deps)
