"""What is due between an owner and us."""

from datetime import timedelta

from jobs.base import job
from mappop.services import billing, collecting, dunning, dunning_steps, figures, price_changes, reconciling
from mappop.services.deps import Deps

DAY = 86_400
# Past the day for which the processor keeps an answer under its key, an error too: then the charge can be made anew.
UNTIL_KNOWN = (60, 600, 3_600, DAY // 4, DAY // 2, DAY // 2, DAY, DAY, DAY)


@job(lane="slow", every=timedelta(minutes=15))
def run(deps: Deps) -> None:
    billing.run(deps)


@job(lane="slow", every=timedelta(hours=6))
def tell_of_renewals(deps: Deps) -> None:
    price_changes.tell(deps)


@job(lane="slow", every=timedelta(hours=6))
def chase_overdue(deps: Deps) -> None:
    dunning.begin_overdue(deps)


@job(lane="slow", every=timedelta(minutes=15))
def pursue_open(deps: Deps) -> None:
    dunning_steps.pursue(deps)


@job(lane="slow", every=timedelta(hours=6))
def note_months(deps: Deps) -> None:
    figures.note_months(deps)


@job(lane="publish", attempts=UNTIL_KNOWN)
def collect(deps: Deps, invoice_id: str, attempt: int) -> None:
    collecting.collect(deps, invoice_id, attempt)


@job(lane="slow", every=timedelta(days=1))
def reconcile(deps: Deps) -> None:
    reconciling.reconcile(deps)
