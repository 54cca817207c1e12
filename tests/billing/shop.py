"""The one shop of the machine: its trial runs since day 0, in whatever keeps the rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mappop.domain.person import Centre, Person
from mappop.domain.record import BusinessRow, Revision
from mappop.domain.roles import Role
from mappop.domain.site import Site
from mappop.domain.trial import ConfirmationWay, Consent, Trial
from mappop.services import billing
from mappop.services.deps import Deps
from tests.world import DELGADO

ID = "delgado"


def open_doors(deps: Deps, timezone: str) -> None:
    now = deps.clock.now()
    content: dict[str, Any] = {**DELGADO, "id": ID, "timezone": timezone}
    with deps.unit_of_work() as uow:
        uow.centres.add(Centre("manila", "Manila", "Asia/Manila"))
        uow.businesses.add(BusinessRow(ID, "Delgado Plumbing", "+15125550134", "78702", 1, now))
        uow.people.add(Person("person_ana", "ana@harbor.example", "Ana", Role.SALES_AGENT, centre_id="manila"))
        uow.people.add(Person("person_rosa", "rosa@owners.example", "Rosa", Role.OWNER, business_id=ID))
        uow.revisions.add(Revision("rev_1", ID, 1, content, "person_ana", now))
        uow.sites.add(Site(ID, "workshop", version="r1", published_at=now))
        trial = Trial(
            "trial_1", ID, "manila", "person_ana", "local", 3995, {"email": "rosa@delgado.example"},
            ConfirmationWay.LINK, now, now + timedelta(days=3), timezone, "identity",
        )  # fmt: skip
        trial.confirm(at=now, evidence={"way": "link"})
        uow.trials.add(trial)
        uow.consents.add(
            Consent("consent_1", "trial_1", ID, "v1", [], "Rosa", "owner", "yes", "R-1", now, "person_ana")
        )
        billing.open_subscription(deps, uow, trial)
        uow.commit()
