"""Directories that take their data from an aggregator: nothing is sent to them, their page is watched."""

from __future__ import annotations

from checkers.compare import Known
from mappop.domain.business import Business
from provisioners.connector import (
    Action,
    Capability,
    DesiredListing,
    Evidence,
    Found,
    Kind,
    Limits,
    Outcome,
    Plan,
    Setting,
)
from provisioners.errors import Permanent
from provisioners.planning import differences
from provisioners.session import Session


class FedConnector:
    name: str
    title: str
    kind = Kind.DIRECTORY
    capabilities = frozenset({Capability.FED})
    evidence = Evidence.PAGE
    limits = Limits(requests_per_minute=12, typical_days=(14, 56))  # aggregators say two to eight weeks, third party
    settings: tuple[Setting, ...] = ()

    def find(self, business: Business, session: Session, known: Known | None = None) -> list[Found]:
        """Always empty: it has no API, and its public pages are read elsewhere."""
        return []

    def read(self, ref: str, session: Session) -> Found:
        """Raises Permanent: there is no API to read by."""
        raise Permanent(f"{self.title} has no API to read by")

    def plan(self, desired: DesiredListing, found: Found | None) -> Plan:
        """Watch, with the differences that the feed should mend."""
        changes = differences(desired, found.nap) if found else ()
        return Plan(desired.listing_id, Action.WATCH, desired.revision, ref=found.ref if found else "", changes=changes)

    def apply(self, plan: Plan, session: Session) -> Outcome:
        """Nothing is sent; the aggregator's own listing carries the change."""
        return Outcome.accepted(plan.ref)
