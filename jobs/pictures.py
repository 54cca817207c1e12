"""Photos: made for each width, and fetched where a record names an address."""

from jobs.base import job
from mappop.services import pictures
from mappop.services.deps import Deps


@job(lane="slow", attempts=(10, 60, 600))
def make(deps: Deps, name: str) -> None:
    pictures.make(deps, name)


@job(lane="slow", attempts=(60, 600, 3600, 21_600))
def complete(deps: Deps, business_id: str) -> None:
    pictures.complete(deps, business_id)
