"""Publishing sites."""

from jobs.base import job
from mappop.services import sites
from mappop.services.deps import Deps


@job(lane="now", attempts=(2, 10, 60, 600))
def publish(deps: Deps, business_id: str) -> None:
    sites.publish(deps, business_id)
