"""Pushing listings to publishers."""

from jobs.base import job
from mappop.services import provisioning
from mappop.services.deps import Deps


@job(lane="publish", attempts=(10, 60, 600, 3600, 21_600))
def push_listing(deps: Deps, listing_id: str, revision: int) -> None:
    provisioning.push_listing(deps, listing_id, revision)
