"""Old versions of a site go by policy: the last twenty stay, all of ninety days, and the one that people see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from mappop.domain.business import Business
from mappop.domain.errors import NotFound
from mappop.domain.site import KEPT_LAST
from mappop.domain.trial import Trial
from mappop.services import old_versions, proposals, sites
from tests.world import World


@pytest.fixture
def trial(world: World) -> Trial:
    """Published once more than are kept, an hour apart, all on the first two days of March."""
    sold = world.confirm(world.on("2027-03-01").sell())
    world.work()
    for n in range(KEPT_LAST):
        publish(world.later(hours=1), sold, f"Line {n}")
    return sold


def publish(world: World, trial: Trial, tagline: str) -> None:
    record = max(world.rows("revisions"), key=lambda revision: revision.number).content
    change = proposals.propose(world.deps, trial.business_id, {**record, "tagline": tagline}, by="carlo")
    proposals.approve(world.deps, change, actor="owner", evidence={})
    world.work()


def kept(world: World, trial: Trial) -> list[int]:
    """Revisions with a row, which are those with files."""
    rows = world.rows("site_versions")
    assert {row.version for row in rows} == set(world.app.site_store.versions(trial.business_id))
    return sorted(row.revision for row in rows)


def test_a_season_is_kept_however_many_there_are(world: World, trial: Trial) -> None:
    assert old_versions.forget(world.on("2027-05-29").deps) == 0
    assert kept(world, trial) == list(range(1, KEPT_LAST + 2))


def test_after_it_the_oldest_go_and_nobody_can_go_back_to_them(world: World, trial: Trial) -> None:
    first = min(world.rows("site_versions"), key=lambda row: row.revision)
    assert old_versions.forget(world.on("2027-06-05").deps) == 1
    assert old_versions.forget(world.deps) == 0
    assert kept(world, trial) == list(range(2, KEPT_LAST + 2))
    assert [e.data["versions"] for e in world.rows("audit_entries") if e.event == "site_versions_forgotten"] == [
        [first.version]
    ]
    with pytest.raises(NotFound, match="no such version"):
        sites.go_back(world.deps, trial.business_id, first.version, actor="owner")


def test_the_version_that_people_see_stays_however_old(world: World, trial: Trial) -> None:
    first = min(world.rows("site_versions"), key=lambda row: row.revision)
    sites.go_back(world.on("2027-03-09").deps, trial.business_id, first.version, actor="owner")
    assert old_versions.forget(world.on("2027-06-05").deps) == 0
    assert world.app.site_store.current(trial.business_id) == first.version


def test_a_run_that_was_killed_between_files_and_rows_is_finished_by_the_next(world: World, trial: Trial) -> None:
    first = min(world.rows("site_versions"), key=lambda row: row.revision)
    world.app.site_store.remove(trial.business_id, first.version)
    with pytest.raises(NotFound, match="any more"):
        sites.go_back(world.deps, trial.business_id, first.version, actor="owner")
    assert old_versions.forget(world.later(days=100).deps) == 1
    assert 1 not in kept(world, trial)


def test_what_a_killed_publish_left_behind_goes_with_them(world: World, trial: Trial) -> None:
    store = world.app.site_store
    for version in ("r2-0123456789abcdef", "r900-0123456789abcdef"):
        store.put(trial.business_id, version, {"index.html": b"never shown"})
    old_versions.forget(world.on("2027-06-05").deps)
    left = set(store.versions(trial.business_id)) - {row.version for row in world.rows("site_versions")}
    assert left == {"r900-0123456789abcdef"}, "one that may still be on its way stays"


def test_a_publish_that_is_overtaken_leaves_no_files(world: World, trial: Trial) -> None:
    first = min(world.rows("site_versions"), key=lambda row: row.revision)
    deps = world.later(hours=1).deps

    def overtaken(business: Business, **given: Any) -> Mapping[str, bytes]:
        """While it is built, the owner goes back to the first version."""
        sites.go_back(world.deps, trial.business_id, first.version, actor="owner")
        return {**deps.build_site(business, **given), "late.txt": b"never shown"}

    sites.publish(replace(deps, build_site=overtaken), trial.business_id)
    assert world.app.site_store.current(trial.business_id) == first.version
    assert kept(world, trial) == list(range(1, KEPT_LAST + 2))


def test_the_job_does_it(world: World, trial: Trial) -> None:
    world.on("2027-06-05")
    with world.app.unit_of_work() as uow:
        uow.enqueue("jobs.sites.forget_old_versions", {}, key="of this test")
        uow.commit()
    world.work()
    assert 1 not in kept(world, trial)
