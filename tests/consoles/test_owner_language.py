"""An owner who agreed in Spanish reads Spanish wherever they go, and may change it on every page."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from mappop.consoles.portal.words import words
from mappop.domain.listing import Listing
from mappop.services import checking
from mappop.services.signing import OWNER_LINK
from tests.consoles.conftest import Visitor
from tests.world import World


@pytest.fixture
def link(world: World) -> str:
    """Of an owner who agreed in Spanish; CityDir has put keywords into the name."""
    trial = world.sell()
    with world.app.unit_of_work() as uow:
        uow.trials.get(trial.id).language = "es"
        uow.commit()
    world.confirm(trial)
    world.work()
    city = world.publishers["citydir"]
    city.shown = {ref: nap.with_(name="Delgado Plumbing & Drain Cleaning") for ref, nap in city.shown.items()}
    checking.check_listing(world.later(minutes=5).deps, place(world).id)
    return f"/o/{OWNER_LINK.sign(world.app.settings, world.rows('people')[-1].id)}"


@pytest.fixture
def owner(visitor: Visitor, link: str) -> Visitor:
    visitor.post(link)
    return visitor


def place(world: World, publisher: str = "citydir") -> Listing:
    return next(x for x in world.rows("listings") if x.publisher == publisher)


def read(visitor: Visitor, path: str) -> tuple[str, str]:
    """The page's language, and all its words, those for screen readers too."""
    page = BeautifulSoup(visitor.get(path).get_data(as_text=True), "html.parser")
    named = [tag["aria-label"] for tag in page.select("[aria-label]")]
    switch = page.select_one("a[hreflang]")
    if switch is not None:
        switch.extract()
    return page.html["lang"], " ".join([page.get_text(" "), *named])


def english_in(text: str) -> list[str]:
    """Sentences of the English pages that stand on this one."""
    tables = [(words("en")[name], words("es")[name]) for name in words("en")]
    lines = {e for english, spanish in tables for key, e in english.items() if e != spanish[key] and isinstance(e, str)}
    return [line for line in lines if "{" not in line and re.search(rf"\b{re.escape(line)}(?!\w)", text)]


def test_the_link_in_a_message_is_in_the_language_of_the_agreement(visitor: Visitor, link: str) -> None:
    language, text = read(visitor, link)
    assert language == "es" and "Abrir mi página" in text
    language, text = read(visitor, f"{link}?lang=en")
    assert language == "en" and "Open my page" in text


@pytest.mark.parametrize("publisher", ["", "citydir", "formdir"])
def test_a_spanish_page_has_no_english_sentence(owner: Visitor, world: World, publisher: str) -> None:
    path = f"/portal/places/{place(world, publisher).id}" if publisher else "/portal/"
    language, text = read(owner, path)
    assert language == "es" and english_in(text) == []


def test_the_answer_comes_first_in_spanish_with_dates_and_the_price(owner: Visitor) -> None:
    _, text = read(owner, "/portal/")
    assert "Sus datos están bien en 0 de 1 lugar." in text
    assert "Gratis hasta el miércoles 31 de marzo de 2027: $39.95" in text
    assert "mié 24 mar" in text and "al nombre le agregaron palabras" in text


def test_what_the_owner_presses_is_answered_in_spanish(owner: Visitor, world: World) -> None:
    path = f"/portal/places/{place(world).id}"
    owner.post(f"{path}/accept", on=path, field="name")
    assert "Anotado: así lo dicen ustedes. Le avisamos si Citydir lo vuelve a cambiar." in read(owner, path)[1]
    assert "aceptado por usted" in read(owner, path)[1]
    assert "Usted nos dijo que Citydir puede dejar el nombre como está" in read(owner, "/portal/")[1]
    owner.post(f"{path}/take-back", on=path, field="name")
    assert "Deshecho" in read(owner, path)[1]
    owner.post(f"{path}/accept", on=path, field="phone")
    assert "Ahí ya no hay ninguna diferencia." in read(owner, path)[1]


def test_english_once_chosen_stays_until_spanish_is_chosen_again(owner: Visitor, world: World) -> None:
    page = BeautifulSoup(owner.get("/portal/").get_data(as_text=True), "html.parser")
    switch = page.select_one("a[hreflang=en]")
    assert (switch.text, switch["lang"]) == ("English", "en")
    assert read(owner, switch["href"])[0] == "en"
    path = f"/portal/places/{place(world).id}"
    assert read(owner, path)[0] == "en" and read(owner, "/portal/?lang=xx")[0] == "en"
    assert read(owner, f"{path}?lang=es")[0] == "es" == read(owner, "/portal/")[0]


def test_the_way_out_goes_on_in_the_language_of_the_page(owner: Visitor) -> None:
    page = BeautifulSoup(owner.get("/portal/").get_data(as_text=True), "html.parser")
    assert read(owner, page.select_one("a[href*='/x/']")["href"])[0] == "es"


def test_what_is_not_there_is_said_in_spanish_too(owner: Visitor) -> None:
    language, text = read(owner, "/portal/places/listing_x")
    assert language == "es" and "Aquí no hay nada" in text and "First page" not in text


@pytest.mark.parametrize("path", ["/o/x", "/c/x", "/x/x"])
def test_a_link_that_is_none_speaks_as_the_browser_asks(visitor: Visitor, path: str) -> None:
    asks = {"Accept-Language": "es-US,es;q=0.9,en;q=0.5"}
    assert '<html lang="es"' in visitor.client.get(path, headers=asks).get_data(as_text=True)
    assert '<html lang="en"' in visitor.client.get(path).get_data(as_text=True)


def test_a_page_that_has_closed_itself_tells_the_way_back_in_both_languages(visitor: Visitor) -> None:
    way = visitor.get("/portal/").location
    _, text = read(visitor, way)
    assert "you need no password" in text and "no necesita contraseña" in text


def test_the_front_door_speaks_as_the_browser_asks_and_as_its_visitor_chooses(visitor: Visitor) -> None:
    asks = {"Accept-Language": "es-US,es;q=0.9,en;q=0.5"}
    page = BeautifulSoup(visitor.client.get("/", headers=asks).get_data(as_text=True), "html.parser")
    assert page.html["lang"] == "es" and "La puerta correcta" in page.h1.text
    assert page.select_one("a[hreflang=en]")["href"] == "/?lang=en"
    assert "The right door" in visitor.get("/?lang=en").get_data(as_text=True)
