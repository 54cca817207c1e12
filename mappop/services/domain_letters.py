"""What an owner is told about their domain: that it leads to the site, that it stopped, that it came to nothing."""

from __future__ import annotations

from mappop.domain.own_domain import DomainEvent, OwnDomain
from mappop.messaging.letters import written
from mappop.services import records
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.domain_name import shown
from mappop.services.messages import cancel_url, queue_both
from mappop.services.signing import OWNER_LINK

TOLD = frozenset({DomainEvent.POINTED, DomainEvent.LOST, DomainEvent.ENDED})


def queue_domain(deps: Deps, uow: UnitOfWork, domain: OwnDomain, event: DomainEvent) -> None:
    """Once for each look that led to it. What the owner did, or sees on the page, is no letter."""
    trial = uow.trials.first(business_id=domain.business_id)
    if event not in TOLD or trial is None or domain.is_leaving:
        return
    business, _ = records.current_business(uow, domain.business_id)
    person = uow.people.first(business_id=domain.business_id)
    kind, settings = f"domain_{event.value}", deps.settings
    link = f"{settings.base_url}/o/{OWNER_LINK.sign(settings, person.id)}?to=domain" if person else settings.base_url
    words = written(
        "domain", kind, trial.language, owner=trial.owner.get("name", ""), business=business.name,
        domain=shown(domain.name), address=settings.site_url(domain.business_id, domain.host), link=link,
        cancel_link=cancel_url(deps, trial.id),
    )  # fmt: skip
    queue_both(deps, uow, trial, business, kind=kind, words=words, reason=f"{domain.id}:{domain.looks}")
