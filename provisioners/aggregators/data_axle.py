"""Data Axle Local Listings Premium: submissions that feed other directories.

Keys are column names, as the publisher documents them. It has no read: what was taken shows on the directories that
it feeds. Its staff may phone a new business before it takes it (third party: a day to a month).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from checkers.compare import Known
from checkers.nap import Nap
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
from provisioners.forms.us import national
from provisioners.planning import push_plan
from provisioners.replies import WORDS_MAX, rows_of
from provisioners.session import Session


class DataAxle:
    name = "data_axle"
    title = "Data Axle"
    kind = Kind.AGGREGATOR
    capabilities = frozenset({Capability.CREATE, Capability.UPDATE})
    evidence = Evidence.NONE
    # The pace is our own; two to eight weeks until the fed directories show it: third parties.
    limits = Limits(requests_per_minute=60, typical_days=(14, 56))
    settings = (
        Setting(
            "MAPPOP_DATA_AXLE_URL",
            "address of Local Listings Premium",
            "https://local-listings-premium.data-axle.com",
            goes="url",
        ),
        Setting("MAPPOP_DATA_AXLE_TOKEN", "access token", is_secret=True, goes="header:X-AUTH-TOKEN"),
    )

    def find(self, business: Business, session: Session, known: Known | None = None) -> list[Found]:
        """Always empty: submissions can't be searched."""
        return []

    def read(self, ref: str, session: Session) -> Found:
        """Raises Permanent: submissions can't be read back."""
        raise Permanent("Data Axle has no API to read by")

    def plan(self, desired: DesiredListing, found: Found | None) -> Plan:
        """Add, or update what an earlier revision added. A submission is the whole record either way."""
        plan = push_plan(desired, found, self.limits, payload=lambda nap, _: _columns(nap))
        is_known = plan.action is Action.CREATE and bool(desired.ref)
        return replace(plan, action=Action.UPDATE, ref=desired.ref) if is_known else plan

    def apply(self, plan: Plan, session: Session) -> Outcome:
        if plan.action is Action.NOTHING:
            return Outcome.accepted(plan.ref)
        kind = "A" if plan.action is Action.CREATE else "U"
        reply = session.post("api/1/submissions", json={"submissions": [{"Submission Type": kind, **plan.payload}]})
        if any(row.get("status") == "rejected" for row in rows_of(reply.json, "submissions")):
            raise Permanent("Data Axle refused the submission", reply.status, reply.text[:WORDS_MAX])
        return Outcome.accepted(plan.ref or plan.listing_id)


def _columns(nap: Nap) -> dict[str, Any]:
    """The suite's and the website's columns are not in the published excerpt: to be checked against the full list."""
    return {
        "Company Name": nap.name,
        "Location Address": nap.street,
        "Location Suite": nap.unit,
        "Website": nap.website,
        "Location City": nap.city,
        "Location State/Province": nap.region,
        "Location Zip/Postal Code": nap.postal_code,
        "Location Phone": national(nap.phone),
    }
