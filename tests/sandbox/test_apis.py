"""Facebook, Data Axle, Localista and CityDir, asked as their documents say."""

from __future__ import annotations

import json
import re
import urllib.parse
from typing import Any

import pytest

from .running import Reply, World, soon

NEW = {
    "name": "Delgado Plumbing", "street": "1204 E 7th St", "unit": "Ste B", "city": "Austin", "region": "TX",
    "postal_code": "78702", "phone": "+15125550134", "website": "https://delgado.example/",
    "hours": {"mon": [["08:00", "17:00"]], "sun": []},
}  # fmt: skip
SUBMISSION = {
    "Submission Type": "A", "Company Name": "Delgado Plumbing", "Location Address": "1204 E 7th St",
    "Location Suite": "Ste B", "Location City": "Austin", "Location State/Province": "TX",
    "Location Zip/Postal Code": "78702", "Location Phone": "5125550134", "Website": "https://delgado.example/",
}  # fmt: skip


def graph(world: World, method: str, path: str, **parameters: str) -> Reply:
    query = urllib.parse.urlencode({**parameters, "access_token": world.settings["MAPPOP_FACEBOOK_TOKEN"]})
    return world.call(method, "facebook", f"{path}?{query}")


def page_id(world: World, name: str) -> str:
    return graph(world, "GET", "/v24.0/pages/search", q=name).json["data"][0]["id"]


def localista(world: World, method: str, path: str, body: Any = None) -> Reply:
    headers = {"Authorization": "Bearer " + world.settings["MAPPOP_LOCALISTA_TOKEN"]}
    return world.call(method, "localista", path, body, headers=headers)


def feed(world: World, *rows: Any) -> Reply:
    headers = {"X-AUTH-TOKEN": world.settings["MAPPOP_DATA_AXLE_TOKEN"]}
    return world.call("POST", "data_axle", "/api/1/submissions", {"submissions": list(rows)}, headers=headers)


def test_a_page_is_found_read_and_updated_in_graphs_own_terms(world: World) -> None:
    page = page_id(world, "Delgado Plumbing Austin")
    assert graph(world, "GET", f"/{page}", fields="phone,is_unclaimed").json["phone"] == "+15125550107"
    hours = {"mon_1_open": "08:00", "mon_1_close": "12:00", "mon_2_open": "13:00", "mon_2_close": "17:00"}
    place = {"street": "1204 E 7th St, Ste B", "city": "Austin", "state": "TX", "zip": "78702"}
    change = {"phone": "(512) 555-0134", "hours": json.dumps(hours), "location": json.dumps(place)}
    assert graph(world, "POST", f"/{page}", **change).json == {"success": True}
    read = graph(world, "GET", f"/v24.0/{page}", fields="phone,hours,location").json
    assert (read["phone"], read["hours"], read["location"]["zip"]) == ("+15125550134", hours, "78702")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "Other"}, "name is not a parameter"),
        ({"hours": "{"}, "hours must be JSON"),
        ({"hours": '{"mon_3_open": "08:00"}'}, "wrong entry: mon_3_open"),
        ({"hours": '{"mon_1_open": "08:00"}'}, "other half of mon_1"),
        ({"location": '{"planet": "Mars"}'}, "no field planet"),
        ({"is_permanently_closed": "perhaps"}, "must be of type bool"),
        ({}, "At least one parameter"),
    ],
)
def test_facebook_refuses_what_its_field_list_does_not_have(
    still_world: World, change: dict[str, str], message: str
) -> None:
    page = page_id(still_world, "Delgado Plumbing")
    reply = graph(still_world, "POST", f"/{page}", **change)
    assert (reply.status, reply.json["error"]["code"]) == (400, 100) and message in reply.json["error"]["message"]


def test_a_page_of_somebody_else_can_be_read_but_not_changed(still_world: World) -> None:
    page = page_id(still_world, "Eastside Barber Co.")
    refused = graph(still_world, "POST", f"/{page}", phone="+16155550100")
    assert (refused.status, refused.json["error"]["code"]) == (403, 200)
    assert graph(still_world, "GET", f"/{page}", fields="colour").json["error"]["code"] == 100
    wrong_token = still_world.get("facebook", f"/{page}?access_token=x")
    assert (wrong_token.status, wrong_token.json["error"]["code"]) == (401, 190)


