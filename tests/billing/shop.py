"""Shops for billing to bill: the trial runs since day 0, in whatever keeps the rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mappop.domain.person import Centre, Person
from mappop.domain.record import BusinessRow, Revision
from mappop.domain.roles import Role
from mappop.domain.site import Site
from mappop.domain.trial import ConfirmationWay, Consent, Trial
from mappop.services import billing, known_by
from mappop.services.deps import Deps
from mappop.services.records import identity, take_in
from tests.world import DELGADO

ID, TRIAL = "delgado", "trial_delgado"
MOBILE = "+15125550166"


def open_doors(deps: Deps, timezone: str, id: str = ID, email: str = "rosa@delgado.example") -> None:
    """Its owner says yes now."""
    now = deps.clock.now()
    content: dict[str, Any] = {**DELGADO, "id": id, "timezone": timezone}
    with deps.unit_of_work() as uow:
        if uow.centres.find("manila") is None:
            uow.centres.add(Centre("manila", "Manila", "Asia/Manila"))
            uow.people.add(Person("person_ana", "ana@harbor.example", "Ana", Role.SALES_AGENT, centre_id="manila"))
            for name in ("Mia", "Liz"):
                uow.people.add(Person(f"person_{name.lower()}", f"{name.lower()}@mappop.example", name, Role.ADMIN))
        uow.businesses.add(BusinessRow(id, "Delgado Plumbing", "+15125550134", "78702", 1, now))
        uow.people.add(Person(f"person_{id}", f"{id}@owners.example", "Rosa", Role.OWNER, business_id=id))
        uow.revisions.add(Revision(f"rev_{id}", id, 1, content, "person_ana", now))
        known_by.note(uow, take_in(deps, content), email)
        uow.sites.add(Site(id, "workshop", version="r1", published_at=now))
        trial = Trial(
            f"trial_{id}", id, "manila", "person_ana", "local", 3995, {"email": email},
            ConfirmationWay.LINK, now, now + timedelta(days=3), timezone,
            identity(take_in(deps, content)) if id == ID else id,
        )  # fmt: skip
        trial.confirm(at=now, evidence={"way": "link"})
        uow.trials.add(trial)
        uow.consents.add(
            Consent(f"consent_{id}", trial.id, id, "v1", [], "Rosa", "owner", "yes", "R-1", now, "person_ana")
        )  # fmt: skip
        billing.open_subscription(deps, uow, trial)
        uow.commit()
