"""A visitor of a site writes to the business: dated scenarios from the form to the owner's inbox."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from mappop.domain.errors import Refused
from mappop.domain.inquiry import Said
from mappop.public.sites_origin import make_sites_app
from mappop.services import cancelling, inquiries
from tests.world import World

BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1"
LEAK = {
    "language": "en", "name": "Jo Park", "phone": "512 555 0177", "email": "jo@park.example",
    "message": "The tap drips.\nSince Monday.",
}  # fmt: skip


class Site:
    """The site of the one business that was sold, as a browser reaches it."""

    def __init__(self, world: World) -> None:
        trial = world.on("2027-03-01").sell()
        world.confirm(trial)
        world.work()
        self.business_id, self.url = trial.business_id, world.deps.settings.site_url(trial.business_id)
        self._client: FlaskClient = make_sites_app(world.app).test_client()

    def write(self, agent: str = BROWSER, **said: str) -> TestResponse:
        origin = said.pop("origin", self.url.rstrip("/"))
        headers = {"User-Agent": agent, "Origin": origin}
        return self._client.post("/_/contact", data=LEAK | said, base_url=self.url, headers=headers)

    def open(self, path: str) -> TestResponse:
        return self._client.get(path, base_url=self.url, headers={"User-Agent": BROWSER})


@pytest.fixture
def site(world: World) -> Site:
    return Site(world)


def letters(world: World) -> list[Any]:
    world.work()
    return [message for message in world.mail.carried if message.kind == "inquiry"]


def test_a_message_reaches_the_owner_and_an_answer_goes_to_the_visitor(world: World, site: Site) -> None:
    answer = site.write()
    assert answer.status_code == 303 and answer.headers["Location"] == "/_/contact?sent=en"
    assert "Your message is sent" in site.open("/_/contact?sent=en").text
    [letter] = letters(world)
    assert letter.to == "rosa@delgado.example" and letter.reply_to == "jo@park.example"
    assert "The tap drips.\nSince Monday." in letter.body and "512 555 0177 · jo@park.example" in letter.body
    [text] = [message for message in world.texts.carried if message.kind == "inquiry"]
    assert "Jo Park wrote to you" in text.body and "drips" not in text.body
    [row] = world.rows("sites")
    assert row.inquiries == 1


def test_a_second_press_of_the_button_sends_nothing_more(world: World, site: Site) -> None:
    assert [site.write().status_code for _ in range(3)] == [303, 303, 303]
    assert len(letters(world)) == 1 and len(world.rows("inquiries")) == 1


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(world: World, site: Site) -> None:
    answer = site.write(name="", phone="12", email="jo at park")
    assert answer.status_code == 422 and world.rows("inquiries") == []
    assert "A phone has at least 7 digits." in answer.text and "An email looks like" in answer.text
    assert 'value="jo at park"' in answer.text and "The tap drips.\nSince Monday." in answer.text
    assert re.search(r'aria-describedby="name-fault"', answer.text)


def test_without_phone_and_mail_nobody_could_answer(site: Site) -> None:
    assert "so that you can be answered" in site.write(phone="", email="").text


def test_a_spanish_visitor_is_answered_in_spanish_where_the_site_speaks_it(world: World, site: Site) -> None:
    answer = site.write(language="es", name="")
    assert answer.status_code == 422 and '<html lang="en">' in answer.text  # this site has no Spanish page


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"website": "http://pills.example"}, "filled a field that people don't see"),
        ({"origin": "https://elsewhere.example"}, "sent from another website"),
        ({"agent": "python-requests/2"}, "sent by a program"),
        ({"name": "Your prize: http://pills.example"}, "has an address for a name"),
        ({"message": "www.a.example http://b.example [url=c] buy"}, "holds many links"),
    ],
    ids=["a hidden field", "another website", "a program", "a link for a name", "links"],
)
def test_what_looks_like_spam_is_kept_and_not_sent_on(world: World, site: Site, said: dict[str, str], why: str) -> None:
    assert site.write(**said).status_code == 303  # who sends it learns nothing
    [row] = world.rows("inquiries")
    assert row.suspicion == why and letters(world) == [] and world.rows("sites")[0].inquiries == 0


def flood(world: World, site: Site, messages: int, *, suspicion: str = "") -> int:
    """How many of them were refused."""
    refused = 0
    for n in range(messages):
        said = Said("Jo Park", "512 555 0177", "", f"message {n} {suspicion}")
        try:
            inquiries.take(world.deps, site.business_id, said, language="en", suspicion=suspicion)
        except Refused:
            refused += 1
    return refused


def test_nobody_floods_an_inbox(world: World, site: Site) -> None:
    flood(world, site, 32)
    assert len(letters(world)) == 30 and len(world.rows("inquiries")) == 32


def test_a_flood_fills_no_disk_and_a_visitor_is_told_what_to_do(world: World, site: Site) -> None:
    assert flood(world, site, 130) == 30 and len(world.rows("inquiries")) == 100
    answer = site.write()
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "3600"
    assert "This form is full for today" in answer.text and 'href="tel:+15125550134"' in answer.text
    assert "The tap drips.\nSince Monday." in answer.text, "nothing typed is lost"
    assert len(world.rows("inquiries")) == 100 and len(letters(world)) == 30
    world.later(days=1, seconds=1)
    assert site.write().status_code == 303 and len(letters(world)) == 31


def test_programs_use_up_no_room_of_people(world: World, site: Site) -> None:
    assert flood(world, site, 90, suspicion="sent by a program") == 40
    assert site.write(agent="python-requests/2").status_code == 429
    assert site.write().status_code == 303 and len(letters(world)) == 1
    assert flood(world, site, 99) == 0


@pytest.mark.parametrize("field", ["name", "phone", "email", "message"])
def test_markup_and_line_breaks_are_words_and_no_headers(world: World, site: Site, field: str) -> None:
    hostile = "<script>x</script>\r\nBcc: all@example.com \u202e{{ 7*7 }} 512 555 0177"
    answer = site.write(**{field: hostile})
    assert "<script>x" not in answer.text
    for letter in letters(world):
        assert "<script>x" not in letter.html and "\n" not in letter.reply_to + letter.subject


def test_a_site_that_is_not_there_takes_nothing(world: World, site: Site) -> None:
    site.url = world.deps.settings.site_url("nobody")
    assert site.write().status_code == 404 and world.rows("inquiries") == []


def test_a_page_of_before_the_end_sends_nothing_and_loses_nothing(world: World, site: Site) -> None:
    """The plain page has no form; a browser or a program may have kept the one of before."""
    cancelling.cancel(world.deps, world.rows("trials")[0].id, actor="owner", evidence={})
    world.on("2027-04-02").work()
    answer = site.write()
    assert answer.status_code == 410 and "This form is closed" in answer.text
    assert "The tap drips." in answer.text and "tel:+15125550134" in answer.text
    assert world.rows("inquiries") == [] and letters(world) == [] and world.rows("sites")[0].inquiries == 0


def test_behind_a_front_server_a_call_from_the_answer_is_counted_at_the_visitors_own_scheme(world: World) -> None:
    """What arrives there is http; a ping from a page by https to http would be blocked."""
    world.app.settings = replace(world.app.settings, sites_url="https://{id}.sites.example")
    site = Site(world)
    host = site.url.removeprefix("https://").rstrip("/")
    site.url = f"http://{host}"
    assert f'ping="https://{host}/_/click?what=call"' in site.open("/_/contact?sent=en").text


def test_a_busy_database_says_so_and_takes_nothing(world: World, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("insert", {}, Exception("database is locked"))

    monkeypatch.setattr(inquiries, "take", locked)
    answer = site.write()
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "5" and "try again" in answer.text
