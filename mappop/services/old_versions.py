"""Forgetting versions of sites that nobody goes back to any more, by the figures of domain/site_versions.toml."""

from __future__ import annotations

from collections.abc import Iterator

from mappop.domain.site import KEPT_FOR, KEPT_LAST, forgettable, unshown
from mappop.services.deps import Deps

BATCH = 100  # sites that are asked for at once


def forget(deps: Deps) -> int:
    """How many versions went. What a run leaves behind, the next one finds."""
    return sum(_forget_of(deps, business_id) for business_id in _crowded(deps))


def _crowded(deps: Deps) -> Iterator[str]:
    """Sites that may have one to forget."""
    before, after = deps.clock.now() - KEPT_FOR, ""
    while True:
        with deps.unit_of_work() as uow:
            found = uow.crowded_sites(more_than=KEPT_LAST, before=before, after=after, most=BATCH)
        if not found:
            return
        yield from found
        after = found[-1]


def _forget_of(deps: Deps, business_id: str) -> int:
    """Under the site's lock, so that nobody goes back to what goes; files go first, for a row finds them."""
    with deps.unit_of_work() as uow:
        site = uow.sites.get(business_id)
        rows = uow.site_versions.where(business_id=business_id)
        for version in unshown(deps.site_store.versions(business_id), rows, shown=site.revision):
            deps.site_store.remove(business_id, version)
        gone = forgettable(rows, shown=site.version, now=deps.clock.now())
        for kept in gone:
            deps.site_store.remove(business_id, kept.version)
            uow.site_versions.remove(kept)
        if gone:
            data = {"versions": [kept.version for kept in gone]}
            uow.record(business_id, "site_versions_forgotten", actor="service", data=data)
            uow.commit()
    return len(gone)
