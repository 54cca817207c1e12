"""The owner reads what visitors of the site wrote."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from mappop.domain.inquiry import Said
from mappop.services import inquiries
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.world import World

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def owner(world: World, visitor: Visitor) -> Visitor:
    trial = world.sell()
    world.confirm(trial)
    world.work()
    sign_in(world, visitor)
    return visitor


def sign_in(world: World, visitor: Visitor) -> None:
    visitor.post(f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}")


def write(world: World, *, suspicion: str = "", **said: str) -> None:
    full = {"name": "Jo Park", "phone": "512 555 0177", "email": "jo@park.example", "message": "The tap drips."}
    business = world.rows("businesses")[0].id
    inquiries.take(world.deps, business, Said(**(full | said)), language="en", suspicion=suspicion)


def page(owner: Visitor, path: str = "/portal/messages") -> BeautifulSoup:
    return BeautifulSoup(owner.get(path).get_data(as_text=True), "html.parser")


def test_before_anybody_wrote_the_page_says_what_will_stand_there(owner: Visitor) -> None:
    assert "Nobody has written yet" in page(owner).text


def test_messages_stand_newest_first_with_a_way_to_answer(world: World, owner: Visitor) -> None:
    write(world, message="First.")
    write(world.later(hours=2), message="Second.\nIt drips still.")
    letters = page(owner).select("article")
    assert [letter.select_one(".said").get_text(" ", strip=True) for letter in letters] == [
        "Second. It drips still.",
        "First.",
    ]
    assert [link["href"] for link in letters[0].select("a")] == ["tel:5125550177", "mailto:jo@park.example"]


def test_what_looks_like_advertising_stands_apart_and_cannot_be_answered_by_mistake(
    world: World, owner: Visitor
) -> None:
    write(world, name="Buy Pills", suspicion="holds many links")
    shown = page(owner)
    assert "Perhaps advertising: 1" in shown.select_one("details summary").text
    assert shown.select("details article a") == []


def test_a_flood_of_advertising_hides_no_message(world: World, owner: Visitor) -> None:
    write(world, message="The tap drips.")
    for day in range(5):
        world.later(days=1, seconds=1)
        for n in range(50):
            write(world, message=f"Pills {day} {n}", suspicion="holds many links")
    sign_in(world, owner)
    shown = page(owner)
    assert "The tap drips." in shown.select_one("article .said").text
    assert "Perhaps advertising: 200" in shown.select_one("details summary").text


def test_words_of_strangers_are_words(world: World, owner: Visitor) -> None:
    write(world, name=HOSTILE, message=HOSTILE)
    assert HOSTILE in page(owner).select_one("article").text and page(owner).select("article script") == []


def test_in_spanish_too(world: World, owner: Visitor) -> None:
    write(world)
    shown = page(owner, "/portal/messages?lang=es")
    assert shown.html["lang"] == "es" and "Mensajes de su sitio" in shown.h1.text
    assert "Mensajes" in [entry.text for entry in shown.select("header nav a")]


def test_the_link_in_the_mail_leads_to_the_messages(world: World, visitor: Visitor) -> None:
    trial = world.sell()
    world.confirm(trial)
    world.work()
    write(world)
    letter = next(m for m in world.rows("messages") if m.kind == "inquiry" and m.html)
    link = re.search(r"/o/\S+", letter.body)[0]
    assert visitor.post(link).location == "/portal/messages"
    assert visitor.get(f"{link}&lang=es").location == "/portal/messages?lang=es"
    assert visitor.get(link.replace("to=messages", "to=elsewhere")).location == "/portal/"
