"""What is due between an owner and us."""

from datetime import timedelta

from jobs.base import job
from mappop.services import billing, figures, invoicing
from mappop.services.deps import Deps


@job(lane="slow", every=timedelta(minutes=15))
def run(deps: Deps) -> None:
    billing.run(deps)


@job(lane="slow", every=timedelta(hours=6))
def chase_overdue(deps: Deps) -> None:
    invoicing.chase_overdue(deps)


@job(lane="slow", every=timedelta(hours=6))
def note_months(deps: Deps) -> None:
    figures.note_months(deps)
