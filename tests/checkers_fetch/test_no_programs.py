"""Houses whose terms forbid programs on their pages: nothing there is asked, not even robots.txt, at any hop."""

from __future__ import annotations

from datetime import date

import pytest
from hostile import reply
from internet import SITE, Internet

from checkers.fetch.fetcher import Fetcher
from checkers.fetch.no_programs import houses
from checkers.fetch.outcome import CouldNotCheck

FORBIDDEN = (
    "https://www.yelp.com/biz/joes-bakery-boise", "http://yelp.com", "https://m.yelp.com./biz/x",
    "https://WWW.GOOGLE.COM/maps/place/Joe", "https://google.com/maps?cid=1", "https://www.google.com/%6Daps/place/x",
    "https://www.google.com//x/../maps/place/Joe", "https://maps.google.com/?cid=1", "https://maps.app.goo.gl/x",
    "https://m.facebook.com/joes", "https://www.instagram.com/joes/", "https://www.tripadvisor.com/Restaurant_Review-1",
    "https://www.linkedin.com/company/joes",
)  # fmt: skip
OPEN = (
    "https://notyelp.com/", "https://yelp.com.example/", "https://site.example/yelp.com", "https://www.google.com/mapsy",
    "https://sites.google.com/view/joes", "https://site.example/?u=https://yelp.com/",
)  # fmt: skip


@pytest.fixture
def internet(host):
    world = Internet(host(lambda path, c: c.sendall(answers.get(path, reply(b"page")))), host)
    answers = {
        "/moved": reply(b"", "302 Found", Location="https://www.yelp.com/biz/joes-bakery"),
        "/robots.txt": reply(b"", "404 x"),
    }
    world.names = {name: [SITE] for name in NAMES}
    return world


NAMES = {url.split("/")[2].lower().rstrip(".") for url in (*FORBIDDEN, *OPEN)}


def refusal(fetch: Fetcher, url: str) -> CouldNotCheck:
    with pytest.raises(CouldNotCheck) as refused:
        fetch(url)
    return refused.value


@pytest.mark.parametrize("url", FORBIDDEN)
def test_nothing_there_is_asked(internet, url):
    refused = refusal(internet.fetcher(), url)
    assert refused.reason == "its terms forbid programs on its pages" and refused.instead.startswith("read it ")
    assert internet.dialled == []


@pytest.mark.parametrize("url", [url.replace("https:", "http:") for url in OPEN])
def test_who_is_only_called_alike_is_asked(internet, url):
    assert internet.fetcher()(url).content == b"page"


def test_a_redirect_does_not_lead_there_either(internet):
    refused = refusal(internet.fetcher(), "http://site.example/moved")
    assert refused.reason == "its terms forbid programs on its pages"
    assert {port for _, port in internet.dialled} == {80}


def test_neither_does_a_robots_file_that_has_moved_there(internet, host):
    moved = host(lambda path, c: c.sendall(reply(b"", "302 Found", Location=f"https://yelp.com{path}")))
    internet.site = moved
    assert refusal(internet.fetcher(), "http://site.example/").reason == "its terms forbid programs on its pages"


def test_each_line_says_where_the_terms_stand_and_when_they_were_looked_at():
    assert len(houses()) == 6
    for house in houses():
        assert house.terms.startswith("https://") and house.reason and house.instead and house.standing
        assert date(2026, 11, 28) <= house.on and all(place == place.lower() for place in house.places)
