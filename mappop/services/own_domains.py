"""Owners' own domains: asked for, looked at, and the site's address following what is seen."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from mappop import ids
from mappop.domain.entitlement import Service
from mappop.domain.errors import FieldError, Invalid, NotFound, Refused
from mappop.domain.own_domain import DomainEvent, DomainState, OwnDomain, first_look
from mappop.services import domain_cases, provisioning, records, sites
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.domain_letters import queue_domain
from mappop.services.domain_looks import look_at
from mappop.services.domain_name import FIELD, read_name
from mappop.services.entitled import service_for

BATCH = 200
TAKEN_AGAIN = timedelta(hours=1)  # a look that was queued and never made is queued anew after so long


def ask(deps: Deps, business_id: str, typed: str, *, by: str) -> str:
    """Begin with a domain; its id. The same name again is the same domain.

    Raises Invalid with the word of what is wrong with the name, Refused where the site can have none (now).
    """
    if not deps.settings.front_host:
        raise Refused("off")
    name = read_name(typed, deps.settings)
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)  # its lock lets one of two presses be first
        trial = uow.trials.first(business_id=business_id)
        is_over = service_for(deps, uow, business_id) is Service.NONE
        is_leaving = trial is None or trial.canceled_at is not None or is_over
        if site.ended_at is not None or not site.version or is_leaving:
            raise Refused("no_site")
        active = uow.own_domains.first(active_for=business_id)
        if active is not None:
            if active.name == name.name:
                return active.id
            raise Refused("another")
        holder = uow.own_domains.first(holds=name.name)
        if holder is not None and not holder.yields:
            raise Invalid([FieldError(FIELD, "taken")])
        now = deps.clock.now()
        domain = OwnDomain(
            ids.new_id("dom"), business_id, name.name, name.is_whole, ids.short_code(24), by, now, now,
            next_look_at=first_look(now), active_for=business_id,
        )  # fmt: skip
        uow.own_domains.add(domain)
        uow.record(business_id, "domain_asked", actor=by, data={"domain": domain.name})
        uow.commit()
        return domain.id


def request_look(deps: Deps, business_id: str) -> bool:
    """“Check now”: a look as soon as a worker is free. False where one was asked for a moment ago."""
    with deps.unit_of_work() as uow:
        domain, now = _active(uow, business_id), deps.clock.now()
        if not domain.may_look(now):
            return False
        domain.look_asked_at = now
        _queue_look(uow, domain, f"{now:%Y%m%dT%H%M%S}")
        uow.commit()
        return True


def look_due(deps: Deps) -> int:
    """Queue a look at each domain whose time has come; how many."""
    now = deps.clock.now()
    with deps.unit_of_work() as uow:
        due = uow.looks_due(now=now, most=BATCH)
        for domain_id in due:
            domain = uow.own_domains.get(domain_id)
            if domain.next_look_at is not None and domain.next_look_at <= now:
                _queue_look(uow, domain, f"{domain.next_look_at:%Y%m%dT%H%M%S}")
                domain.next_look_at = now + TAKEN_AGAIN
        uow.commit()
    return len(due)


def _queue_look(uow: UnitOfWork, domain: OwnDomain, moment: str) -> None:
    uow.enqueue("jobs.domains.look", {"domain_id": domain.id}, key=f"look:{domain.id}:{moment}")


def look(deps: Deps, domain_id: str) -> None:
    """Look at a domain and do what follows. Twice, or late, does nothing twice."""
    with deps.unit_of_work() as uow:
        domain = uow.own_domains.find(domain_id)
    if domain is None or domain.state is DomainState.ENDED:
        return
    sight, looks = look_at(deps, domain), domain.looks
    if domain.holds is None and sight.proof:
        _yield(deps, domain.name)
    with deps.unit_of_work() as uow:
        uow.sites.get(domain.business_id)  # before the domain's row, here and wherever both are locked
        domain = uow.own_domains.get(domain_id)
        if domain.looks != looks:
            return  # another worker looked meanwhile, and knows more
        if domain.holds is None and sight.proof and uow.own_domains.first(holds=domain.name) is not None:
            _end(deps, uow, domain, why="taken", actor="worker")
            uow.commit()
            return
        was = domain.host
        for event in domain.take(sight, deps.clock.now()):
            _told(deps, uow, domain, event, way=sight.proof)
        if domain.host != was and not domain.is_leaving:
            _move_site(deps, uow, domain)
        uow.commit()


def _yield(deps: Deps, name: str) -> None:
    """A domain that broke gives way to whoever proves it now."""
    with deps.unit_of_work() as uow:
        holder = uow.own_domains.first(holds=name)
        if holder is None:
            return
        uow.sites.get(holder.business_id)
        holder = uow.own_domains.get(holder.id)
        if holder.yields:
            _end(deps, uow, holder, why="taken", actor="worker")
            uow.commit()


def _told(deps: Deps, uow: UnitOfWork, domain: OwnDomain, event: DomainEvent, *, way: str) -> None:
    """The trail, the owner's letter, and our case of what broke."""
    words = {"domain": domain.name, "host": domain.host, "why": domain.why, "way": way}
    uow.record(domain.business_id, f"domain_{event.value}", actor="worker", data=words)
    queue_domain(deps, uow, domain, event)
    if event is DomainEvent.LOST:
        domain_cases.file(deps, uow, domain)
    else:
        domain_cases.settle(deps, uow, domain)


