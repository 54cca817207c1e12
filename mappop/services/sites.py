"""Publishing a site: build, store, switch the pointer; counting what visitors do there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from mappop.domain.errors import Refused
from mappop.services import records
from mappop.services.deps import Deps

COUNTERS = {"visit": "visits", "call": "calls", "directions": "directions"}


def publish(deps: Deps, business_id: str) -> None:
    """Put the current revision before the world. Running it twice makes the same version and switches nothing."""
    with deps.unit_of_work() as uow:
        business, revision = records.current_business(uow, business_id)
        theme = uow.sites.get(business_id).theme
    files = deps.build_site(business, theme=theme, base_url=deps.settings.site_url(business_id), now=deps.clock.now())
    version = f"r{revision}-{_digest(files)}"
    deps.site_store.put(business_id, version, files)
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)
        if site.revision > revision or site.version == version:
            return  # a newer revision got there first, or this very version is there
        # Under the row's lock, so that of two publishes at once the older can't move the pointer back.
        deps.site_store.switch(business_id, version)
        site.published(version=version, revision=revision, at=deps.clock.now())
        uow.record(business_id, "site_published", actor="worker", data={"version": version, "revision": revision})
        uow.commit()


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    return digest.hexdigest()[:16]


def count(deps: Deps, business_id: str, what: str) -> None:
    """One more visit, call or directions; nothing about who."""
    if what not in COUNTERS:
        raise Refused("There is nothing of that kind to count.")
    with deps.unit_of_work() as uow:
        uow.bump(business_id, COUNTERS[what])
        uow.commit()
