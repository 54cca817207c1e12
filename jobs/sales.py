"""What time does to sales."""

from datetime import timedelta

from jobs.base import job
from mappop.services import known_by, sales
from mappop.services.deps import Deps


@job(lane="slow", every=timedelta(minutes=5))
def lapse_unconfirmed(deps: Deps) -> None:
    sales.lapse_unconfirmed(deps)


@job(lane="slow", attempts=(60, 600, 3600))
def note_what_is_known(deps: Deps, business_id: str) -> None:
    known_by.note_earlier(deps, business_id)
