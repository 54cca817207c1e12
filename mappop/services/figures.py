"""The programme's months in figures: noted again while they can still change, and kept as they stood."""

from __future__ import annotations

from mappop.domain.month_figures import month_of, months_until
from mappop.services.deps import Deps

KEPT = 13  # months that a first run looks back: a year and the month of a year ago
STILL_CHANGES = 3  # months: a trial of thirty days, an invoice of fourteen, and a check's way through the post


def note_months(deps: Deps) -> None:
    """Safe to run at any time, and twice."""
    now = deps.clock.now()
    months = months_until(month_of(now.date()), KEPT)
    for n, month in enumerate(months):
        with deps.unit_of_work() as uow:
            known = uow.month_figures.find(month)
            if known is not None and n < KEPT - STILL_CHANGES:
                continue
            if known is not None:
                uow.month_figures.remove(known)
            uow.month_figures.add(uow.figures_of(month))
            uow.commit()
