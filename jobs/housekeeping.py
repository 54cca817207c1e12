"""Forgetting what has served, and closing what nobody needs."""

from datetime import timedelta

from jobs.base import job
from mappop.services import housekeeping, moot_cases
from mappop.services.deps import Deps


@job(lane="slow", every=timedelta(days=1))
def prune(deps: Deps) -> None:
    housekeeping.prune(deps)


@job(lane="slow", every=timedelta(days=1))
def close_moot_cases(deps: Deps) -> None:
    moot_cases.close_left(deps)
