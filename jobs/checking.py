"""Reading listings and repairing what drifted."""

from datetime import timedelta
from typing import Any

from jobs.base import job
from mappop.services import checking
from mappop.services.deps import Deps


@job(lane="check")
def check_listing(deps: Deps, listing_id: str, **look: Any) -> None:
    checking.check_listing(deps, listing_id, **look)


@job(lane="slow", every=timedelta(hours=1))
def recheck_due(deps: Deps) -> None:
    checking.recheck_due(deps)


@job(lane="slow", every=timedelta(hours=6))
def repair_drifted(deps: Deps) -> None:
    checking.repair_drifted(deps)
