"""Counting visits, calls, directions and form sends of a site: numbers by day, and nothing about who."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from mappop.domain.errors import Refused
from mappop.services.deps import Deps, UnitOfWork

COUNTERS = {"visit": "visits", "call": "calls", "directions": "directions"}


def count(deps: Deps, business_id: str, what: str) -> None:
    """One more visit, call or directions."""
    if what not in COUNTERS:
        raise Refused("There is nothing of that kind to count.")
    with deps.unit_of_work() as uow:
        add_one(deps, uow, business_id, COUNTERS[what])
        uow.commit()


def add_one(deps: Deps, uow: UnitOfWork, business_id: str, counter: str) -> None:
    """In the caller's transaction, on the day that it is where the business is."""
    trial = uow.trials.first(business_id=business_id)
    zone = ZoneInfo(trial.timezone) if trial else UTC
    uow.bump(business_id, counter, deps.clock.now().astimezone(zone).date())
