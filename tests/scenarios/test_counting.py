"""Visits, calls, directions and form sends, by day of the business's own calendar: people only, and nothing of them."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text
from werkzeug.test import TestResponse as Response

from mappop.db.queries import sites as queries
from mappop.domain.errors import Refused
from mappop.public.sites_origin import make_sites_app
from mappop.services import counting
from mappop.services.signing import OWN_LOOK_LINK
from tests.world import DELGADO, World

PHONE = "Mozilla/5.0 (Linux; Android 15; CUBOT X90) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36"


class Visitors:
    """Browsers on the site of the one business that was sold."""

    def __init__(self, world: World) -> None:
        trial = world.on("2027-03-01").sell({**DELGADO, "languages": ["en", "es"]})
        world.confirm(trial)
        world.work()
        self.world, self.business_id = world, trial.business_id
        self.url = world.deps.settings.site_url(trial.business_id)
        self.client: FlaskClient = make_sites_app(world.app).test_client()

    def look(self, method: str = "GET", *, agent: str = PHONE, page: str = "", **headers: str) -> None:
        said = {"User-Agent": agent, "Referer": page or f"{self.url}/", **headers}
        answer = self.client.open("/_/visit?p=en", method=method, base_url=self.url, headers=said)
        assert answer.status_code == 200 and "Set-Cookie" not in answer.headers

    def tap(self, what: str, **headers: str) -> None:
        said = {"User-Agent": PHONE, "Ping-From": f"{self.url}/", **headers}
        assert self.client.post(f"/_/click?what={what}", base_url=self.url, headers=said).status_code == 204

    def days(self) -> dict[date, dict[str, int]]:
        with self.world.app.reader.connect() as db:
            rows = db.execute(text("SELECT day, visits, calls, directions FROM site_days ORDER BY day")).all()
        return {date.fromisoformat(str(day)): {"visit": v, "call": c, "directions": d} for day, v, c, d in rows}


@pytest.fixture
def visitors(world: World) -> Visitors:
    return Visitors(world)


def test_each_look_and_tap_counts_once_on_its_day(world: World, visitors: Visitors) -> None:
    visitors.look()
    visitors.look()
    visitors.tap("call")
    visitors.tap("directions")
    visitors.tap("website")
    world.on("2027-03-03")
    visitors.tap("call")
    assert visitors.days() == {
        date(2027, 3, 1): {"visit": 2, "call": 1, "directions": 1},
        date(2027, 3, 3): {"visit": 0, "call": 1, "directions": 0},
    }
    site = world.rows("sites")[0]
    assert (site.visits, site.calls, site.directions) == (2, 2, 1)


def test_the_day_is_the_business_own(world: World, visitors: Visitors) -> None:
    """Half past two at night in UTC is the evening before in Austin."""
    world.on("2027-03-05", "02:30")
    visitors.tap("call")
    assert list(visitors.days()) == [date(2027, 3, 4)]


@pytest.mark.parametrize(
    "agent",
    ["", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "facebookexternalhit/1.1",
     "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/150.0", "curl/8.5.0", "WhatsApp/2.23", "UptimeRobot/2.0"],
)  # fmt: skip
def test_machines_are_no_visitors(visitors: Visitors, agent: str) -> None:
    visitors.look(agent=agent)
    assert visitors.days() == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Moz", "prefetch"), ("X-Purpose", "preview"),
     ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "none")],
)  # fmt: skip
def test_what_is_fetched_in_advance_or_from_elsewhere_is_no_look(visitors: Visitors, name: str, value: str) -> None:
    visitors.look(**{name: value})
    visitors.tap("call", **{name: value})
    assert visitors.days() == {}


def test_asking_for_the_head_is_no_look(visitors: Visitors) -> None:
    visitors.look("HEAD")
    assert visitors.days() == {}


def test_who_asks_not_to_be_followed_is_a_number_like_any_other(visitors: Visitors) -> None:
    visitors.look(**{"Sec-GPC": "1", "DNT": "1", "Sec-Fetch-Site": "same-origin"})
    assert visitors.days()[date(2027, 3, 1)]["visit"] == 1


def test_owners_looking_at_their_own_site_do_not_count_for_an_hour(world: World, visitors: Visitors) -> None:
    page = f"{visitors.url}/?look={OWN_LOOK_LINK.sign(world.deps.settings, visitors.business_id)}"
    visitors.look(page=page)
    visitors.tap("call", **{"Ping-From": page})
    assert visitors.days() == {}
    for other in ("forged", OWN_LOOK_LINK.sign(world.deps.settings, "somebody-else"), "x" * 5000):
        visitors.look(page=f"{visitors.url}/?look={other}")
    assert visitors.days()[date(2027, 3, 1)]["visit"] == 3


def test_the_switch_of_language_keeps_the_owners_mark_and_nobody_elses(world: World, visitors: Visitors) -> None:
    def opened(path: str, page: str) -> Response:
        return visitors.client.get(path, base_url=visitors.url, headers={"User-Agent": PHONE, "Referer": page})

    own = f"{visitors.url}/?look={OWN_LOOK_LINK.sign(world.deps.settings, visitors.business_id)}"
    there = opened("/es/", own)
    assert there.status_code == 302 and there.headers["Cache-Control"] == "no-store"
    marked = visitors.url + there.location
    back = opened("/", marked)
    for page in (marked, visitors.url + back.location):
        assert opened(page.removeprefix(visitors.url), page).status_code == 200
        visitors.look(page=page)
    assert visitors.days() == {}
    other = OWN_LOOK_LINK.sign(world.deps.settings, "somebody-else")
    for page in (f"{visitors.url}/", f"{visitors.url}/?look={other}", "https://elsewhere.example/?look=x"):
        assert opened("/es/", page).status_code == 200
    assert opened("/favicon.svg", own).status_code == 200


def test_a_host_without_a_site_counts_nothing(world: World, visitors: Visitors) -> None:
    visitors.url = world.deps.settings.site_url("www")
    visitors.look()
    assert visitors.days() == {}
    with pytest.raises(Refused):
        counting.count(world.deps, visitors.business_id, "sales")


def test_many_at_once_are_all_counted(world: World, visitors: Visitors) -> None:
    def tap() -> None:
        for _ in range(5):
            counting.count(world.deps, visitors.business_id, "call")

    threads = [threading.Thread(target=tap) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert visitors.days()[date(2027, 3, 1)]["call"] == 30 == world.rows("sites")[0].calls


def test_a_visit_costs_the_same_however_many_days_there_were(world: World, visitors: Visitors) -> None:
    def cost() -> int:
        asked: list[str] = []
        keep = lambda *said: asked.append(said[2])  # noqa: E731  SQLAlchemy removes the very object that it was given
        event.listen(world.app.engine, "before_cursor_execute", keep)
        visitors.look()
        event.remove(world.app.engine, "before_cursor_execute", keep)
        return len(asked)

    first = cost()
    for day in range(2, 29):
        world.on(f"2027-03-{day:02d}")
        visitors.look()
    assert cost() == first <= 6


def test_two_weeks_beside_each_other(world: World, visitors: Visitors) -> None:
    for day, calls in (("2027-03-03", 2), ("2027-03-04", 4), ("2027-03-10", 5), ("2027-03-11", 6), ("2027-03-17", 3)):
        world.on(day)
        for _ in range(calls):
            visitors.tap("call")
    with world.app.reader.connect() as db:
        weeks = queries.two_weeks(db, visitors.business_id, date(2027, 3, 17))
    assert (weeks.now["calls"], weeks.before["calls"]) == (9, 9)
    assert [day.calls for day in weeks.days] == [4, 0, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 0, 3]
    assert (weeks.days[0].day, weeks.days[-1].day) == (date(2027, 3, 4), date(2027, 3, 17))
