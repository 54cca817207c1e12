"""How a site of ours ends when its owner has canceled or has not paid: the one place that decides it.

- Listings stay, with what we put right on them.
- At once: where the site is at the owner's own domain, it goes back to our address, which is the one that stays; the
  domain leads people on there until the site ends, and then is the owner's to point elsewhere.
- At once: listings that lead to our site although the owner has a website of their own are sent that website, so that
  none of them leads to a site that ends.
- On the day after the last one that was promised, the site becomes a plain page at the same address, for as long as we
  are there: people who kept the address or the QR code reach the business. Where the owner has a website, the page
  sends them on to it; else it is the site as it was, without form and counts.
- While a payment is open the plain page comes in the same way, and nothing else changes: the domain stays the owner's
  address of it, and listings are left alone. Once it is paid, the very version that people saw is there again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from mappop.domain.business import LISTED_WEBSITE, Business
from mappop.domain.entitlement import Service
from mappop.domain.errors import NotFound
from mappop.domain.trial import Trial
from mappop.services import giving_back, own_domains, provisioning, records, sites, taking
from mappop.services.deps import Deps, UnitOfWork
from mappop.services.entitled import is_over, service_for

SERVICE = "service"  # who makes a revision that nobody of ours made


def begin(deps: Deps, uow: UnitOfWork, trial: Trial, *, on: date) -> None:
    """In the transaction that cancels: listings lead to the owner's own website, and the end has its day."""
    own_domains.leave(deps, uow, trial.business_id)
    _repoint(deps, uow, trial.business_id)
    due_at = datetime.combine(on, time(), ZoneInfo(trial.timezone))
    key = f"end:{trial.id}:{on.isoformat()}"
    uow.enqueue("jobs.sites.end", {"business_id": trial.business_id}, key=key, due_at=due_at)


def take_back(deps: Deps, uow: UnitOfWork, business_id: str) -> None:
    """In the transaction in which the owner goes on, before the end has come: address and listings as they were."""
    own_domains.come_back(deps, uow, business_id)
    row = uow.businesses.get(business_id)
    newest = records.revision_of(uow, business_id, row.revision)
    if newest.made_by != SERVICE:
        return
    last, before = newest.business(), records.revision_of(uow, business_id, row.revision - 1).business()
    if LISTED_WEBSITE in before.attributes and LISTED_WEBSITE not in last.attributes:
        number = records.add_revision(deps, uow, row, before, made_by=SERVICE)
        provisioning.push_changes(deps, uow, last, before, number)


def stop(uow: UnitOfWork, business_id: str, reason: str) -> None:
    """In the transaction in which service stops for want of payment; the same reason again changes nothing."""
    uow.enqueue("jobs.sites.end", {"business_id": business_id}, key=f"end:{reason}")


def bring_back(uow: UnitOfWork, business_id: str, reason: str) -> None:
    """In the transaction in which service begins again."""
    uow.enqueue("jobs.sites.resume", {"business_id": business_id}, key=f"resume:{reason}")


def _repoint(deps: Deps, uow: UnitOfWork, business_id: str) -> None:
    row = uow.businesses.get(business_id)
    before = records.revision_of(uow, business_id, row.revision).business()
    if not before.website or before.listed_website or own_domains.is_at_us(uow, business_id, before.website):
        return
    others = {key: value for key, value in before.attributes.items() if key != LISTED_WEBSITE}
    after = replace(before, attributes=others)
    number = records.add_revision(deps, uow, row, after, made_by=SERVICE)
    places = provisioning.push_changes(deps, uow, before, after, number)
    uow.record(business_id, "listings_repointed", actor="service", data={"website": after.website, "places": places})


def end(deps: Deps, business_id: str) -> None:
    """Put the plain page there. Twice, or where service runs on or again, changes nothing."""
    try:
        found = taking.parcel(deps, business_id)
    except NotFound:
        return  # never published: there is nothing to end
    with deps.unit_of_work() as uow:
        if service_for(deps, uow, business_id) is not Service.NONE:
            return
        is_at_us = own_domains.is_at_us(uow, business_id, found.business.website)
    files = _files_after(deps, found, website="" if is_at_us else found.business.website)
    version = f"end-{sites.digest(files)}"
    deps.site_store.put(business_id, version, files)
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)
        if service_for(deps, uow, business_id) is not Service.NONE:
            return  # paid meanwhile
        if site.ended_at is None:
            deps.site_store.switch(business_id, version)
            site.ended_at = deps.clock.now()
            uow.record(business_id, "site_ended", actor="worker", data={"version": version})
        if is_over(uow, business_id):
            own_domains.end_with_site(deps, uow, business_id)
            giving_back.give_back_owed(deps, uow, business_id)
        uow.commit()


def resume(deps: Deps, business_id: str) -> None:
    """Show again what people saw before the plain page came. Twice, or where service has stopped again, changes
    nothing."""
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)
        is_served = service_for(deps, uow, business_id) is not Service.NONE
        if site.ended_at is None or not is_served:
            return
        deps.site_store.switch(business_id, site.version)
        site.ended_at = None
        sites.publish_again(uow, business_id, f"resumed:{deps.clock.now():%Y%m%dT%H%M%S}")
        uow.record(business_id, "site_resumed", actor="worker", data={"version": site.version})
        uow.commit()


def _files_after(deps: Deps, found: taking.Parcel, *, website: str) -> Mapping[str, bytes]:
    business, files = found.business, dict(taking.plain_files(deps, found))
    for path in [path for path in files if path.endswith(".html")]:
        moved = deps.plain_pages.moved(business.name, website, _language(path, business))
        files[path] = moved or files[path]
    return files


def _language(path: str, business: Business) -> str:
    folder = path.partition("/")[0]
    return folder if folder in ("en", "es") else (business.languages or ("en",))[0]
