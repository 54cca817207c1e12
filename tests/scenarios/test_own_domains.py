"""An owner's own domain, dated: asked for, proven, serving, broken, back again, ended; and what follows each time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from mappop.domain.errors import Invalid, Refused
from mappop.domain.message import Channel
from mappop.domain.own_domain import DomainState, OwnDomain
from mappop.domain.trial import Trial
from mappop.services import cancelling, own_domains, proposals, sites
from tests.world import DELGADO, FRONT, FRONT_ADDRESS, MAX, World

NAME, WWW = "delgadoplumbing.com", "www.delgadoplumbing.com"
OWN = f"http://{WWW}:8001"
OTHER = {**DELGADO, "name": "Other Plumbing", "phones": [{"number": "(512) 555-0199"}]}


def begin(world: World, **record: object) -> Trial:
    trial = world.on("2027-03-01").sell({**DELGADO, **record})
    world.confirm(trial)
    world.work()
    return trial


def ask(world: World, trial: Trial, typed: str = NAME) -> OwnDomain:
    return domain(world, own_domains.ask(world.deps, trial.business_id, typed, by="owner"))


def domain(world: World, id: str = "") -> OwnDomain:
    return next(row for row in world.rows("own_domains") if id in ("", row.id))


def prove(world: World, asked: OwnDomain) -> None:
    world.names.put(asked.proof_name, "TXT", "v=spf1 -all", asked.proof_value)


def point(world: World, name: str = NAME) -> None:
    world.names.put(f"www.{name}", "CNAME", FRONT)
    world.names.put(name, "A", FRONT_ADDRESS)


def look(world: World) -> OwnDomain:
    """The owner presses “Check now”, and a worker looks."""
    business_id = next(row.business_id for row in world.rows("own_domains") if row.active_for)
    assert own_domains.request_look(world.later(minutes=1).deps, business_id)
    world.work()
    return domain(world)


def serve(world: World) -> Trial:
    trial = begin(world)
    prove(world, ask(world, trial))
    point(world)
    assert look(world).state is DomainState.SERVING
    return trial


def shown(world: World, trial: Trial, path: str = "/") -> str:
    return world.app.site_store.read(trial.business_id, path)[0].decode()


def listed(world: World) -> set[str]:
    return {nap.website for nap in world.publishers["citydir"].shown.values()}


def letters(world: World) -> list[str]:
    return [m.kind for m in world.rows("messages") if m.kind.startswith("domain_") and m.channel is Channel.MAIL]


def events(world: World) -> list[str]:
    return [e.event for e in world.rows("audit_entries") if e.event.startswith(("domain_", "site_moved"))]


def test_from_the_wish_to_a_site_that_says_its_own_address_everywhere(world: World) -> None:
    trial = begin(world)
    asked = ask(world, trial)
    assert asked.state is DomainState.ASKED and look(world).state is DomainState.ASKED
    assert domain(world).seen["reason"] == "no_record" and domain(world).seen["hosts"][WWW]["leads"] == "nowhere"
    prove(world, asked)
    assert look(world).state is DomainState.VERIFIED and world.rows("sites")[0].own_host == ""
    point(world)
    assert look(world).state is DomainState.SERVING and world.rows("sites")[0].own_host == WWW
    page = shown(world, trial)
    assert f'<link rel="canonical" href="{OWN}/">' in page or f"href={OWN}/" in page
    ours = world.deps.settings.site_url(trial.business_id)
    for path in ("/", "/sitemap.xml", "/robots.txt", "/contact.vcf"):
        assert OWN in shown(world, trial, path) and ours not in shown(world, trial, path), path
    assert listed(world) == {OWN} and letters(world) == ["domain_pointed"]
    assert events(world) == ["domain_asked", "domain_proven", "domain_pointed", "site_moved"]


def test_looks_come_by_themselves_ever_more_rarely_and_one_that_was_lost_comes_again(world: World) -> None:
    ask(world, begin(world))
    world.names.asked = 0
    moments = []
    for _ in range(400):
        world.later(minutes=5)
        own_domains.look_due(world.deps)
        before = domain(world).looks
        world.work()
        if domain(world).looks > before:
            moments.append(world.clock.now())
    gaps = [b - a for a, b in zip(moments, moments[1:], strict=False)]
    assert gaps == sorted(gaps) and gaps[-1] == timedelta(hours=6) and 6 <= len(moments) <= 14
    own_domains.look_due(world.later(hours=7).deps)  # the row is queued, and no worker ever takes it
    assert own_domains.look_due(world.later(minutes=30).deps) == 0
    assert own_domains.look_due(world.later(minutes=31).deps) == 1


def test_a_file_on_the_owners_present_site_proves_it_too(world: World) -> None:
    trial = begin(world)
    asked = ask(world, trial)
    world.proofs[f"http://{NAME}/.well-known/mappop.txt"] = f"{asked.proof_value}\n".encode()
    assert look(world).state is DomainState.VERIFIED and domain(world).seen["proof"] == "file"


def test_a_file_that_another_host_answers_proves_nothing(world: World) -> None:
    asked = ask(world, begin(world))
    stranger = f"https://evil.example/.well-known/mappop.txt|{asked.proof_value}"
    for host in (NAME, WWW):
        for scheme in ("http", "https"):
            world.proofs[f"{scheme}://{host}/.well-known/mappop.txt"] = stranger.encode()
    assert look(world).state is DomainState.ASKED


def test_pointing_at_us_alone_proves_nothing(world: World) -> None:
    """A domain that was left pointing here is not whoever's who asks for it."""
    ask(world, begin(world))
    point(world)
    assert look(world).state is DomainState.ASKED and world.rows("sites")[0].own_host == ""


