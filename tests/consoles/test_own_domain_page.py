"""“Your own address”, from the wish to the end, in both languages; and what the administrator sees of it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event

from mappop.consoles.portal.registrars import records_for, registrars
from mappop.consoles.portal.words import words
from mappop.domain.own_domain import DomainState, HostSight, Leads, OwnDomain
from mappop.domain.roles import Role
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.scenarios.test_own_domains import NAME, OTHER, WWW, ask, begin, look, point, prove, serve
from tests.world import FRONT, FRONT_ADDRESS, MAX, World

PAGE = "/portal/site/domain"


@pytest.fixture
def owner(world: World, visitor: Visitor) -> Visitor:
    begin(world)
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}")
    return visitor


def page(owner: Visitor, path: str = PAGE) -> BeautifulSoup:
    return BeautifulSoup(owner.get(path).get_data(as_text=True), "html.parser")


def domain(world: World) -> OwnDomain:
    return world.rows("own_domains")[0]


def test_the_owner_types_a_name_and_sees_three_records_to_copy(world: World, owner: Visitor) -> None:
    assert owner.post(PAGE, name=f"https://www.{NAME}/").location == PAGE
    shown = page(owner)
    copies = [button["data-copy"] for button in shown.select("[data-copy]")]
    assert copies == ["_mappop", domain(world).proof_value, "www", FRONT, "@", FRONT_ADDRESS]
    assert f"We wait for the proof that {NAME} is yours" in shown.text and "MX" in shown.text
    assert all(text in shown.text for text in copies), "without script, too"
    assert {button.contents[0].strip() for button in shown.select("[data-copy]")} == {"Copy"}


@pytest.mark.parametrize("registrar", registrars())
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_registrars_steps_are_told_in_both_languages(owner: Visitor, registrar: str, language: str) -> None:
    owner.post(PAGE, name=NAME)
    shown, row = page(owner, f"{PAGE}?registrar={registrar}&lang={language}"), registrars()[registrar]
    assert [step.text for step in shown.select("ol.ways li")] == row[language] and len(row["en"]) == len(row["es"])
    assert shown.select_one(".chip[aria-current]").text == row.get(f"title_{language}", row["title"])
    assert row["source"].startswith("https://") and urlsplit(row["source"]).path
    assert row.get(f"fields_{language}", row["fields"])[0] in shown.select_one(".record").text


def test_a_bare_domain_follows_by_what_its_registrar_has(world: World) -> None:
    asked, settings = ask(world, begin(world)), world.deps.settings
    bare = {id: records_for(asked, id, settings)[-1] for id in registrars()}
    assert (bare["namecheap"].kind, bare["namecheap"].value) == ("ALIAS", FRONT)
    assert (bare["cloudflare"].kind, bare["godaddy"].kind) == ("CNAME", "A")
    asked.name, asked.is_whole = f"shop.{NAME}", False
    assert [(r.kind, r.name) for r in records_for(asked, "other", settings)] == [
        ("TXT", "_mappop.shop"),
        ("CNAME", "shop"),
    ]


@pytest.mark.parametrize(
    ("typed", "english", "spanish"),
    [("delgado plumbing", "“delgado plumbing” is no domain name", "“delgado plumbing” no es un nombre de dominio"),
     ("github.io", "not a name that one person can own", "no es un nombre que pueda ser de una sola persona"),
     ("<script>x</script>", "“<script>x</script>” is no domain name", "no es un nombre de dominio"),
     ("x" * 390, "x…” is no domain name", "x…” no es un nombre de dominio")],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_remedy_and_stays_typed(
    world: World, owner: Visitor, typed: str, english: str, spanish: str
) -> None:
    for language, said in (("en", english), ("es", spanish)):
        answer = owner.post(f"{PAGE}?lang={language}", name=typed)
        shown = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        assert answer.status_code == 422 and said in shown.select_one("#summary").text
        assert shown.select_one("#f-name")["value"] == typed and "<script>x" not in answer.get_data(as_text=True)
    assert world.rows("own_domains") == []


def test_what_we_see_stands_beside_what_is_needed_with_what_to_delete(world: World, owner: Visitor) -> None:
    owner.post(PAGE, name=NAME)
    world.names.put(NAME, "A", FRONT_ADDRESS)
    world.names.put(NAME, "AAAA", "2001:db8::9")
    world.names.put(WWW, "CNAME", FRONT)
    look(world)
    rows = [row.get_text(" ", strip=True) for row in page(owner).select("table.looks tbody tr")]
    assert "TXT _mappop" in rows[0] and "Not there yet" in rows[0]
    assert f"CNAME {FRONT}" in rows[1] and "Leads to your site" in rows[1]
    assert "Some visitors land elsewhere" in rows[2] and "Delete AAAA 2001:db8::9" in rows[2]


def test_a_record_that_forbids_the_certificate_is_told_with_what_to_add(world: World, owner: Visitor) -> None:
    owner.post(PAGE, name=NAME)
    world.names.put(WWW, "CNAME", FRONT)
    world.names.put(NAME, "CAA", '0 issue "other.example"')
    look(world)
    row = page(owner).select("table.looks tbody tr")[1].get_text(" ", strip=True)
    assert "Leads to your site, and no certificate may be made" in row
    assert 'Your record CAA 0 issue "other.example" forbids the authority letsencrypt.org' in row
    assert "Add CAA 0 issue letsencrypt.org." in row


def test_check_now_looks_at_once_says_so_and_not_twice_in_a_row(world: World, owner: Visitor) -> None:
    owner.post(PAGE, name=NAME)
    owner.post(f"{PAGE}/look", on=PAGE)
    shown = page(owner)
    assert "We are looking now" in shown.text and shown.select_one("#now")["hx-trigger"] == "every 3s"
    world.work()
    assert "hx-trigger" not in page(owner).select_one("#now").attrs
    owner.post(f"{PAGE}/look", on=PAGE)
    assert "We looked a moment ago" in page(owner).text


def test_a_serving_domain_is_the_address_on_the_owners_pages_and_is_given_up_by_one_press(
    world: World, owner: Visitor
) -> None:
    owner.post(PAGE, name=NAME)
    prove(world, domain(world))
    point(world)
    look(world)
    assert f"Your site is at {WWW}." in page(owner).text and page(owner).select(".record") == []
    assert WWW in page(owner, "/portal/site").text and WWW in page(owner, "/portal/").text
    frame = page(owner, "/portal/").select_one("iframe")["src"]
    assert urlsplit(frame).hostname.endswith(".localhost"), "what our pages may hold in a frame"
    owner.post(f"{PAGE}/end", on=PAGE)
    assert "Done: your site is at" in page(owner).text and domain(world).state is DomainState.ENDED


def test_another_owner_sees_and_ends_nothing_of_it(world: World, flask_app: Flask) -> None:
    serve(world)
    other = world.sell(OTHER, MAX)
    world.confirm(other)
    world.work()
    stranger = Visitor(flask_app.test_client())
    person = next(row for row in world.rows("people") if row.business_id == other.business_id)
    stranger.post(f"/o/{OWNER_LINK.sign(world.app.settings, person.id)}")
    answer = stranger.post(PAGE, name=NAME)
    assert answer.status_code == 422 and "can’t be used here as it stands" in answer.get_data(as_text=True)
    assert "Delgado Plumbing" not in answer.get_data(as_text=True)
    stranger.post(f"{PAGE}/end", on=PAGE)
    assert domain(world).state is DomainState.SERVING
    assert stranger.post(f"{PAGE}/look", on=PAGE).status_code == 404


def test_every_word_is_there_in_both_languages() -> None:
    english, spanish = words("en")["domain"], words("es")["domain"]
    assert english.keys() == spanish.keys() and english["faults"].keys() == spanish["faults"].keys()
    assert english["remedies"].keys() == spanish["remedies"].keys()
    assert english["looks"].keys() == spanish["looks"].keys() >= {leads.value for leads in Leads}
    assert (
        english["states"].keys() == spanish["states"].keys() == {s.value for s in DomainState} - {"ended"} | {"leaving"}
    )
    assert HostSight(Leads.HERE).kept()["leads"] in english["looks"]


def test_the_administrator_sees_trouble_first_and_asks_no_oftener_for_more(world: World, flask_app: Flask) -> None:
    trial = begin(world)
    ask(world, trial, "plomería-delgado.com")
    world.person(Role.ADMIN, "Mia", "mia@mappop.example", "manila")
    mia = Visitor(flask_app.test_client())
    mia.sign_in("mia@mappop.example")

    def cost() -> int:
        asked: list[str] = []
        keep = lambda *said: asked.append(said[2])  # noqa: E731  SQLAlchemy removes the very object that it was given
        event.listen(world.app.reader, "before_cursor_execute", keep)
        assert "plomería-delgado.com" in mia.get("/admin/domains").get_data(as_text=True)
        event.remove(world.app.reader, "before_cursor_execute", keep)
        return len(asked)

    first = cost()
    for n in range(4):
        other = world.sell(
            {**OTHER, "name": f"Other {n}", "phones": [{"number": f"(512) 555-018{n}"}]},
            {**MAX, "email": f"max@other{n}.example"},
        )
        world.confirm(other)
        world.work()
        ask(world, other, f"other-{n}.com")
    assert cost() == first <= 4
