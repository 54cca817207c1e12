"""A backup is put back: what was done since is found again and not done twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from mappop.db.tables import metadata
from mappop.domain.listing import ListingState
from mappop.domain.payment import PaymentState
from mappop.services import audit, pausing
from tests.scenarios.test_first_charge import on, report
from tests.scenarios.test_paying_by_card import first_month, started
from tests.world import World


class Kept:
    """A database and its backup, by the way that `docs/operations.md` tells."""

    def __init__(self, path: Path) -> None:
        self.path, self.backup = path, path.with_suffix(".backup")
        metadata.create_all(create_engine(f"sqlite:///{path}"))

    def back_up(self) -> None:
        self._copy(self.path, self.backup)

    def restore(self, world: World) -> None:
        world.close()
        for leftover in self.path.parent.glob(f"{self.path.name}*"):
            leftover.unlink()
        self._copy(self.backup, self.path)

    def _copy(self, source: Path, target: Path) -> None:
        one, two = sqlite3.connect(source), sqlite3.connect(target)
        one.backup(two)
        one.close()
        two.close()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "mappop.sqlite3")


@pytest.fixture
def world(kept: Kept, tmp_path: Path) -> Iterator[World]:
    made = World(f"sqlite:///{kept.path}", tmp_path / "home")
    yield made
    made.close()


def test_what_was_published_since_the_backup_is_found_and_not_made_twice(world: World, kept: Kept) -> None:
    trial = world.confirm(world.sell())
    kept.back_up()
    world.work(until=timedelta(minutes=1))
    shown = {name: list(publisher.shown) for name, publisher in world.publishers.items()}
    version = world.app.site_store.current(trial.business_id)
    assert shown["citydir"] and version

    kept.restore(world)
    assert [x.state for x in world.rows("listings")] == [ListingState.PLANNED] * 2
    world.work(until=timedelta(minutes=1))
    assert {name: list(publisher.shown) for name, publisher in world.publishers.items()} == shown
    assert world.app.site_store.current(trial.business_id) == version
    states = {listing.publisher: listing.state for listing in world.rows("listings")}
    assert states["citydir"] is ListingState.LIVE
    assert audit.verify(world.deps).breaks == ()


def test_a_card_that_was_charged_since_the_backup_is_not_charged_again(kept: Kept, world: World) -> None:
    """Two days later too, when the processor has forgotten the key: it is asked first."""
    started(world.on("2027-03-01"))
    kept.back_up()
    on(world, "2027-03-31", "17:01")
    assert world.processor.asked == 1
    kept.restore(world)
    again = World(f"sqlite:///{kept.path}", world.app.settings.home)
    again.processor = world.processor
    on(again, "2027-04-02", "19:00")
    (payment,) = again.rows("payments")
    assert payment.state is PaymentState.SUCCEEDED and again.processor.asked == 1
    again.close()


def test_a_card_that_was_charged_after_a_pause_since_the_backup_is_not_charged_again(kept: Kept, world: World) -> None:
    """The period begins two days later than it did before, and so does what is paid with it."""
    _paused_to_the_30th_of_may(world)
    kept.back_up()
    on(world, "2027-05-30", "17:01")
    assert world.processor.asked == 2
    kept.restore(world)
    again = World(f"sqlite:///{kept.path}", world.app.settings.home)
    again.processor = world.processor
    on(again, "2027-06-01", "19:00")
    assert [one.state for one in again.rows("payments")] == [PaymentState.SUCCEEDED] * 2
    assert again.processor.asked == 2
    again.close()


def _paused_to_the_30th_of_may(world: World) -> None:
    first_month(world.on("2027-03-01"))
    pausing.pause(world.deps, "delgado-plumbing-austin", months=1, actor="owner", evidence={"way": "portal"})
    on(world, "2027-04-30", "17:01")
    on(world, "2027-05-23")
    report(world, "charge_reminder", "delivered")