@pytest.mark.parametrize(
    ("records", "host", "leads", "wrong"),
    [
        ({(NAME, "A"): (FRONT_ADDRESS,), (WWW, "CNAME"): (NAME,)}, WWW, "here", []),
        ({(WWW, "CNAME"): ("parking.example",), ("parking.example", "A"): ("198.51.100.9",)}, WWW, "elsewhere",
         [["CNAME", "parking.example"]]),
        ({(NAME, "A"): (FRONT_ADDRESS, "198.51.100.9")}, NAME, "partly", [["A", "198.51.100.9"]]),
        ({(NAME, "A"): (FRONT_ADDRESS,), (NAME, "AAAA"): ("2001:db8::9",)}, NAME, "partly", [["AAAA", "2001:db8::9"]]),
        ({(WWW, "CNAME"): (NAME,), (NAME, "CNAME"): (WWW,)}, WWW, "unread", []),
    ],
)  # fmt: skip
def test_each_host_is_told_apart_with_the_record_that_is_in_the_way(
    world: World, records: dict[tuple[str, str], tuple[str, ...]], host: str, leads: str, wrong: list[list[str]]
) -> None:
    ask(world, begin(world))
    world.names.records |= records
    seen = look(world).seen["hosts"][host]
    assert (seen["leads"], seen["wrong"]) == (leads, wrong)


def test_one_bad_hour_breaks_nothing_and_a_day_of_them_does(world: World) -> None:
    trial = serve(world)
    world.names.put(WWW, "CNAME", "parking.example")
    world.names.put(NAME, "A", "198.51.100.9")
    for _ in range(3):
        look(world)
    assert domain(world).state is DomainState.SERVING and world.rows("sites")[0].own_host == WWW
    point(world)
    assert look(world).missing_since is None, "it came back: the day begins anew"
    world.names.put(WWW, "CNAME", "parking.example")
    world.names.put(NAME, "A", "198.51.100.9")
    for _ in range(30):
        own_domains.look_due(world.later(hours=1).deps)
        world.work()
    assert domain(world).state is DomainState.BROKEN and domain(world).why == "elsewhere"
    ours = world.deps.settings.site_url(trial.business_id)
    assert world.rows("sites")[0].own_host == "" and ours in shown(world, trial) and OWN not in shown(world, trial)
    assert listed(world) == {ours} and letters(world) == ["domain_pointed", "domain_lost"]
    assert [task.title for task in world.rows("tasks") if NAME in task.title] == [
        f"{NAME} does not lead to its site any more"
    ]
    point(world)
    assert look(world).state is DomainState.SERVING and listed(world) == {OWN}


def test_silence_of_the_name_servers_is_no_word_about_it_for_three_days(world: World) -> None:
    serve(world)
    world.names.silent = {NAME, WWW}
    for hours in (7, 70):
        own_domains.look_due(world.later(hours=hours).deps)
        world.work()
    assert domain(world).state is DomainState.SERVING and domain(world).missed == 0
    own_domains.look_due(world.later(hours=3).deps)
    world.work()
    assert domain(world).state is DomainState.BROKEN and domain(world).why == "unread"


