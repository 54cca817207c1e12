"""Disputes and returns, watched."""

from datetime import timedelta

from jobs.base import job
from mappop.services import risk
from mappop.services.deps import Deps


@job(lane="slow", every=timedelta(hours=1))
def watch(deps: Deps) -> None:
    risk.watch(deps)