def test_a_submission_reaches_every_fed_directory_and_doubles_none(world: World) -> None:
    reply = feed(world, SUBMISSION)
    assert (reply.status, reply.json["submissions"][0]["status"]) == (202, "accepted")
    for name in ("mainstreet", "wherewhat", "tradefinder"):
        found = soon(lambda name=name: world.network.listings(name).by_phone("+15125550134"))
        assert [x.facts["website"] for x in found] == ["https://delgado.example/"]
        assert world.network.listings(name).by_phone("+15125550107") == []


def test_a_duplicate_and_a_closed_mark_outlive_a_feed(world: World) -> None:
    feed(world, SUBMISSION)
    soon(lambda: world.network.listings("tradefinder").by_phone("+15125550134"))
    names = {x.facts["name"] for x in world.network.listings("goldpages").search(name="Delgado Plumbing")}
    assert names == {"Delgado Plumbing", "Delgado Plumbing & Drain"}
    paloma = {**SUBMISSION, "Company Name": "Taquería La Paloma", "Location Address": "815 S Zarzamora St",
              "Location City": "San Antonio", "Location Zip/Postal Code": "78207", "Location Phone": "+12105550118",
              "Website": "https://new.example/"}  # fmt: skip
    feed(world, paloma)
    closed = lambda: world.network.listings("tradefinder").by_phone("+12105550118")[0].facts  # noqa: E731 - asked again
    assert soon(closed, lambda facts: facts["website"] == "https://new.example/")["is_closed"] is True


def test_one_bad_row_does_not_hold_up_the_others(world: World) -> None:
    reply = feed(world, {**SUBMISSION, "Location Phone": ""}, SUBMISSION, "nonsense")
    assert [row["status"] for row in reply.json["submissions"]] == ["rejected", "accepted", "rejected"]
    assert feed(world, *[SUBMISSION] * 101).status == 400
    assert world.call("POST", "data_axle", "/api/1/submissions", {"submissions": [SUBMISSION]}).status == 401


def test_a_corrected_listing_drifts_back_once(world: World) -> None:
    listings = world.network.listings("mainstreet")
    old = listings.by_phone("+14145550102")[0]
    listings.change(old.ref, extra={"drifts_back": {"field": "phone", "value": "+14145550102", "after": 600}})
    kowalski = {
        **SUBMISSION, "Company Name": "Kowalski Electric", "Location Address": "1733 S Muskego Ave",
        "Location City": "Milwaukee", "Location Zip/Postal Code": "53204", "Location Phone": "+14145550146",
    }  # fmt: skip
    phone = lambda: listings.need(old.ref).facts["phone"]  # noqa: E731 - asked again and again
    feed(world, kowalski)
    soon(phone, lambda said: said == "+14145550146")
    with world.network.store.writing() as db:
        db.execute("UPDATE due SET at = 0 WHERE kind = 'drift'")  # its time has come
    soon(phone, lambda said: said == "+14145550102")
    feed(world, kowalski)
    soon(phone, lambda said: said == "+14145550146")
    assert world.network.store.rows("SELECT * FROM due WHERE kind = 'drift'") == []


def test_localista_waits_for_the_pin_that_is_read_out(world: World) -> None:
    first = localista(world, "PUT", "/v2/listings/l-1", NEW)
    assert (first.status, first.json["id"], first.json["status"]) == (202, "l-1", "pin_sent")
    assert localista(world, "PUT", "/v2/listings/l-1", NEW).json == first.json
    assert len(world.arrived("+15125550134")) == 1
    page = urllib.parse.urlsplit(first.json["url"]).path
    assert world.get("localista", page).status == 404
    assert localista(world, "POST", "/v2/listings/l-1/pin", {"pin": "0"}).json["error"] == "wrong_pin"
    pin = re.sub(r"\D", "", world.arrived("+15125550134")[0]["text"])
    assert localista(world, "POST", "/v2/listings/l-1/pin", {"pin": pin}).json["status"] == "published"
    assert "1204 E 7th St" in world.get("localista", page).text
    update = localista(world, "PUT", "/v2/listings/l-1", {**NEW, "unit": "Ste C"})
    assert (update.status, update.json["status"]) == (200, "published")
    assert localista(world, "GET", "/v2/listings/l-1").json["unit"] == "Ste C"
    results = localista(world, "GET", "/v2/search?phone=%2B15125550134").json["results"]
    assert [found["id"] for found in results] == ["l-1"]