def test_what_comes_to_nothing_ends_after_thirty_days_and_may_be_asked_for_again(world: World) -> None:
    trial = begin(world)
    ask(world, trial)
    for _ in range(31):
        own_domains.look_due(world.later(days=1).deps)
        world.work()
    ended = domain(world)
    assert ended.state is DomainState.ENDED and ended.why == "given_up" and letters(world) == ["domain_ended"]
    assert ask(world, trial).id != ended.id


def test_another_business_is_refused_without_a_word_about_whose_it_is(world: World) -> None:
    serve(world)
    other = world.sell(OTHER, MAX)
    world.confirm(other)
    world.work()
    with pytest.raises(Invalid) as refused:
        own_domains.ask(world.deps, other.business_id, WWW, by="owner")
    assert str(refused.value) == "name: taken" and "delgado" not in str(refused.value).lower().replace(NAME, "")
    own_domains.end(world.deps, world.rows("own_domains")[0].business_id, by="owner")
    assert own_domains.ask(world.deps, other.business_id, WWW, by="owner")


def test_a_domain_that_broke_and_was_sold_goes_to_the_buyer_who_proves_it(world: World) -> None:
    first = serve(world)
    other = world.sell(OTHER, MAX)
    world.confirm(other)
    world.work()
    world.names.put(WWW, "CNAME", "parking.example")
    world.names.put(NAME, "A", "198.51.100.9")
    with pytest.raises(Invalid, match="taken"):
        ask(world, other)
    for _ in range(30):
        own_domains.look_due(world.later(hours=1).deps)
        world.work()
    mine = domain(world)
    assert mine.state is DomainState.BROKEN
    bought = ask(world, other)
    own_domains.look(world.later(minutes=1).deps, bought.id)
    assert domain(world, mine.id).state is DomainState.BROKEN, "asking alone takes nothing from anybody"
    prove(world, bought)
    own_domains.look(world.later(minutes=1).deps, bought.id)
    world.work()
    assert (domain(world, mine.id).state, domain(world, mine.id).why) == (DomainState.ENDED, "taken")
    assert domain(world, bought.id).state is DomainState.VERIFIED
    (told,) = [m for m in world.rows("messages") if m.kind == "domain_ended" and m.channel is Channel.MAIL]
    assert told.business_id == first.business_id
    assert "is not connected to your site" in told.body and "was not connected" not in told.body, "it was, before"
    assert world.deps.settings.site_url(first.business_id) in shown(world, first)


