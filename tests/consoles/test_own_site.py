"""The owner's page about the site: a change is typed, looked at and published; going back; taking it along."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from mappop.consoles.portal.words import words
from mappop.public.sites_origin import make_sites_app
from mappop.services import proposals
from mappop.services.signing import CHANGE_LINK, OWNER_LINK, TAKE_LINK
from site_templates import themes
from tests.consoles.conftest import Visitor
from tests.world import DELGADO, MAX, World

RECORD = {
    **DELGADO, "languages": ["en", "es"], "website": "https://delgado.example", "tagline": "Honest work",
    "description": "First.\n\nSecond.", "services": [{"name": "Drains", "price": "$120"}, {"name": "Heaters"}],
    "hours": {"mon": [["08:00", "12:00"], ["13:00", "17:00"], ["18:00", "20:00"]], "tue": [["09:00", "17:00"]]},
    "hours_exceptions": [{"date": "2026-12-25", "open": []}, {"date": "2027-07-04", "open": [], "note": "July 4"}],
}  # fmt: skip


def sign_in(world: World, visitor: Visitor) -> Visitor:
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}")
    return visitor


def sell(world: World, visitor: Visitor, **fields: Any) -> Visitor:
    world.confirm(world.on("2027-03-01").sell({**RECORD, **fields}))
    world.work()
    return sign_in(world, visitor)


@pytest.fixture
def owner(world: World, visitor: Visitor) -> Visitor:
    return sell(world, visitor)


def business_id(world: World) -> str:
    return world.rows("businesses")[0].id


def page(owner: Visitor, path: str) -> BeautifulSoup:
    return BeautifulSoup(owner.get(path).get_data(as_text=True), "html.parser")


def typed(owner: Visitor, **changes: str) -> dict[str, str]:
    """The form as a browser would send it, with some fields typed anew."""
    form = page(owner, "/portal/site/change").select_one("main form")
    sent = {}
    for field in form.select("input[name], textarea[name]"):
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        sent[field["name"]] = field.get_text() if field.name == "textarea" else field.get("value", "")
    for field in form.select("select"):
        sent[field["name"]] = (field.select_one("option[selected]") or field.option)["value"]
    sent.pop("csrf_token")
    return sent | {name.replace("__", "."): text for name, text in changes.items()}


def send(owner: Visitor, **changes: str):
    return owner.post("/portal/site/change", **typed(owner, **changes))


def live(world: World) -> str:
    return world.app.site_store.read(business_id(world), "/")[0].decode()


def test_a_form_that_nobody_touched_changes_nothing(world: World, owner: Visitor) -> None:
    assert send(owner).location == "/portal/site/change"
    assert "Nothing was changed" in page(owner, "/portal/site/change").text and world.rows("proposals") == []


def test_what_is_typed_is_looked_at_and_then_published(world: World, owner: Visitor) -> None:
    answer = send(owner, tagline="Since 1998", services__0__price="$140", services__2__name="Gas lines")
    seen = page(owner, answer.location)
    said = seen.select_one("table").get_text(" ", strip=True)
    assert "Honest work" in said and "Since 1998" in said and "Drains · $140" in said and "Gas lines" in said
    assert "Heaters" not in said and "Monday" not in said
    assert "Since 1998" not in live(world)
    frame = seen.select_one("iframe")
    assert frame["sandbox"] == ["allow-scripts"] and frame["src"].startswith(world.deps.settings.site_url("www"))
    preview = make_sites_app(world.app).test_client().get(frame["src"])
    assert "Since 1998" in preview.text and preview.headers["X-Robots-Tag"] == "noindex"
    owner.post(answer.location, answer="publish")
    world.work()
    assert "Since 1998" in live(world) and "Published" in page(owner, answer.location).h1.text


def test_what_the_form_has_no_field_for_stays(world: World, owner: Visitor) -> None:
    owner.post(send(owner, tagline="New").location, answer="publish")
    content = world.rows("revisions")[-1].content
    assert content["hours"] == RECORD["hours"] and content["hours_exceptions"] == RECORD["hours_exceptions"]
    assert content["description"] == "First.\n\nSecond."


def test_hours_special_days_and_services_are_changed_and_taken_off(world: World, owner: Visitor) -> None:
    changes = {
        "hours__tue__kind": "closed", "hours__wed__kind": "open", "hours__wed__0__open": "10:00",
        "hours__wed__0__close": "02:00", "special__0__date": "", "special__1__date": "2027-11-25",
        "special__1__note": "Thanksgiving", "services__1__name": "", "theme": "counter", "colour_of": "own",
        "brand_color": "#aa3322",
    }  # fmt: skip
    link = send(owner, **changes).location
    said = page(owner, link).select_one("table").get_text(" ", strip=True)
    assert "Wednesday: 10 AM – 2 AM" in said and "Counter" in said and "November 25: Closed (Thanksgiving)" in said
    owner.post(link, answer="publish")
    content = world.rows("revisions")[-1].content
    assert content["hours"]["tue"] == [] and content["hours"]["wed"] == [["10:00", "02:00"]]
    assert [row["date"] for row in content["hours_exceptions"]] == ["2026-12-25", "2027-11-25"]
    assert content["services"] == [{"name": "Drains", "price": "$120"}] and content["brand_color"] == "#aa3322"
    assert world.rows("sites")[0].theme == "counter"


@pytest.mark.parametrize(
    ("changes", "field", "english", "spanish"),
    [({"hours__wed__kind": "open"}, "hours.wed", "“Wednesday” is open, but has no times", "“Miércoles” está abierto"),
     ({"hours__tue__0__close": ""}, "hours.tue", "“Tuesday”: both times are needed", "“Martes”: faltan horas"),
     ({"hours__tue__0__close": "09:00"}, "hours.tue", "“Tuesday” opens and closes at", "“Martes” abre y cierra"),
     ({"hours__tue__0__open": "24:00"}, "hours.tue", "“Tuesday” opens at 24:00", "“Martes” abre a las 24:00"),
     ({"special__1__note": "Fair"}, "special.1.date", "“Special day 2” has no date", "“Día especial 2” no tiene"),
     ({"special__1__date": "2027-13-40"}, "special.1.date", "“Special day 2” has no date", "“Día especial 2” no tiene"),
     ({"special__1__date": "2027-02-28"}, "special.1.date", "“Special day 2” is over", "“Día especial 2” ya pasó"),
     ({"special__1__date": "2027-07-04"}, "special.1.date", "“Special day 2” has the", "“Día especial 2” tiene la"),
     ({"services__4__price": "$5"}, "services.4.name", "“Service 5” has a price", "“Servicio 5” tiene precio"),
     ({"colour_of": "own", "brand_color": "red"}, "brand_color", "“red” is no color", "“red” no es un color"),
     ({"languages": "fr"}, "languages", "“Languages of your site” is not chosen", "“Idiomas de su sitio” no está"),
     ({"theme": "gone"}, "theme", "“Theme” is not chosen", "“Tema” no está elegido"),
     ({"tagline": "x" * 201}, "tagline", "is too long: 200", "es demasiado largo: 200")],
)  # fmt: skip
def test_what_is_wrong_is_named_in_the_owners_language_and_nothing_typed_is_lost(
    owner: Visitor, world: World, changes: dict[str, str], field: str, english: str, spanish: str
) -> None:
    sent = typed(owner, description="Typed just now.", **changes)
    for language, said in (("en", english), ("es", spanish)):
        answer = owner.post(f"/portal/site/change?lang={language}", **sent)
        shown = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        assert answer.status_code == 422 and said in shown.select_one("#summary").text
        assert shown.select_one(f"[id='f-{field}']") is not None, "the summary leads to the field"
        assert shown.select_one("textarea").text.strip() == "Typed just now."
    assert world.rows("proposals") == []


def test_looking_publishes_nothing_and_leaving_it_decides(world: World, owner: Visitor) -> None:
    link = send(owner, tagline="New").location
    for _ in range(2):
        owner.get(link)
    assert world.rows("proposals")[0].state == "open"
    owner.post(link, answer="leave")
    assert "Nothing was changed" in page(owner, link).h1.text and len(world.rows("revisions")) == 1


def test_a_preview_of_an_old_version_says_what_changed_since_and_carries_over(world: World, owner: Visitor) -> None:
    first, second = send(owner, tagline="Mine").location, send(owner, description="Theirs.").location
    owner.post(second, answer="publish")
    seen = page(owner, first)
    since, would = (table.get_text(" ", strip=True) for table in seen.select("table"))
    assert "Your site has changed since" in seen.h1.text and "Theirs." in since and "Before" in since
    assert "Mine" in would and "Second." not in would
    assert seen.select("iframe") == []
    owner.post(first, answer="publish")
    assert len(world.rows("revisions")) == 2
    renewed = owner.post(first, answer="renew").location
    owner.post(renewed, answer="publish")
    content = world.rows("revisions")[-1].content
    assert (content["tagline"], content["description"]) == ("Mine", "Theirs.")


@pytest.mark.parametrize("token", ["x", "InRyaWFsXzEi.aaaa.bbbb", "%00", "a" * 5_000])
@pytest.mark.parametrize("door", ["p", "t"])
def test_a_link_that_is_not_ours_opens_nothing(visitor: Visitor, world: World, door: str, token: str) -> None:
    answer = visitor.get(f"/{door}/{token}")
    assert answer.status_code == 404 and "This link does not work" in answer.get_data(as_text=True)


def test_a_link_to_look_cannot_decide_and_both_grow_old(world: World, owner: Visitor, visitor: Visitor) -> None:
    link = send(owner, tagline="New").location
    look = page(owner, link).select_one("iframe")["src"]
    assert visitor.get(f"/p/{look.rstrip('/').rpartition('/')[2]}").status_code == 404
    client = make_sites_app(world.app).test_client()
    assert client.get(look.replace("/change/", "/change/x")).status_code == 404
    assert client.get(f"{look}es/").status_code == 200 and client.get(f"{look}nothing.html").status_code == 404


def test_versions_are_told_with_who_and_what_and_going_back_is_one_press(world: World, owner: Visitor) -> None:
    owner.post(send(owner, tagline="Since 1998").location, answer="publish")
    world.later(hours=1).work()
    rows = page(owner, "/portal/site").select("table.versions tbody tr")
    said = [row.get_text(" ", strip=True) for row in rows]
    assert "you" in said[0] and "Line under your name" in said[0] and "What people see now" in said[0]
    assert "Ana" in said[1] and "The first version" in said[1]
    old = rows[1].select_one("button")["value"]
    for _ in range(2):
        owner.post("/portal/site/back", on="/portal/site", version=old)
    shown = page(owner, "/portal/site")
    assert "Since 1998" not in live(world) and "Your record is newer, from 1 h ago" in shown.text
    assert [e.event for e in world.rows("audit_entries")].count("site_went_back") == 1
    assert owner.post("/portal/site/back", on="/portal/site", version="r9-nothing").status_code == 404


def test_an_owner_with_a_website_keeps_it_on_listings_until_another_choice(world: World, owner: Visitor) -> None:
    def listed() -> set[str]:
        world.work()
        return {nap.website for nap in world.publishers["citydir"].shown.values()}

    assert listed() == {"https://delgado.example"}
    link = owner.post("/portal/site/listed", on="/portal/site", listed="ours").location
    assert "The site that we made" in page(owner, link).select_one("table").text
    assert listed() == {"https://delgado.example"}
    owner.post(link, answer="publish")
    assert listed() == {world.deps.settings.site_url(business_id(world))}
    assert owner.post("/portal/site/listed", on="/portal/site", listed="ours").location == "/portal/site"
    owner.post(owner.post("/portal/site/listed", on="/portal/site", listed="own").location, answer="publish")
    assert listed() == {"https://delgado.example"}


def test_the_site_is_taken_along_by_a_link_that_needs_no_sign_in(
    world: World, owner: Visitor, visitor: Visitor
) -> None:
    link = f"/t/{TAKE_LINK.sign(world.app.settings, business_id(world))}"
    assert link.split("/")[1] in page(owner, "/portal/site").select_one("a[href^='/t/']")["href"]
    way = page(visitor, link).select_one("main a.big")["href"]
    packed = [visitor.get(way) for _ in range(2)]
    assert packed[0].data == packed[1].data and packed[0].mimetype == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(packed[0].data))
    names = archive.namelist()
    wanted = {"index.html", "es/index.html", "contact.vcf", "qr.svg", "_headers"}
    assert names[0] == "README.txt" and {f"site/{name}" for name in wanted} < set(names)
    assert {"business.json", "contact-form.html"} < set(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._/-]*", name) and ".." not in name for name in names)
    assert json.loads(archive.read("business.json"))["tagline"] == "Honest work"
    html = archive.read("site/index.html").decode()
    assert "/_/" not in html and "<form" not in html and 'href="es/index.html"' in html and "tel:+15125550134" in html
    assert "RECEIVER" in archive.read("contact-form.html").decode()
    assert world.deps.settings.site_url(business_id(world)) in archive.read("README.txt").decode()
    assert "LEAME.txt" in zipfile.ZipFile(io.BytesIO(visitor.get(way.replace("=en", "=es")).data)).namelist()


@pytest.mark.parametrize("path", ["/portal/", "/portal/site", "/portal/site/change"])
def test_pages_ask_the_database_no_oftener_for_more_versions(world: World, owner: Visitor, path: str) -> None:
    def cost() -> int:
        asked: list[str] = []
        keep = lambda *said: asked.append(said[2])  # noqa: E731  SQLAlchemy removes the very object that it was given
        event.listen(world.app.reader, "before_cursor_execute", keep)
        assert owner.get(path).status_code == 200
        event.remove(world.app.reader, "before_cursor_execute", keep)
        return len(asked)

    first = cost()
    for n in range(6):
        owner.post(send(owner, tagline=f"Line {n}").location, answer="publish")
        world.later(hours=1).work()
    for n in range(3):
        send(owner, tagline=f"Waiting {n}")
    assert cost() <= first + 1 and first <= 14


def test_a_waiting_change_stands_on_the_page(world: World, owner: Visitor) -> None:
    link = send(owner, tagline="New").location
    card = page(owner, "/portal/site").select_one(".card.next")
    assert "Line under your name" in card.text
    assert link.split("?")[0].split("/")[1] == card.a["href"].split("/")[1] == "p"


def test_another_owner_sees_and_changes_only_their_own(world: World, owner: Visitor, flask_app) -> None:
    other = world.sell({**DELGADO, "name": "Other Plumbing", "phones": [{"number": "(512) 555-0199"}]}, MAX)
    world.confirm(other)
    world.work()
    theirs = next(row for row in world.rows("site_versions") if row.business_id == other.business_id)
    assert owner.post("/portal/site/back", on="/portal/site", version=theirs.version).status_code == 404


def test_every_theme_has_words_in_both_languages() -> None:
    assert words("en")["looks"].keys() == words("es")["looks"].keys() == themes().keys()


def test_the_change_is_told_by_text_and_mail_in_the_owners_language(world: World, owner: Visitor) -> None:
    record = {**world.rows("revisions")[0].content, "tagline": "From the agent"}
    for _ in range(2):
        made = proposals.propose(world.deps, business_id(world), record, by=world.agent.id, is_told=True)
    world.work()
    letters = [m for m in world.mail.carried + world.texts.carried if m.kind == "change"]
    assert len(letters) == 2 and all("/p/" in m.body and "/x/" in m.body for m in letters)
    link = re.search(r"/p/\S+", letters[0].body)[0]
    assert "From the agent" in page(owner, link).text and CHANGE_LINK.sign(world.app.settings, made)[:10] in link


TAPS = " ".join(f"We mended tap {n} in street {n * 7919 % 997}." for n in range(60))
DEAR = "$120 for the first hour and $80 for each one after"


def publish(world: World, owner: Visitor, **changes: str) -> BeautifulSoup:
    """The page that asks for the yes, which it then gets."""
    link = send(owner, **changes).location
    asked = page(owner, link)
    owner.post(link, answer="publish")
    world.work()
    return asked


def test_what_the_site_shows_in_part_is_told_with_what_to_do(world: World, owner: Visitor) -> None:
    assert page(owner, "/portal/site").select(".in-part") == [], "all of it is shown"
    asked = publish(world, owner, description=TAPS, services__0__price=DEAR)
    seen = [asked, *(page(owner, path) for path in ("/portal/site", "/portal/site/change"))]
    for said in [told.get_text(" ", strip=True) for shown in seen for told in shown.select(".in-part")]:
        letters = int(re.search(rf"the first ([\d,]+) of {len(TAPS):,} letters", said)[1].replace(",", ""))
        about = BeautifulSoup(live(world), "html.parser").find(string=re.compile("^We mended tap 0"))
        assert letters == len(about) and "Services and prices : 1 is cut short" in said
        assert "Say first what matters most" in said and "we change for you" not in said, "the form has it all"
    assert [len(shown.select(".in-part")) for shown in seen] == [1, 1, 1]
    assert f"de {len(TAPS):,} letras" in page(owner, "/portal/site?lang=es").select_one(".in-part").text
    publish(world, owner, description="Short.", services__0__price="$120")
    assert page(owner, "/portal/site").select(".in-part") == []


def part_numbers(seed: int, most: int) -> str:
    """Text that packs badly, as a parts list does."""
    return " ".join(hashlib.sha256(f"{seed} {n}".encode()).hexdigest() for n in range(8))[:most]


def test_what_the_weight_of_all_takes_off_is_told_too(world: World, visitor: Visitor) -> None:
    faqs = [{"q": f"Do you mend tap {n}?", "a": part_numbers(n, 450)} for n in range(20)]
    services = [{"name": f"Tap {n}", "description": part_numbers(n, 230)} for n in range(60)]
    areas = [f"Town {n}" for n in range(60)]
    record = {**RECORD, "faqs": faqs, "services": services, "service_area": areas, "description": part_numbers(99, 500)}
    world.confirm(world.on("2027-03-01").sell(record))
    world.work()
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}")
    [told] = page(visitor, "/portal/site").select(".in-part")
    cut, said = sum(row["a"] not in live(world) for row in faqs), told.get_text(" ", strip=True)
    assert f"Questions and answers : {cut} are cut short" in said and cut > 1
    assert "Where you work" not in said and "What the form does not have, we change for you" in said
    assert told.select_one("a[href^='tel:']") is not None


def test_a_version_that_was_gone_back_to_is_not_told_about(world: World, owner: Visitor) -> None:
    """What people see then is another record’s page."""
    publish(world, owner, description=TAPS)
    owner.post("/portal/site/back", on="/portal/site", version=world.rows("site_versions")[0].version)
    assert page(owner, "/portal/site").select(".in-part") == []
    assert len(page(owner, "/portal/site/change").select(".in-part")) == 1
