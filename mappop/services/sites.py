"""Publishing a site: build, store, switch the pointer; and switching it back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from mappop.domain.errors import NotFound, Refused
from mappop.domain.site import Site, SiteVersion
from mappop.services import pictures, records
from mappop.services.deps import Deps, UnitOfWork


def publish(deps: Deps, business_id: str) -> None:
    """Put the current revision before the world. Running it twice makes the same version and switches nothing."""
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)  # before the business's row, here and wherever both are locked
        business, revision = records.current_business(uow, business_id)
        theme = site.theme
        if not site.takes(revision):
            return
    address = deps.settings.site_url(business_id)
    made, lacking = deps.pictures.made(business.photos), pictures.missing(deps, business)
    built = deps.build_site(business, theme=theme, base_url=address, now=deps.clock.now(), made=made)
    files = {**built, **deps.pictures.files(made)}
    version = f"r{revision}-{digest(files)}"
    deps.site_store.put(business_id, version, files)
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)
        if not site.takes(revision) or site.version == version:
            return  # a newer revision got there first, the owner went back, or this very version is there
        if lacking and len(deps.pictures.made(business.photos)) > len(made):
            uow.enqueue(
                "jobs.sites.publish", {"business_id": business_id}, key=f"publish:{business_id}:after:{version}"
            )
            uow.commit()
            return  # a photo became ready meanwhile, and the publish with it may have been first
        # Under the row's lock, so that of two publishes at once the older can't move the pointer back.
        deps.site_store.switch(business_id, version)
        site.published(version=version, revision=revision, at=deps.clock.now())
        _keep(deps, uow, site, theme)
        if lacking:
            uow.enqueue(
                "jobs.pictures.complete", {"business_id": business_id}, key=f"pictures:{business_id}:{revision}"
            )
        uow.record(business_id, "site_published", actor="worker", data={"version": version, "revision": revision})
        uow.commit()


def _keep(deps: Deps, uow: UnitOfWork, site: Site, theme: str) -> None:
    if uow.site_versions.first(business_id=site.business_id, version=site.version) is None:
        kept = SiteVersion(site.business_id, site.version, site.revision, theme, deps.clock.now())
        uow.site_versions.add(kept)


def go_back(deps: Deps, business_id: str, version: str, *, actor: str) -> bool:
    """Show a version that was there before: one switch. False where it is shown already.

    The record stays as it is, and so do the listings; what is approved later is published over it.
    """
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)
        kept = uow.site_versions.first(business_id=business_id, version=version)
        if kept is None:
            raise NotFound("The site has no such version.")
        if site.ended_at is not None:
            raise Refused("This site has ended: a plain page stands there.")
        if site.version == version:
            return False
        newest, before = uow.businesses.get(business_id).revision, site.version
        _switch_back(deps, business_id, version)
        site.went_back(kept, newest=newest, at=deps.clock.now())
        data = {"version": version, "revision": kept.revision, "before": before}
        uow.record(business_id, "site_went_back", actor=actor, data=data)
        uow.commit()
        return True


def _switch_back(deps: Deps, business_id: str, version: str) -> None:
    try:
        deps.site_store.switch(business_id, version)
    except LookupError:  # a row that a restored backup brought back, of files that were forgotten since
        raise NotFound("The site has no such version any more.") from None


def digest(files: Mapping[str, bytes]) -> str:
    """Sixteen letters that stand for the files' names and contents."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    return whole.hexdigest()[:16]
