"""Special days, dated: a page that stands for months names those that come, and none that is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from mappop.db.tables.work import outbox
from mappop.domain.trial import Trial
from mappop.public.sites_origin import make_sites_app
from mappop.services import cancelling, proposals, sites
from tests.world import DELGADO, World

SPECIAL = [
    {"date": "2027-03-05", "open": [], "note": "Inventory"},
    {"date": "2027-04-02", "open": [["08:00", "12:00"]], "note": "Good Friday"},
]


def begin(world: World, **record: Any) -> Trial:
    trial = world.on("2027-03-01").sell({**DELGADO, "hours_exceptions": SPECIAL, **record})
    world.confirm(trial)
    world.work()
    return trial


def live(world: World, trial: Trial) -> str:
    address = world.deps.settings.site_url(trial.business_id)
    return make_sites_app(world.app).test_client().get("/", base_url=address).text


def test_a_special_day_leaves_the_page_by_itself_when_it_is_over(world: World) -> None:
    trial = begin(world)
    assert "March 5" in live(world, trial) and "April 2" in live(world, trial)
    world.on("2027-03-06", "05:59").work()  # an instant before midnight in Austin
    assert "March 5" in live(world, trial)
    world.on("2027-03-06", "06:00").work()
    assert "March 5" not in live(world, trial) and '"validFrom":"2027-03-05"' not in live(world, trial)
    assert "April 2" in live(world, trial)
    world.on("2027-04-03", "05:00").work()  # daylight time began meanwhile
    assert "April 2" not in live(world, trial)
    told = [entry.event for entry in world.rows("audit_entries") if entry.event.startswith("site_")]
    assert told == ["site_published", "site_renewed", "site_renewed"], "it went live once"


def test_a_late_or_repeated_renewal_changes_nothing_more(world: World) -> None:
    trial = begin(world)
    world.on("2027-03-09").work()
    shown = world.rows("sites")[0].version
    sites.publish(world.deps, trial.business_id)
    world.work()
    assert world.rows("sites")[0].version == shown and "March 5" not in live(world, trial)
    versions = len(world.rows("site_versions"))
    world.on("2027-05-01").work()
    assert "April 2" not in live(world, trial) and len(world.rows("site_versions")) == versions + 1


def test_work_of_before_renews_the_page_and_goes_on_by_itself(world: World) -> None:
    """As it is left by the upgrade: due since the day of publishing, and the only work there is."""
    trial = begin(world)
    with world.app.engine.begin() as connection:
        connection.execute(delete(outbox).where(outbox.c.job == "jobs.sites.renew"))
    world.on("2027-03-20").work()
    assert "March 5" in live(world, trial)
    with world.deps.unit_of_work() as uow:
        key, since = f"renew:{trial.business_id}:0030", world.clock.now() - timedelta(days=19)
        uow.enqueue("jobs.sites.renew", {"business_id": trial.business_id}, key=key, due_at=since)
        uow.commit()
    world.work()
    assert "March 5" not in live(world, trial) and "April 2" in live(world, trial)
    world.on("2027-04-03", "05:00").work()
    assert "April 2" not in live(world, trial)


def say_yes(world: World, trial: Trial, **fields: Any) -> None:
    content = max(world.rows("revisions"), key=lambda revision: revision.number).content
    change = proposals.propose(world.deps, trial.business_id, {**content, **fields}, by="owner")
    proposals.approve(world.deps, change, actor="owner", evidence={})
    world.work()


def go_back(world: World, trial: Trial, version: str) -> None:
    sites.go_back(world.deps, trial.business_id, version, actor="owner")


def test_a_version_that_was_gone_back_to_loses_days_that_are_over_and_nothing_else(world: World) -> None:
    trial = begin(world)
    first = world.rows("sites")[0].version
    say_yes(world, trial, tagline="Second", hours_exceptions=[])
    go_back(world.on("2027-03-02"), trial, first)
    world.work()
    assert world.rows("sites")[0].version == first, "nothing is over, so it is the very version"
    world.on("2027-03-06", "06:00").work()
    assert "March 5" not in live(world, trial) and "April 2" in live(world, trial)
    world.on("2027-04-03", "05:00").work()
    assert "April 2" not in live(world, trial) and "Second" not in live(world, trial)
    say_yes(world, trial, tagline="Third")
    assert "Third" in live(world, trial), "what is approved later is published over it"


def test_who_goes_back_to_days_that_are_over_sees_the_version_without_them_each_time(world: World) -> None:
    trial = begin(world)
    first = world.rows("sites")[0].version
    say_yes(world, trial, tagline="Second")
    second = world.rows("sites")[0].version
    world.on("2027-03-09").work()
    for version, is_second in ((first, False), (second, True)) * 2:
        go_back(world.later(minutes=5), trial, version)
        world.work()
        shown = live(world, trial)
        assert "March 5" not in shown and "April 2" in shown and ("Second" in shown) is is_second


def test_a_version_of_before_that_was_gone_back_to_is_renewed_by_the_upgrades_work_too(world: World) -> None:
    trial = begin(world)
    first = world.rows("sites")[0].version
    say_yes(world, trial, tagline="Second", hours_exceptions=[])
    go_back(world, trial, first)
    with world.app.engine.begin() as connection:
        connection.execute(delete(outbox).where(outbox.c.job == "jobs.sites.renew"))
    with world.deps.unit_of_work() as uow:
        uow.enqueue("jobs.sites.renew", {"business_id": trial.business_id}, key=f"renew:{trial.business_id}:0030")
        uow.commit()
    world.work()
    world.on("2027-03-06", "06:00").work()
    assert "March 5" not in live(world, trial) and "April 2" in live(world, trial)


def test_a_site_that_ended_meanwhile_stays_the_plain_page(world: World) -> None:
    trial = begin(world)
    cancelling.cancel(world.on("2027-03-02").deps, trial.id, actor="owner", evidence={})
    world.on("2027-03-31").work()
    ended = live(world, trial)
    world.on("2027-04-03", "05:00").work()
    assert live(world, trial) == ended and "/_/contact" not in ended
