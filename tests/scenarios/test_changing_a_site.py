"""Changes after day 0, dated: proposed, approved once, refused when old; going back; publishes at once; the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from mappop.db.tables.businesses import revisions
from mappop.domain.errors import Invalid, Refused
from mappop.domain.listing import ListingState
from mappop.domain.proposal import ProposalState, carried_over
from mappop.domain.trial import Trial
from mappop.public.sites_origin import make_sites_app
from mappop.services import cancelling, counting, ending, importing, proposals, sites
from mappop.services.import_records import Row
from mappop.sites.bucket_store import BucketStore
from provisioners.errors import Permanent
from tests.world import DELGADO, World

OWN_SITE = "https://delgado.example"
TAP = {"address": "192.0.2.7"}


def begin(world: World, **record: Any) -> Trial:
    """A business whose site stands and whose listings are right."""
    trial = world.on("2027-03-01").sell({**DELGADO, **record})
    world.confirm(trial)
    world.work()
    return trial


def content(world: World) -> dict[str, Any]:
    return max(world.rows("revisions"), key=lambda revision: revision.number).content


def change(world: World, trial: Trial, **fields: Any) -> str:
    return proposals.propose(world.deps, trial.business_id, {**content(world), **fields}, by=world.agent.id)


def approve(world: World, proposal: str) -> None:
    proposals.approve(world.deps, proposal, actor="owner", evidence=TAP)


def live(world: World, trial: Trial) -> str:
    return (
        make_sites_app(world.app).test_client().get("/", base_url=world.deps.settings.site_url(trial.business_id)).text
    )


def events(world: World) -> list[str]:
    return [entry.event for entry in world.rows("audit_entries")]


def test_a_yes_makes_the_next_revision_the_site_and_the_pushes_in_one_go(world: World) -> None:
    trial = begin(world)
    city = world.publishers["citydir"]
    proposal = change(world.on("2027-03-05"), trial, phones=[{"number": "(512) 555-0199"}], tagline="New number")
    assert "555-0199" not in live(world, trial) and len(city.writes) == 1
    approve(world, proposal)
    world.work()
    assert "555-0199" in live(world, trial) and world.rows("sites")[0].revision == 2
    assert [nap.phone for nap in city.shown.values()] == ["+15125550199"] and city.writes[-1][1] == 2
    entry = next(row for row in world.rows("audit_entries") if row.event == "change_approved")
    assert (entry.actor, entry.at) == ("owner", datetime(2027, 3, 5, 15, 10, tzinfo=UTC))
    assert entry.data["address"] == "192.0.2.7" and entry.data["revision"] == 2 and entry.data["places"] == 2
    assert {"field": "tagline", "before": "", "after": "New number"} in entry.data["changes"]


def test_what_no_listing_says_is_not_pushed(world: World) -> None:
    trial = begin(world)
    approve(world, change(world, trial, tagline="Since 1998", services=[{"name": "Drains"}]))
    world.work()
    assert [revision for _, revision in world.publishers["citydir"].writes] == [1]
    assert "Since 1998" in live(world, trial)


def test_hours_are_said_by_listings_and_so_are_pushed(world: World) -> None:
    trial = begin(world)
    approve(world, change(world, trial, hours={"mon": [["09:00", "17:00"]]}))
    world.work()
    assert [revision for _, revision in world.publishers["citydir"].writes] == [1, 2]


def test_two_approvals_at_once_or_twice_give_one_revision(world: World) -> None:
    trial = begin(world)
    proposal, faults = change(world, trial, tagline="New"), []

    def press() -> None:
        try:
            approve(world, proposal)
        except OperationalError as busy:  # the database is held for longer than a page waits: nothing was done
            faults.append(busy)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    approve(world, proposal)
    assert len(world.rows("revisions")) == 2 and events(world).count("change_approved") == 1 and len(faults) < 4


def test_of_two_changes_of_one_version_the_second_is_refused_and_carried_over(world: World) -> None:
    trial = begin(world)
    first, second = change(world, trial, tagline="Mine"), change(world, trial, description="Theirs.")
    approve(world, second)
    with pytest.raises(proposals.Outdated):
        approve(world, first)
    assert len(world.rows("revisions")) == 2
    approve(world, proposals.renew(world.deps, first))
    assert (content(world)["tagline"], content(world)["description"]) == ("Mine", "Theirs.")


def test_a_look_that_was_not_changed_is_not_carried_over(world: World) -> None:
    trial = begin(world)
    first = change(world, trial, tagline="Mine")
    looked = proposals.propose(world.deps, trial.business_id, content(world), by="owner", theme="counter")
    approve(world, looked)
    world.work()
    approve(world, proposals.renew(world.deps, first))
    assert world.rows("sites")[0].theme == "counter" and content(world)["tagline"] == "Mine"


def test_carrying_over_takes_whole_fields_and_leaves_the_rest() -> None:
    base = {"tagline": "a", "services": [1], "email": "x"}
    wanted = {"tagline": "b", "services": [1]}
    assert carried_over(base, wanted, {"tagline": "c", "services": [2], "email": "y", "faqs": []}) == {
        "tagline": "b", "services": [2], "faqs": [],
    }  # fmt: skip


def test_a_record_of_before_that_opens_at_24_is_read_and_may_be_changed_elsewhere(world: World) -> None:
    trial = begin(world)
    kept = {**content(world), "hours": {"mon": [["18:00", "24:00"], ["24:00", "02:00"]]}}
    with world.app.engine.begin() as connection:
        connection.execute(update(revisions).values(content=kept))
    approve(world, change(world, trial, tagline="Since 1998"))
    world.work()
    assert "Since 1998" in live(world, trial) and content(world)["hours"] == kept["hours"]
    with pytest.raises(Invalid, match="hours.mon: opens at 24:00"):
        change(world, trial, hours={"mon": [["24:00", "03:00"]]})


def test_a_no_is_a_no(world: World) -> None:
    trial = begin(world)
    proposal = change(world, trial, tagline="New")
    for _ in range(2):
        proposals.decline(world.deps, proposal, actor="owner", evidence=TAP)
    with pytest.raises(Refused):
        approve(world, proposal)
    assert world.rows("proposals")[0].state is ProposalState.DECLINED and events(world).count("change_declined") == 1


def test_a_record_that_cannot_be_one_is_no_proposal(world: World) -> None:
    trial = begin(world)
    with pytest.raises(Invalid):
        change(world, trial, phones=[{"number": "12"}])
    with pytest.raises(Refused, match="Nothing would change"):
        change(world, trial)
    assert world.rows("proposals") == []


def test_a_file_may_propose_instead_of_changing_and_the_owner_is_told_once(world: World) -> None:
    begin(world)
    rows = [Row(1, {**content(world), "tagline": "From a file"}, ())]
    for _ in range(2):
        [*_, counts] = importing.take_rows(world.deps, rows, lambda line, fault: None, for_approval=True)
        assert counts.proposed == 1 and counts.revised == 0
    world.work()
    assert len(world.rows("revisions")) == 1 and [m.kind for m in world.mail.carried].count("change") == 1
    approve(world, world.rows("proposals")[0].id)
    assert content(world)["tagline"] == "From a file"


def test_a_live_listing_that_refuses_a_change_says_so(world: World) -> None:
    trial = begin(world)
    world.work(until=timedelta(hours=2))
    city = next(x for x in world.rows("listings") if x.publisher == "citydir")
    assert city.state is ListingState.LIVE
    world.publishers["citydir"].fault = Permanent("the name is not allowed")
    approve(world, change(world, trial, name="Delgado & Sons Plumbing"))
    world.work()
    city = next(x for x in world.rows("listings") if x.publisher == "citydir")
    assert city.state is ListingState.FAILED and city.why == "the name is not allowed"


def test_going_back_is_one_switch_and_a_later_yes_is_published_over_it(world: World) -> None:
    trial = begin(world)
    first = world.rows("sites")[0].version
    approve(world, change(world, trial, tagline="Second"))
    world.work()
    assert [sites.go_back(world.deps, trial.business_id, first, actor="owner") for _ in range(2)] == [True, False]
    assert "Second" not in live(world, trial) and events(world).count("site_went_back") == 1
    sites.publish(world.deps, trial.business_id)  # a publish of the second that a killed worker left behind
    assert "Second" not in live(world, trial)
    approve(world, change(world, trial, tagline="Third"))
    world.work()
    assert "Third" in live(world, trial)
    assert [row.revision for row in world.rows("site_versions")] == [1, 2, 3]


def test_going_forward_again_lifts_the_hold(world: World) -> None:
    trial = begin(world)
    first = world.rows("sites")[0].version
    approve(world, change(world, trial, tagline="Second"))
    world.work()
    second = world.rows("sites")[0].version
    for version in (first, second):
        sites.go_back(world.deps, trial.business_id, version, actor="owner")
    site = world.rows("sites")[0]
    assert "Second" in live(world, trial) and (site.revision, site.held_revision) == (2, 0)


@pytest.fixture(params=["folder", "bucket"])
def stored(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    if request.param == "folder":
        yield world
        return
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url="http://{}:{}".format(*server.get_host_and_port()), **keys)
    client.create_bucket(Bucket="sites")
    world.app.__dict__["site_store"] = BucketStore(client, "sites")
    yield world
    server.stop()


def test_publishes_at_once_never_mix_and_the_newest_stays(stored: World) -> None:
    world, trial = stored, begin(stored)
    barrier = threading.Barrier(3)
    once = threading.Lock()

    def slow_build(business: Any, **said: Any) -> Any:
        files = world.app.deps().build_site(business, **said)
        barrier.wait(timeout=60)
        return files

    def publish(tagline: str) -> None:
        with once:
            approve(world, change(world, trial, tagline=tagline))
            deps = replace(world.deps, build_site=slow_build)
        sites.publish(deps, trial.business_id)

    threads = [threading.Thread(target=publish, args=(f"Line {n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.work()
    site, store = world.rows("sites")[0], world.app.site_store
    assert site.revision == 4 and store.current(trial.business_id) == site.version
    assert content(world)["tagline"] in live(world, trial)
    paths = store.files(trial.business_id, site.version)
    assert (
        sites.digest({path: store.read(trial.business_id, path)[0] for path in paths})
        == site.version.rpartition("-")[2]
    )


def test_after_the_end_a_plain_page_stays_at_the_same_address(world: World) -> None:
    trial = begin(world)
    cancelling.cancel(world.on("2027-03-12").deps, trial.id, actor="owner", evidence={})
    world.on("2027-03-30").work()
    assert "/_/contact" in live(world, trial), "the last day that was promised"
    world.on("2027-03-31", "05:01").work()
    shown = live(world, trial)
    assert "Delgado Plumbing" in shown and "tel:+15125550134" in shown and "/_/" not in shown and "<form" not in shown
    counting.count(world.deps, trial.business_id, "visit")
    assert world.rows("sites")[0].visits == 0
    sites.publish(world.deps, trial.business_id)
    ending.end(world.deps, trial.business_id)
    assert live(world, trial) == shown and events(world).count("site_ended") == 1
    with pytest.raises(Refused):
        change(world, trial, tagline="Too late")
    with pytest.raises(Refused):
        sites.go_back(world.deps, trial.business_id, world.rows("site_versions")[0].version, actor="owner")
    assert world.publishers["citydir"].shown, "listings stay"


def test_where_the_owner_has_a_website_listings_lead_there_before_the_site_ends(world: World) -> None:
    trial = begin(world, website=OWN_SITE)
    approve(world, change(world, trial, attributes={"listed_website": "ours"}))
    world.work()
    city = world.publishers["citydir"]
    assert [nap.website for nap in city.shown.values()] == [world.deps.settings.site_url(trial.business_id)]
    cancelling.cancel(world.on("2027-03-12").deps, trial.id, actor="owner", evidence={})
    world.work()
    assert [nap.website for nap in city.shown.values()] == [OWN_SITE] and "/_/contact" in live(world, trial)
    world.on("2027-03-31", "05:01").work()
    shown = live(world, trial)
    assert f'content="0;url={OWN_SITE}"' in shown and f'href="{OWN_SITE}"' in shown and "<form" not in shown
    assert events(world).count("listings_repointed") == 1


def test_listings_that_lead_to_the_owners_website_already_are_left_alone(world: World) -> None:
    trial = begin(world, website=OWN_SITE)
    cancelling.cancel(world.deps, trial.id, actor="owner", evidence={})
    world.work()
    assert len(world.rows("revisions")) == 1 and len(world.publishers["citydir"].writes) == 1
