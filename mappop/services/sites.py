"""Publishing a site: build, store, switch the pointer; and switching it back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mappop.domain.business import Business
from mappop.domain.errors import NotFound, Refused
from mappop.domain.site import Site, SiteVersion, version_name
from mappop.services import pictures, records
from mappop.services.deps import Deps, UnitOfWork


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be before the world: the current revision, or, where the owner went back, what they went back to."""

    business: Business
    revision: int
    theme: str
    own_host: str
    instead_of: str = ""  # the version that is built once more for another address

    def still(self, site: Site) -> bool:
        if self.instead_of:
            return site.ended_at is None and site.version == self.instead_of
        return site.takes(self.revision)


def publish(deps: Deps, business_id: str) -> None:
    """Put the current revision before the world, under the address that the site has now.

    Running it twice makes the same version and switches nothing.
    """
    with deps.unit_of_work() as uow:
        wanted = _wanted(deps, uow, business_id)
        if wanted is None:
            uow.commit()
            return
    business, revision = wanted.business, wanted.revision
    address = deps.settings.site_url(business_id, wanted.own_host)
    made, lacking = deps.pictures.made(business.photos), pictures.missing(deps, business)
    built = deps.build_site(business, theme=wanted.theme, base_url=address, now=deps.clock.now(), made=made)
    files = {**built, **deps.pictures.files(made)}
    version = version_name(revision, digest(files))
    deps.site_store.put(business_id, version, files)
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)
        if site.version == version:
            _renew_in_time(deps, uow, business)
            uow.commit()
            return  # this very version is there
        if not wanted.still(site):
            _drop(deps, uow, business_id, version)
            return  # a newer revision got there first, or the owner went back
        is_late = bool(lacking) and len(deps.pictures.made(business.photos)) > len(made)
        if is_late or site.own_host != wanted.own_host:
            publish_again(uow, business_id, f"after:{version}:{site.own_host}")
            _drop(deps, uow, business_id, version)
            uow.commit()
            return  # a photo became ready or the address moved meanwhile, and the publish with it may have been first
        # Under the row's lock, so that of two publishes at once the older can't move the pointer back.
        deps.site_store.switch(business_id, version)
        event = "site_renewed" if site.revision == revision else "site_published"
        site.published(version=version, revision=revision, at=deps.clock.now())
        _keep(deps, uow, site, wanted)
        _renew_in_time(deps, uow, business)
        if lacking:
            uow.enqueue(
                "jobs.pictures.complete", {"business_id": business_id}, key=f"pictures:{business_id}:{revision}"
            )
        uow.record(business_id, event, actor="worker", data={"version": version, "revision": revision})
        uow.commit()


def _renew_in_time(deps: Deps, uow: UnitOfWork, business: Business, *, made_at: datetime | None = None) -> None:
    """A page names the special days that come: when one is over it is made again, at once where that was missed."""
    now = deps.clock.now()
    at = deps.site_changes_at(business, made_at or now)
    if at is not None:
        due_at = max(at, now)
        key = f"renew:{business.id}:{due_at.astimezone(UTC):%Y%m%dT%H%M%S}"
        uow.enqueue("jobs.sites.renew", {"business_id": business.id}, key=key, due_at=due_at)


def publish_again(uow: UnitOfWork, business_id: str, reason: str) -> None:
    """In the caller's transaction; the same reason again changes nothing."""
    key = f"publish:{business_id}:{reason}"[:200]
    uow.enqueue("jobs.sites.publish", {"business_id": business_id}, key=key)


def _wanted(deps: Deps, uow: UnitOfWork, business_id: str) -> _Wanted | None:
    """None where nothing is to be published. An older version that the owner went back to stays as it was, but for
    its address and for days that are over."""
    site = uow.sites.get(business_id)  # before the business's row, here and wherever both are locked
    business, revision = records.current_business(uow, business_id)
    if site.takes(revision):
        return _Wanted(business, revision, site.theme, site.own_host)
    kept = uow.site_versions.first(business_id=business_id, version=site.version)
    if kept is None or site.ended_at is not None:
        return None
    shown = records.revision_of(uow, business_id, kept.revision).business()
    changes_at = deps.site_changes_at(shown, kept.made_at)
    is_over = changes_at is not None and changes_at <= deps.clock.now()
    if kept.own_host == site.own_host and not is_over:
        _renew_in_time(deps, uow, shown)
        return None
    return _Wanted(shown, kept.revision, kept.theme, site.own_host, instead_of=kept.version)


def _keep(deps: Deps, uow: UnitOfWork, site: Site, wanted: _Wanted) -> None:
    if uow.site_versions.first(business_id=site.business_id, version=site.version) is None:
        kept = SiteVersion(
            site.business_id, site.version, site.revision, wanted.theme, deps.clock.now(), wanted.own_host
        )
        uow.site_versions.add(kept)


def _drop(deps: Deps, uow: UnitOfWork, business_id: str, version: str) -> None:
    """What was put and will not be shown goes, under the site's lock; what people saw once stays."""
    if uow.site_versions.first(business_id=business_id, version=version) is None:
        deps.site_store.remove(business_id, version)


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
        newest, before, now = uow.businesses.get(business_id).revision, site.version, deps.clock.now()
        _switch_back(deps, business_id, version)
        site.went_back(kept, newest=newest, at=now)
        if kept.own_host != site.own_host:
            # With its moment: back, forward and back again is another time.
            publish_again(uow, business_id, f"back:{version}:{site.own_host}:{now:%Y%m%dT%H%M%S%f}")
        _renew_in_time(deps, uow, records.revision_of(uow, business_id, kept.revision).business(), made_at=kept.made_at)
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
