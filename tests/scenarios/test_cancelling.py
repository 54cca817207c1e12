"""The way out, dated: as simple as the way in, and in writing."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from mappop.domain.errors import Refused
from mappop.domain.trial import TrialState
from mappop.services import cancelling, checking
from tests.world import World


def test_an_owner_who_cancels_is_told_in_writing_and_keeps_site_and_listings(world: World) -> None:
    trial = world.on("2027-03-01").sell()
    world.confirm(trial)
    world.work()
    shown = dict(world.publishers["citydir"].shown)
    world.on("2027-03-12")
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.work()
    assert world.trial(trial.id).canceled_at == datetime(2027, 3, 12, 15, 10, tzinfo=UTC)
    letter = world.mail.carried[-1]
    assert letter.kind == "canceled" and "Nothing is charged" in letter.body
    assert "Tuesday 30 March 2027" in letter.body
    assert world.app.site_store.current(trial.business_id) and world.publishers["citydir"].shown == shown
    assert [e.event for e in world.rows("audit_entries")].count("trial_canceled") == 1


def test_a_second_tap_cancels_nothing_more_and_writes_no_second_letter(world: World) -> None:
    trial = world.sell()
    world.confirm(trial)
    for _ in range(2):
        cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    world.work()
    assert [m.kind for m in world.mail.carried].count("canceled") == 1


def test_what_was_never_started_cannot_be_canceled(world: World) -> None:
    trial = world.sell()
    with pytest.raises(Refused, match="nothing to cancel"):
        cancelling.cancel(world.deps, trial.id, actor="owner", evidence={})
    assert world.trial(trial.id).state is TrialState.AWAITING_CONFIRMATION


def test_after_the_last_day_nothing_is_looked_at_or_repaired_any_more(world: World) -> None:
    trial = world.on("2027-03-01").sell()
    world.confirm(trial)
    world.work(until=timedelta(hours=2))
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={"way": "link"})
    assert looks_of_a_day(world.on("2027-03-29")) > 0
    assert looks_of_a_day(world.on("2027-04-01")) == 0


def looks_of_a_day(world: World) -> int:
    return sum(checking.recheck_due(world.later(hours=1).deps) for _ in range(24))


def test_every_message_after_the_yes_carries_the_way_out(world: World) -> None:
    trial = world.sell()
    world.confirm(trial)
    world.work()
    after = [m for m in world.mail.carried + world.texts.carried if m.kind != "confirmation"]
    assert after and all(re.search(r"/x/\S{20,}", message.body) for message in after)