def test_of_two_who_ask_for_one_name_the_one_who_proves_it_has_it(world: World) -> None:
    first = begin(world)
    second = world.sell(OTHER, MAX)
    world.confirm(second)
    world.work()
    asked = [ask(world, trial) for trial in (first, second)]
    world.names.put(asked[0].proof_name, "TXT", *(each.proof_value for each in asked))
    faults: list[BaseException] = []

    def press(id: str) -> None:
        for _ in range(20):
            try:
                return own_domains.look(world.deps, id)
            except Exception as fault:  # the one that lost is refused by the table, and its job is tried again
                faults.append(fault)

    threads = [threading.Thread(target=press, args=(each.id,)) for each in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.work()
    assert sorted(row.state for row in world.rows("own_domains")) == [DomainState.ENDED, DomainState.VERIFIED]
    assert [row.holds for row in world.rows("own_domains") if row.holds] == [NAME]


def test_asking_again_is_the_same_domain_and_another_one_waits_for_its_end(world: World) -> None:
    trial = begin(world)
    assert ask(world, trial).id == ask(world, trial, f"https://www.{NAME.upper()}/index.html").id
    with pytest.raises(Refused, match="another"):
        ask(world, trial, "delgado-austin.com")
    own_domains.end(world.deps, trial.business_id, by="owner")
    own_domains.end(world.deps, trial.business_id, by="owner")
    assert ask(world, trial, "delgado-austin.com").name == "delgado-austin.com"
    assert events(world).count("domain_ended") == 1


def test_check_now_is_once_in_twenty_seconds(world: World) -> None:
    trial = begin(world)
    ask(world, trial)
    presses = [own_domains.request_look(world.later(seconds=s).deps, trial.business_id) for s in (0, 5, 14, 1)]
    assert presses == [True, False, False, True]


def test_the_owner_ends_it_and_the_site_is_back_at_our_address(world: World) -> None:
    trial = serve(world)
    own_domains.end(world.deps, trial.business_id, by="owner")
    world.work()
    ours = world.deps.settings.site_url(trial.business_id)
    assert listed(world) == {ours} and OWN not in shown(world, trial) and letters(world) == ["domain_pointed"]


def test_a_canceled_owners_site_goes_back_at_once_and_the_domain_ends_with_it(world: World) -> None:
    trial = serve(world)
    cancelling.cancel(world.on("2027-03-12").deps, trial.id, actor="owner", evidence={})
    world.work()
    ours = world.deps.settings.site_url(trial.business_id)
    assert listed(world) == {ours} and OWN not in shown(world, trial)
    assert domain(world).state is DomainState.SERVING and domain(world).is_leaving
    look(world)
    assert world.rows("sites")[0].own_host == "", "a look does not bring it back"
    world.on("2027-03-31", "05:01").work()
    assert domain(world).state is DomainState.ENDED and domain(world).why == "site_ended"
    assert "<form" not in shown(world, trial) and OWN not in shown(world, trial)
    with pytest.raises(Refused, match="no_site"):
        ask(world, trial)


def test_a_website_that_is_the_domain_itself_is_nowhere_to_send_people_on_to(world: World) -> None:
    trial = begin(world, website=f"https://{NAME}/")
    prove(world, ask(world, trial))
    point(world)
    look(world)
    cancelling.cancel(world.on("2027-03-12").deps, trial.id, actor="owner", evidence={})
    world.work()
    world.on("2027-03-31", "05:01").work()
    page = shown(world, trial)
    assert domain(world).state is DomainState.ENDED and "Delgado Plumbing" in page and "tel:+15125550134" in page
    assert "http-equiv=refresh" not in page and "0;url=" not in page


def test_an_owners_website_stays_on_listings_whatever_the_domain_does(world: World) -> None:
    trial = begin(world, website="https://delgado.example")
    prove(world, ask(world, trial))
    point(world)
    writes = len(world.publishers["citydir"].writes)
    assert look(world).state is DomainState.SERVING
    assert listed(world) == {"https://delgado.example"} and len(world.publishers["citydir"].writes) == writes


def test_who_went_back_to_an_older_version_sees_that_version_under_the_new_address(world: World) -> None:
    trial = begin(world)
    first = world.rows("sites")[0].version
    content = {**world.rows("revisions")[0].content, "tagline": "Second"}
    proposal = proposals.propose(world.deps, trial.business_id, content, by="owner")
    proposals.approve(world.deps, proposal, actor="owner", evidence={})
    world.work()
    sites.go_back(world.deps, trial.business_id, first, actor="owner")
    prove(world, ask(world, trial))
    point(world)
    look(world)
    assert "Second" not in shown(world, trial) and OWN in shown(world, trial)
    second = next(row.version for row in world.rows("site_versions") if row.revision == 2)
    sites.go_back(world.deps, trial.business_id, second, actor="owner")
    world.work()
    assert "Second" in shown(world, trial) and OWN in shown(world, trial)
    for version in (first, second, first):  # as often as they like
        sites.go_back(world.later(minutes=1).deps, trial.business_id, version, actor="owner")
        world.work()
        assert OWN in shown(world, trial)


@pytest.mark.parametrize("nth", range(1, 12))
def test_a_worker_that_dies_at_any_commit_leaves_nothing_undone_or_done_twice(
    world: World, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit is lost, as in a kill just before it; the row's lease runs out and another worker takes it."""
    trial = begin(world)
    prove(world, ask(world, trial))
    point(world)
    own_domains.request_look(world.later(minutes=1).deps, trial.business_id)
    kind = type(world.app.unit_of_work())
    commit, count = kind.commit, 0

    def lost(self: object) -> None:
        nonlocal count
        count += 1
        if count == nth:
            raise OperationalError("commit", {}, RuntimeError("killed"))
        commit(self)

    monkeypatch.setattr(kind, "commit", lost)
    for _ in range(6):
        world.work()
        world.later(minutes=12)
    assert domain(world).state is DomainState.SERVING and world.rows("sites")[0].own_host == WWW
    assert OWN in shown(world, trial) and listed(world) == {OWN}
    assert letters(world) == ["domain_pointed"]
    assert events(world) == ["domain_asked", "domain_proven", "domain_pointed", "site_moved"]


def test_where_no_front_server_is_set_up_nobody_can_ask(world: World) -> None:
    trial = begin(world)
    object.__setattr__(world.app.settings, "front_host", "")
    with pytest.raises(Refused, match="off"):
        ask(world, trial)
