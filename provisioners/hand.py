"""Publishers that take changes from people only: the plan becomes a task, with what to fill in and what proves it."""

from __future__ import annotations

from checkers.compare import Known
from mappop.domain.business import Business
from provisioners.connector import (
    Action,
    Capability,
    Change,
    DesiredListing,
    Evidence,
    Found,
    HandTask,
    Kind,
    Limits,
    Outcome,
    OutcomeKind,
    Plan,
    Setting,
)
from provisioners.errors import Permanent
from provisioners.forms.us import listing_nap
from provisioners.forms.words import facts
from provisioners.planning import differences
from provisioners.session import Session


class HandConnector:
    """`form` is the path at which a listing is added, `after` the steps that follow the form."""

    name: str
    title: str
    kind = Kind.DIRECTORY
    capabilities = frozenset({Capability.HAND})
    evidence = Evidence.PAGE
    # Days from filing to the public page: an assumption until there are figures of our own.
    limits = Limits(requests_per_minute=12, typical_days=(3, 14))
    settings: tuple[Setting, ...] = ()
    form: str
    after: tuple[str, ...] = ()
    proof = "The address of the listing's public page."

    def find(self, business: Business, session: Session, known: Known | None = None) -> list[Found]:
        """Always empty: it has no API, and its public pages are read elsewhere."""
        return []

    def read(self, ref: str, session: Session) -> Found:
        """Raises Permanent: there is no API to read by."""
        raise Permanent(f"{self.title} has no API to read by")

    def plan(self, desired: DesiredListing, found: Found | None) -> Plan:
        return hand_plan(desired, found)

    def apply(self, plan: Plan, session: Session) -> Outcome:
        """Nothing is sent: the answer is the task, the same one however often it is asked for."""
        if plan.action is Action.NOTHING:
            return Outcome(OutcomeKind.ACCEPTED, plan.ref, plan.payload["page"])
        return Outcome.needs_person(self.task(plan, session.base_url), plan.ref)

    def task(self, plan: Plan, base_url: str) -> HandTask:
        if plan.payload["page"]:
            return correction_task(plan, self.title, self.proof)
        rows = tuple(f"{label.title()}: {text}" for label, text in plan.payload["facts"].items())
        return HandTask(
            title=f"Add the business to {self.title}",
            outcome=f"{self.title} shows one listing of this business with exactly these facts.",
            steps=(
                f"Search {self.title} for the phone and the name first; if a listing is there, correct it instead.",
                "Open the form and fill in, letter for letter:",
                *rows,
                *self.after,
            ),
            proof=self.proof,
            url=f"{base_url}{self.form}",
        )


def hand_plan(desired: DesiredListing, found: Found | None) -> Plan:
    """Everything where nothing was found, else what differs, for a person to fill in."""
    ours = facts(listing_nap(desired))
    changes = (
        differences(desired, found.nap) if found else tuple(Change(label, "", text) for label, text in ours.items())
    )
    return Plan(
        desired.listing_id,
        Action.HAND if changes else Action.NOTHING,
        desired.revision,
        ref=found.ref if found else "",
        changes=changes,
        payload={"facts": ours, "page": (found.url or found.ref) if found else ""},
    )


def correction_task(plan: Plan, title: str, proof: str) -> HandTask:
    rows = tuple(
        f"{change.field.title()}: “{change.before or 'nothing'}” becomes “{change.after}”" for change in plan.changes
    )
    return HandTask(
        title=f"Correct the listing on {title}",
        outcome=f"The listing on {title} says what is written here, and nothing else on it has changed.",
        steps=("Open the listing and choose to edit or claim it.", *rows),
        proof=proof,
        url=plan.payload["page"],
    )
