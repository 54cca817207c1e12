"""Looking at owners' own domains."""

from datetime import timedelta

from jobs.base import job
from mappop.services import own_domains
from mappop.services.deps import Deps


@job(lane="check", attempts=(5, 60, 600))
def look(deps: Deps, domain_id: str) -> None:
    own_domains.look(deps, domain_id)


@job(lane="slow", every=timedelta(minutes=1))
def look_due(deps: Deps) -> None:
    own_domains.look_due(deps)
