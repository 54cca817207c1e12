"""What managers see: a centre's manager the own centre and nothing of another one, the programme's manager all."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from mappop.domain.risk import Level, RiskAlarm, rules
from mappop.domain.roles import Role
from tests.consoles.conftest import Visitor

HOSTILE = "<script>alert(1)</script>"
NOTHING_WAITS = "nothing waits for a review"


@pytest.fixture
def world(world):
    """Manila and Cebu are both past the house limit; Cebu's manager is Leo."""
    world.leo = world.person(Role.CENTRE_MANAGER, "Leo", "leo@cebu.example", "cebu")
    with world.app.unit_of_work() as uow:
        for centre in ("manila", "cebu"):
            key = f"{centre}:house:over"
            uow.risk_alarms.add(
                RiskAlarm(f"risk_{centre}", centre, "house", Level.OVER, 4, 100, world.clock.now(), open_key=key)
            )
        uow.commit()
    return world


def signed_in(flask_app, world, role, name):
    browser = Visitor(flask_app.test_client())
    browser.sign_in(world.person(role, name, f"{name.lower()}@office.example", "manila").email)
    return browser


@pytest.fixture
def grace(flask_app, world):
    return signed_in(flask_app, world, Role.CENTRE_MANAGER, "Grace")


def test_a_centres_manager_lands_on_the_own_centre_and_reads_nothing_of_another(grace):
    assert grace.get("/").location == "/performance/"
    page = grace.get("/performance/").get_data(as_text=True)
    assert "<h2>Manila</h2>" in page and "Let Manila sell on" in page and "Bank returns, unauthorised" in page
    assert "Cebu" not in page and "The whole programme" not in page


def test_the_review_lets_the_own_centre_sell_on_and_says_by_whom(grace, world):
    assert grace.post("/performance/manila/review", on="/performance/", **{"note-manila": HOSTILE}).status_code == 302
    page = grace.get("/performance/").get_data(as_text=True)
    assert "Starts no trial" not in page and "<strong>Manila</strong>, Grace" in page and HOSTILE not in page
    assert [row.centre_id for row in world.rows("risk_reviews")] == ["manila"]


@pytest.mark.parametrize("note", ["", "x" * 1001])
def test_a_review_without_words_or_with_too_many_is_refused_and_what_was_typed_stays(grace, world, note):
    answer = grace.post("/performance/manila/review", on="/performance/", **{"note-manila": note})
    assert answer.status_code == 422 and note in answer.get_data(as_text=True) and world.rows("risk_reviews") == []


@pytest.mark.parametrize("centre", ["cebu", "nowhere"])
def test_another_centre_by_its_id_does_not_exist(grace, world, centre):
    answer = grace.post(f"/performance/{centre}/review", on="/performance/", **{f"note-{centre}": "All is well."})
    assert answer.status_code == 404 and world.rows("risk_reviews") == []
    for path in ("/admin/risk", "/admin/risk/manila/review", "/support/", "/sales/"):
        assert grace.get(path).status_code in (403, 405)


def test_the_programmes_manager_sees_all_and_reviews_any(flask_app, world):
    noor = signed_in(flask_app, world, Role.PROGRAMME_MANAGER, "Noor")
    page = noor.get("/performance/").get_data(as_text=True)
    assert all(f"<h2>{name}</h2>" in page for name in ("The whole programme", "Manila", "Cebu"))
    assert noor.post("/performance/cebu/review", on="/performance/", **{"note-cebu": "Seen."}).status_code == 302
    noor.post("/performance/cebu/review", on="/performance/", **{"note-cebu": "Seen."})
    assert NOTHING_WAITS in noor.get("/performance/").get_data(as_text=True)
    assert [row.centre_id for row in world.rows("risk_reviews")] == ["cebu"]


def test_a_centre_without_anything_near_a_limit_takes_one_line_of_the_programmes_manager(flask_app, world):
    world.later(days=120)
    noor = signed_in(flask_app, world, Role.PROGRAMME_MANAGER, "Noor")
    centres, _, programme = noor.get("/performance/").get_data(as_text=True).partition("<h2>The whole programme")
    said = f"All {len(rules().meters)} meters are below half of their limits"
    assert said not in programme and centres.count(said) == 2 and "1,500 on" in programme


def test_what_was_crossed_is_named_and_what_waits_for_a_review_stands_first(flask_app, world):
    """In the words above the form, and in the list of crossings; the programme, which asks for nothing, after it."""
    noor = signed_in(flask_app, world, Role.PROGRAMME_MANAGER, "Noor")
    page = BeautifulSoup(noor.get("/performance/").get_data(as_text=True), "html.parser")
    said = " ".join(page.select_one(".card.next p").text.split())
    assert said.endswith("looked at it: Disputes, house limit, 4 of 100, just now.")
    crossings = page.find("h2", string="Crossings").find_parent("section")
    assert [row.text for row in crossings.select("tbody th")] == ["Disputes, house limit"] * 2
    assert [h2.text for h2 in page.select("section > h2")][:3] == ["Cebu", "Manila", "The whole programme"]


def test_a_manager_without_a_centre_sees_no_programme(flask_app, world):
    with world.app.unit_of_work() as uow:
        uow.people.get(world.leo.id).centre_id = None
        uow.commit()
    leo = Visitor(flask_app.test_client())
    leo.sign_in(world.leo.email)
    assert "<h2>The whole programme" not in leo.get("/performance/").get_data(as_text=True)