def _move_site(deps: Deps, uow: UnitOfWork, domain: OwnDomain) -> None:
    """The site's address becomes what the domain says: built again for it, and sent to the listings that lead to it."""
    site = uow.sites.get(domain.business_id)
    site.own_host = domain.host if not domain.is_leaving else ""
    if site.ended_at is not None:
        return
    now = deps.clock.now()  # an end can be taken back, and then come again
    moment = f"{domain.id}:{domain.looks}:{domain.state.value}:{domain.is_leaving:d}:{now:%Y%m%dT%H%M%S}"
    sites.publish_again(uow, site.business_id, moment)
    business, revision = records.current_business(uow, site.business_id)
    places = 0 if business.listed_website else provisioning.push_again(uow, site.business_id, revision, moment)
    data = {"host": site.own_host, "places": places}
    uow.record(site.business_id, "site_moved", actor="worker", data=data)


def end(deps: Deps, business_id: str, *, by: str) -> None:
    """The owner ends it: the site goes back to our address at once. Twice changes nothing."""
    with deps.unit_of_work() as uow:
        uow.sites.get(business_id)
        active = uow.own_domains.first(active_for=business_id)
        if active is not None:
            _end(deps, uow, uow.own_domains.get(active.id), why="owner", actor=by)
            uow.commit()


def _end(deps: Deps, uow: UnitOfWork, domain: OwnDomain, *, why: str, actor: str) -> None:
    was = domain.host
    domain.change(DomainEvent.ENDED, deps.clock.now(), why=why)
    uow.record(domain.business_id, "domain_ended", actor=actor, data={"domain": domain.name, "why": why})
    domain_cases.settle(deps, uow, domain)
    if why == "taken":
        queue_domain(deps, uow, domain, DomainEvent.ENDED)
    if was and not domain.is_leaving:
        _move_site(deps, uow, domain)


def leave(deps: Deps, uow: UnitOfWork, business_id: str) -> None:
    """In the transaction that cancels: site and listings go back to our address, which stays. The domain still
    leads people there until the site ends."""
    active = uow.own_domains.first(active_for=business_id)
    if active is None or active.is_leaving:
        return
    if active.host:
        active.is_leaving = True
        _move_site(deps, uow, active)
    else:
        _end(deps, uow, active, why="canceled", actor="service")


def come_back(deps: Deps, uow: UnitOfWork, business_id: str) -> None:
    """In the transaction that takes an end back: where the domain was about to be left, the site is there again."""
    active = uow.own_domains.first(active_for=business_id)
    if active is not None and active.is_leaving:
        active.is_leaving = False
        _move_site(deps, uow, active)


def end_with_site(deps: Deps, uow: UnitOfWork, business_id: str) -> None:
    """In the transaction that ends the site."""
    active = uow.own_domains.first(active_for=business_id)
    if active is not None:
        _end(deps, uow, active, why="site_ended", actor="worker")


def is_at_us(uow: UnitOfWork, business_id: str, website: str) -> bool:
    """Whether an owner's website is a domain that leads to the site here: it ends with the site."""
    active = uow.own_domains.first(active_for=business_id)
    return active is not None and bool(active.host) and urlsplit(website).hostname in active.hosts


def _active(uow: UnitOfWork, business_id: str) -> OwnDomain:
    active = uow.own_domains.first(active_for=business_id)
    if active is None:
        raise NotFound("There is no domain of this business.")
    return uow.own_domains.get(active.id)
