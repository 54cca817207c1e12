"""Publishing sites."""

from datetime import timedelta

from jobs.base import job
from mappop.services import ending, old_versions, sites
from mappop.services.deps import Deps


@job(lane="now", attempts=(2, 10, 60, 600))
def publish(deps: Deps, business_id: str) -> None:
    sites.publish(deps, business_id)


@job(lane="slow", attempts=(60, 600, 3600))
def renew(deps: Deps, business_id: str) -> None:
    sites.publish(deps, business_id)


@job(lane="slow", every=timedelta(days=1))
def forget_old_versions(deps: Deps) -> None:
    old_versions.forget(deps)


@job(lane="slow", attempts=(60, 600, 3600, 21_600))
def end(deps: Deps, business_id: str) -> None:
    ending.end(deps, business_id)


@job(lane="now", attempts=(2, 10, 60, 600))
def resume(deps: Deps, business_id: str) -> None:
    ending.resume(deps, business_id)
