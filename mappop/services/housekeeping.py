"""Keeping the tables no larger than what is still of use."""

from __future__ import annotations

from datetime import timedelta

from mappop.domain.evidence import asked_within
from mappop.services.deps import Deps

# No key comes back after so long: retries end within days, carriers report within a week, periods carry their date.
KEPT = timedelta(days=90)
BATCH = 100  # so that no commit holds the database long


def prune(deps: Deps) -> int:
    """Forget what ended more than ninety days ago; how many rows. Messages, events and audit entries stay."""
    now, total = deps.clock.now(), 0
    proofs_before = now - KEPT - asked_within()  # an owner's sign-ins are evidence in a dispute
    while True:
        with deps.unit_of_work() as uow:
            gone = uow.prune(before=now - KEPT, proofs_before=proofs_before, most=BATCH)
            uow.commit()
        total += gone
        if not gone:
            return total
