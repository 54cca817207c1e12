"""Sales arrive while horses, workers, the scheduler and Redis with its data are killed at random.

Judged only after the queue is empty: every site live once, every listing there once and carrying its revision,
no message twice, nothing lost. Twenty sales here; two hundred with MAPPOP_SOAK set.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mappop import settings
from mappop.bell import pause
from mappop.bootstrap import App
from mappop.cli.demo import demo_agent
from mappop.clock import monotonic
from mappop.db.outbox import Outbox
from mappop.domain.listing import ListingState
from mappop.domain.message import MessageState
from mappop.domain.trial import Trial
from mappop.services import audit, records, sales
from mappop.services.places import readable_places
from mappop.simulator.selling import sell
from provisioners.connector import Capability
from tests.faults.killing import Killer
from tests.service import Service, environment_of, running_service

SALES = 200 if os.environ.get("MAPPOP_SOAK") else 20
SEED = 20270301
DRAIN_SECONDS = 900
SOON = timedelta(seconds=25)  # the second look at each listing comes 15 s after the first
QUIET_SECONDS = 5  # what a horse that lost its lease still does, or a report of delivery that comes in
AREAS = ("512", "210", "713", "214")


def record_of(n: int) -> dict[str, Any]:
    area, line = AREAS[n // 90], 100 + n % 90
    return {
        "name": f"Number {n} Plumbing",
        "trade": "plumber",
        "address": {"street": f"{100 + n} Congress Ave", "city": "Austin", "region": "TX", "postal_code": "78701"},
        "phones": [{"number": f"{area}-555-0{line}"}],
    }


def owner_of(n: int) -> dict[str, str]:
    return {"name": f"Owner {n}", "mobile": f"830-55{n // 90}-0{100 + n % 90}", "email": f"owner@shop{n}.example"}


@pytest.mark.faults
def test_kills_at_random_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with running_service(tmp_path / "home") as service:
        app = App(settings.load(environment_of(service)))
        killer = Killer(service, seed=SEED, pause=1.2)
        killer.start()
        trials = [sell_and_confirm(app, n) for n in range(SALES)]
        killer.stop(after=SALES / 4)
        drained = wait_until_drained(app)
        say(f"{SALES} sales, kills {dict(killer.killed)}, drained {drained:.0f} s after the last kill")
        assert sum(killer.killed.values()) >= SALES / 4, "too few kills to prove anything"
        assert_every_site_is_live_once(app, service, trials)
        assert_every_listing_is_there_once(app, trials)
        assert_no_message_was_sent_twice_or_lost(app, service, trials)
        assert audit.verify(app.deps()).breaks == ()


def sell_and_confirm(app: App, n: int) -> Trial:
    """A sale as the consoles make it; what hits the database while it restarts is not part of the promise."""
    deps = app.deps()
    trial_id = sell(deps, demo_agent(deps), record=record_of(n), owner=owner_of(n))
    pause(0.5)
    return sales.confirm_by_link(deps, trial_id, evidence={"test": "tap"})


def say(figures: str) -> None:
    """The figures of this run, for whoever ran it with -s or in a soak."""
    sys.stderr.write(f"{figures}\n")


def wait_until_drained(app: App) -> float:
    """Seconds until no row is due or running, nor will be soon; looks that are planned for later don't count."""
    outbox, began = Outbox(app.engine), monotonic()
    quiet_since = None
    while monotonic() - began < DRAIN_SECONDS:
        if outbox.open_count(now=app.clock.now() + SOON):
            quiet_since = None
        elif quiet_since is None:
            quiet_since = monotonic()
        elif monotonic() - quiet_since > QUIET_SECONDS:
            return quiet_since - began
        pause(0.5)
    raise AssertionError(f"{outbox.open_count(now=app.clock.now() + SOON)} rows were still open")


def assert_every_site_is_live_once(app: App, service: Service, trials: list[Trial]) -> None:
    with app.unit_of_work() as uow:
        published = Counter(e.business_id for e in uow.audit_entries.where(event="site_published"))
        parked = [(r.job, r.last_error) for r in uow.work.where(state="parked")]
    assert parked == []
    for trial in trials:
        assert published[trial.business_id] == 1
        host = service.site_url(trial.business_id).removeprefix("http://")
        name, _, port = host.rpartition(":")
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": f"{name}:{port}"})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            assert answer.status == 200 and b"Plumbing" in answer.read()


def assert_every_listing_is_there_once(app: App, trials: list[Trial]) -> None:
    deps = app.deps()
    by_api = {name for name, c in deps.connectors.items() if Capability.CREATE in c.capabilities}
    with app.unit_of_work() as uow:
        pushes = Counter(
            (e.data["listing"], e.data["revision"]) for e in uow.audit_entries.where(event="listing_pushed")
        )
        listings = [x for trial in trials for x in uow.listings.where(business_id=trial.business_id)]
        naps = {t.business_id: records.nap_of(records.current_business(uow, t.business_id)[0]) for t in trials}
    assert len(listings) == len(trials) * len(deps.connectors)
    assert all(x.sent_revision == 1 for x in listings)
    assert all(pushes[x.id, 1] == 1 for x in listings)
    readable = {place.name: place for place in readable_places(deps)}
    sample = [
        x for x in listings if x.publisher in by_api & readable.keys() and x.state is not ListingState.NEEDS_PERSON
    ]
    assert sample
    for listing in sample[: 4 * 20]:
        seen = readable[listing.publisher].find(replace(naps[listing.business_id]))
        assert len(seen) <= 1, f"{listing.publisher} shows {listing.business_id} {len(seen)} times"


def assert_no_message_was_sent_twice_or_lost(app: App, service: Service, trials: list[Trial]) -> None:
    with urllib.request.urlopen(f"{service.mailbox_url}/messages.json", timeout=30) as answer:
        arrived = [m for m in json.loads(answer.read())["messages"] if m["kind"] in ("mail", "text")]
    doubled = [key for key, n in Counter((m["to"], m["subject"], m["text"]) for m in arrived).items() if n > 1]
    assert doubled == []
    wanted = {trial.owner[way] for trial in trials for way in ("mobile", "email")}
    per_person = Counter(m["to"] for m in arrived if m["to"] in wanted)
    assert {person: per_person[person] for person in wanted} == dict.fromkeys(wanted, 2)  # confirmation and welcome
    with app.unit_of_work() as uow:
        states = {m.state for m in uow.messages.where()}
    assert MessageState.QUEUED not in states