def test_localista_takes_over_an_unclaimed_listing_instead_of_doubling_it(world: World) -> None:
    kowalski = {**NEW, "name": "Nguyen Hale Accounting", "phone": "+17135550157", "street": "9100 Bellaire Blvd",
                "city": "Houston", "postal_code": "77036"}  # fmt: skip
    before = world.network.listings("localista").by_phone("+17135550103")
    claimed = localista(world, "PUT", "/v2/listings/l-9", kowalski).json
    assert claimed["url"].endswith("/biz/" + before[0].slug)
    assert localista(world, "GET", "/v2/listings/l-9").json["phone"] == "+17135550103"


@pytest.mark.parametrize(
    ("change", "status", "error", "field"),
    [
        ({"colour": "red"}, 422, "unknown_field", "colour"),
        ({"name": ""}, 422, "missing", "name"),
        ({"phone": "12"}, 422, "invalid", "phone"),
        ({"website": "javascript:x"}, 422, "invalid", "website"),
        ({"hours": {"mon": [["8", "17"]]}}, 422, "invalid", "hours"),
        ({"name": "Lakeview Family Dental", "street": "2310 Atwood Ave", "postal_code": "53704"}, 409, "claimed", None),
    ],
)
def test_localista_says_which_field_and_why(
    still_world: World, change: dict[str, Any], status: int, error: str, field: str | None
) -> None:
    reply = localista(still_world, "PUT", "/v2/listings/l-2", {**NEW, **change})
    assert (reply.status, reply.json["error"], reply.json["field"]) == (status, error, field)


def test_localista_knows_its_callers_and_its_listings(still_world: World) -> None:
    assert still_world.get("localista", "/v2/listings/l-3").status == 401
    assert localista(still_world, "GET", "/v2/listings/l-3").json["error"] == "not_found"


def test_citydir_publishes_when_the_mailed_link_is_opened(world: World) -> None:
    form = {**{key: value for key, value in NEW.items() if key != "hours"}, "email": "rosa@delgado.example"}
    assert "rosa@delgado.example" in world.call("POST", "citydir", "/add", form=form).text
    assert world.network.listings("citydir").by_phone("+15125550134") == []
    link = re.search(r"http://\S+", world.arrived("rosa@delgado.example")[0]["text"]).group()
    path = urllib.parse.urlsplit(link).path
    for _ in range(2):
        assert world.get("citydir", path).status == 200
    assert len(world.network.listings("citydir").by_phone("+15125550134")) == 1


def test_citydir_shows_what_is_wrong_and_keeps_what_was_typed(still_world: World) -> None:
    reply = still_world.call("POST", "citydir", "/add", form={"name": "Joe & Co", "phone": "12", "email": "x"})
    assert reply.status == 422
    assert "Joe &amp; Co" in reply.text and "Ten digits" in reply.text and "Please fill this in" in reply.text


def test_text_that_no_encoding_can_carry_is_kept_readable(world: World) -> None:
    put = localista(world, "PUT", "/v2/listings/l-5", {**NEW, "name": "Delgado \ud800 Plumbing"})
    pin = re.sub(r"\D", "", world.arrived("+15125550134")[0]["text"])
    assert localista(world, "POST", "/v2/listings/l-5/pin", {"pin": pin}).status == 200
    assert "Delgado ? Plumbing" in world.get("localista", urllib.parse.urlsplit(put.json["url"]).path).text
