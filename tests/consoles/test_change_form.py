"""What the owner's form for changes keeps of what a record says and of what is typed, and what it offers."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from mappop.services import cancelling
from tests.consoles.conftest import Visitor
from tests.consoles.test_own_site import live, page, sell, send, sign_in, typed
from tests.world import World


@pytest.fixture
def owner(world: World, visitor: Visitor) -> Visitor:
    return sell(world, visitor)


def approved(world: World, owner: Visitor, **changes: str) -> dict[str, Any]:
    """The record after the owner's yes."""
    owner.post(send(owner, **changes).location, answer="publish")
    return max(world.rows("revisions"), key=lambda revision: revision.number).content


def test_a_colour_that_was_picked_is_the_owners_whether_or_not_the_choice_above_it_was_moved(
    world: World, owner: Visitor
) -> None:
    assert approved(world, owner, brand_color="#aa3322")["brand_color"] == "#aa3322"
    assert "brand_color" not in approved(world, owner, colour_of="theme"), "taken back by the choice"


@pytest.mark.parametrize("colour", ["#AA3322", "teal"])
def test_a_colour_in_another_writing_is_no_change(world: World, visitor: Visitor, colour: str) -> None:
    """Browsers give #aa3322 back, and black for what is none."""
    owner = sell(world, visitor, brand_color=colour)
    assert send(owner, brand_color=typed(owner)["brand_color"].lower()).location == "/portal/site/change"
    assert "#000000" not in typed(owner).values() and approved(world, owner, tagline="New")["brand_color"] == colour


def test_times_that_the_form_has_no_field_for_stay_when_others_of_that_day_are_changed(
    world: World, visitor: Visitor
) -> None:
    fair = {"date": "2027-07-04", "open": [["08:00", "12:00"], ["16:00", "20:00"]]}
    owner = sell(world, visitor, hours_exceptions=[fair])
    content = approved(world, owner, hours__mon__0__open="07:00", special__0__note="Fair", special__0__close="13:00")
    assert content["hours"]["mon"] == [["07:00", "12:00"], ["13:00", "17:00"], ["18:00", "20:00"]]
    assert content["hours_exceptions"] == [
        {"date": "2027-07-04", "open": [["08:00", "13:00"], ["16:00", "20:00"]], "note": "Fair"}
    ]
    content = approved(world, owner, hours__mon__1__open="", hours__mon__1__close="", special__0__open="",
                       special__0__close="")  # fmt: skip
    assert content["hours"]["mon"] == [["07:00", "12:00"]] and content["hours_exceptions"][0]["open"] == []


def test_a_close_at_midnight_can_be_shown_by_a_browser_and_is_no_change(world: World, visitor: Visitor) -> None:
    """A field for times takes 23:59 at most, and empties itself for 24:00."""
    hours, days = {"fri": [["18:00", "24:00"]]}, [{"date": "2027-12-31", "open": [["00:00", "24:00"]]}]
    owner = sell(world, visitor, hours=hours, hours_exceptions=days)
    assert "24:00" not in typed(owner).values()
    content = approved(world, owner, tagline="New")
    assert content["hours"] == hours and content["hours_exceptions"] == days


def test_a_form_that_lay_open_over_midnight_says_what_it_said(world: World, owner: Visitor) -> None:
    sent = typed(sign_in(world.on("2027-07-04"), owner))
    sign_in(world.on("2027-07-05", "12:00"), owner)
    assert owner.post("/portal/site/change", **sent).location == "/portal/site/change"
    assert world.rows("proposals") == []


def test_nothing_can_be_typed_where_it_would_be_lost_after_the_end(world: World, owner: Visitor) -> None:
    sent = typed(owner, tagline="Too late")
    cancelling.cancel(world.deps, world.rows("trials")[0].id, actor="owner", evidence={})
    world.on("2027-04-02").work()
    sign_in(world, owner)
    for path in ("/portal/site/change", "/portal/site/photos"):
        for answer in (owner.get(path), owner.post(path, on="/portal/site", **sent)):
            assert answer.location == "/portal/site"
    assert "nothing can be published" in page(owner, "/portal/site").text


def test_the_owner_chooses_the_languages_and_is_offered_what_is_usual_in_the_trade(
    world: World, owner: Visitor
) -> None:
    usual = [option["value"] for option in page(owner, "/portal/site/change").select("datalist option")]
    assert "Leak repair" in usual and "Drains" not in usual
    link = send(owner, languages="es", services__2__name="Leak repair").location
    said = page(owner, link).select_one("table").get_text(" ", strip=True)
    assert "Languages English" in said and "Leak repair" in said
    owner.post(link, answer="publish")
    world.work()
    assert world.rows("revisions")[-1].content["languages"] == ["es"] and '<html lang="es">' in live(world)
    assert "Calentadores de agua" in page(owner, "/portal/site/change").select_one("datalist").decode()


def test_what_was_typed_is_there_to_copy_where_the_sign_in_ended_meanwhile(world: World, owner: Visitor) -> None:
    """A page that is loaded again has none of it; what another website sends is not said back."""
    told = "All that we do, and how, which took an evening to write."
    sent = {**typed(owner, description=told), "password": "a word of twenty letters and more"}
    token = page(owner, "/portal/site/change").select_one("[name=csrf_token]")["value"]
    world.later(days=40)
    for client in (owner.client, owner.client.application.test_client()):
        for language, said in (("en", "copy it before"), ("es", "cópielo antes")):
            send_as = partial(client.post, f"/portal/site/change?lang={language}", data={**sent, "csrf_token": token})
            answer = send_as(headers={"Sec-Fetch-Site": "same-origin"})
            assert answer.status_code == 400 and told in answer.text and said in answer.text
            assert "twenty letters" not in answer.text and "reload" not in answer.text
            assert told not in send_as(headers={"Sec-Fetch-Site": "cross-site"}).text
