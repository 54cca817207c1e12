"""Sealing the audit trail."""

from datetime import timedelta

from jobs.base import job
from mappop.services import audit
from mappop.services.deps import Deps


@job(lane="slow", every=timedelta(hours=1))
def seal(deps: Deps) -> None:
    audit.seal(deps)
