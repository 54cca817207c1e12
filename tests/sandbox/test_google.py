"""The sandbox's Google, driven by the official client from the documents that it ships."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError

from .running import World, soon

EVERYTHING = "name,title,storefrontAddress,phoneNumbers,websiteUri,regularHours,openInfo,metadata,storeCode"
DELGADO = {
    "title": "Delgado Plumbing",
    "languageCode": "en",
    "storeCode": "delgado",
    "phoneNumbers": {"primaryPhone": "+15125550134"},
    "categories": {"primaryCategory": {"name": "gcid:plumber"}},
    "storefrontAddress": {
        "regionCode": "US", "administrativeArea": "TX", "locality": "Austin", "postalCode": "78702",
        "addressLines": ["1204 E 7th St", "Ste B"],
    },
    "regularHours": {
        "periods": [
            {"openDay": "MONDAY", "openTime": {"hours": 8}, "closeDay": "MONDAY", "closeTime": {"hours": 17}},
            {"openDay": "SATURDAY", "openTime": {}, "closeDay": "SATURDAY", "closeTime": {"hours": 24}},
        ]
    },
}  # fmt: skip


@pytest.fixture
def google(world: World) -> Any:
    return service(world, "mybusinessbusinessinformation")


@pytest.fixture
def verifications(world: World) -> Any:
    return service(world, "mybusinessverifications")


def service(world: World, api: str) -> Any:
    folder = resources.files("googleapiclient.discovery_cache") / "documents"
    document = json.loads((folder / f"{api}.v1.json").read_text())
    return build_from_document(
        document,
        credentials=Credentials(world.settings["MAPPOP_GOOGLE_TOKEN"]),
        client_options={"api_endpoint": world.url("google") + "/"},
    )


def create(google: Any, world: World, **changes: Any) -> dict[str, Any]:
    body = {**DELGADO, **changes}
    parent = world.settings["MAPPOP_GOOGLE_ACCOUNT"]
    return google.accounts().locations().create(parent=parent, body=body).execute()


def verify(verifications: Any, world: World, name: str) -> None:
    body = {"method": "PHONE_CALL", "languageCode": "en"}
    asked = verifications.locations().verify(name=name, body=body).execute()["verification"]
    pin = re.search(r"\d{6}", world.arrived("+15125550134")[-1]["text"]).group()
    verifications.locations().verifications().complete(name=asked["name"], body={"pin": pin}).execute()


def refusal(request: Any) -> dict[str, Any]:
    with pytest.raises(HttpError) as refused:
        request.execute()
    return json.loads(refused.value.content)["error"]


def test_a_business_is_found_by_title_and_address_before_anything_is_created(still_world: World) -> None:
    google = service(still_world, "mybusinessbusinessinformation")
    body = {"location": {"title": "Delgado Plumbing", "storefrontAddress": DELGADO["storefrontAddress"]}}
    found = google.googleLocations().search(body=body).execute()["googleLocations"]
    assert found[0]["location"]["phoneNumbers"]["primaryPhone"] == "(512) 555-0134"
    assert "requestAdminRightsUri" not in found[0]


def test_a_place_that_somebody_claimed_says_where_to_ask_for_it(still_world: World) -> None:
    google = service(still_world, "mybusinessbusinessinformation")
    found = google.googleLocations().search(body={"query": "Lakeview Family Dental Madison"}).execute()
    assert found["googleLocations"][0]["requestAdminRightsUri"].startswith("https://business.google.com/")


def test_what_was_created_is_read_back_under_its_mask(google: Any, world: World) -> None:
    made = create(google, world)
    read = google.locations().get(name=made["name"], readMask="title,storefrontAddress.postalCode").execute()
    assert read == {"title": "Delgado Plumbing", "storefrontAddress": {"postalCode": "78702"}}
    listed = google.accounts().locations().list(
        parent=world.settings["MAPPOP_GOOGLE_ACCOUNT"], readMask="name", filter='storeCode="delgado"'
    ).execute()  # fmt: skip
    assert listed == {"locations": [{"name": made["name"]}], "totalSize": 1}


def test_creating_twice_under_one_request_id_makes_one_location(google: Any, world: World) -> None:
    parent = world.settings["MAPPOP_GOOGLE_ACCOUNT"]
    ask = google.accounts().locations().create(parent=parent, body=DELGADO, requestId="r-1")
    assert ask.execute()["name"] == ask.execute()["name"]
    assert refusal(google.accounts().locations().create(parent=parent, body=DELGADO))["status"] == "ALREADY_EXISTS"


def test_a_change_is_on_maps_only_after_verification_and_review(google: Any, verifications: Any, world: World) -> None:
    name = create(google, world)["name"]
    new_phone = {"phoneNumbers": {"primaryPhone": "+15125550135"}}
    google.locations().patch(name=name, updateMask="phoneNumbers", body=new_phone).execute()
    shown = google.locations().getGoogleUpdated(name=name, readMask=EVERYTHING).execute()
    assert shown["location"]["phoneNumbers"]["primaryPhone"] == "(512) 555-0134"
    assert "phoneNumbers.primaryPhone" in shown["pendingMask"]
    google.locations().patch(name=name, updateMask="phoneNumbers", body=DELGADO).execute()
    verify(verifications, world, name)
    soon(lambda: google.locations().get(name=name, readMask="metadata").execute()["metadata"],
         lambda metadata: "hasPendingEdits" not in metadata)  # fmt: skip
    assert verifications.locations().getVoiceOfMerchantState(name=name).execute()["hasVoiceOfMerchant"] is True
    assert world.network.listings("google").by_phone("+15125550134")[0].claimed_by == "us"


def test_midnight_comes_back_as_an_empty_object(google: Any, verifications: Any, world: World) -> None:
    name = create(google, world)["name"]
    verify(verifications, world, name)
    read = lambda: google.locations().getGoogleUpdated(name=name, readMask="regularHours").execute()  # noqa: E731 - asked again and again
    shown = soon(read, lambda found: "pendingMask" not in found)
    saturday = shown["location"]["regularHours"]["periods"][-1]
    assert (saturday["openTime"], saturday["closeTime"]) == ({}, {"hours": 24})


def test_what_google_changed_by_itself_is_told_in_the_diff_mask(google: Any, verifications: Any, world: World) -> None:
    name = create(google, world)["name"]
    verify(verifications, world, name)
    soon(lambda: google.locations().get(name=name, readMask="metadata").execute()["metadata"],
         lambda metadata: "hasPendingEdits" not in metadata)  # fmt: skip
    drift = {"phone": "+15125550134", "field": "phone", "value": "+15125550107"}
    assert world.call("POST", "google", "/_sandbox/drift", drift).json == {"changed": 1}
    shown = google.locations().getGoogleUpdated(name=name, readMask="phoneNumbers").execute()
    assert shown["diffMask"] == "phoneNumbers.primaryPhone"
    assert shown["location"]["phoneNumbers"]["primaryPhone"] == "(512) 555-0107"


def test_a_place_claimed_by_another_stays_theirs(google: Any, verifications: Any, world: World) -> None:
    address = {**DELGADO["storefrontAddress"], "administrativeArea": "WI", "locality": "Madison",
               "postalCode": "53704", "addressLines": ["2310 Atwood Ave", "Suite 200"]}  # fmt: skip
    made = create(google, world, title="Lakeview Family Dental", storefrontAddress=address)
    state = verifications.locations().getVoiceOfMerchantState(name=made["name"]).execute()
    assert state == {"resolveOwnershipConflict": {}}


def test_the_eleventh_edit_of_a_minute_is_refused(google: Any, world: World) -> None:
    name = create(google, world)["name"]
    edit = google.locations().patch(name=name, updateMask="title", body={"title": "Delgado Plumbing"})
    for _ in range(10):
        edit.execute()
    assert refusal(edit)["status"] == "RESOURCE_EXHAUSTED"


def test_a_landline_is_offered_a_call_and_a_postcard_but_no_text(google: Any, verifications: Any, world: World) -> None:
    name = create(google, world)["name"]
    ask = verifications.locations().fetchVerificationOptions(location=name, body={"languageCode": "en"})
    assert {o["verificationMethod"] for o in ask.execute()["options"]} == {"PHONE_CALL", "ADDRESS"}
    refused = refusal(verifications.locations().verify(name=name, body={"method": "AUTO"}))
    assert refused["status"] == "FAILED_PRECONDITION"


def test_wrong_pins_are_counted_and_end_the_verification(google: Any, verifications: Any, world: World) -> None:
    name = create(google, world)["name"]
    asked = verifications.locations().verify(name=name, body={"method": "ADDRESS"}).execute()["verification"]
    guess = verifications.locations().verifications().complete(name=asked["name"], body={"pin": "00000"})
    assert [refusal(guess)["status"] for _ in range(6)][-2:] == ["INVALID_ARGUMENT", "FAILED_PRECONDITION"]
    listed = verifications.locations().verifications().list(parent=name).execute()["verifications"]
    assert [v["state"] for v in listed] == ["FAILED"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"metadata": {"mapsUri": "https://x.example"}}, "metadata.mapsUri"),
        ({"openInfo": {"status": "OPEN", "canReopen": True}}, "openInfo.canReopen"),
        ({"openInfo": {"status": "SHUT"}}, "openInfo.status"),
        ({"title": 7}, "title"),
        ({"labels": ["x" * 256]}, "labels"),
        ({"phoneNumbers": {"primaryPhone": "1", "additionalPhones": ["2", "3", "4"]}}, "phoneNumbers.additionalPhones"),
        ({"phoneNumbers": {}}, "phoneNumbers.primaryPhone"),
        ({"storefrontAddress": {"regionCode": "US", "addressLines": ["PO Box 9"]}}, "storefrontAddress.addressLines"),
        ({"categories": {}}, "categories.primaryCategory"),
    ],
)
def test_bodies_that_break_the_contract_are_refused_naming_the_field(
    still_world: World, change: dict[str, Any], field: str
) -> None:
    parent = still_world.settings["MAPPOP_GOOGLE_ACCOUNT"]
    google = service(still_world, "mybusinessbusinessinformation")
    error = refusal(google.accounts().locations().create(parent=parent, body={**DELGADO, **change}))
    violations = [v["field"] for detail in error["details"] for v in detail["fieldViolations"]]
    assert (error["status"], field in violations) == ("INVALID_ARGUMENT", True)


def test_unknown_fields_and_masks_are_refused(google: Any, world: World) -> None:
    name = create(google, world)["name"]
    headers = {"Authorization": "Bearer " + world.settings["MAPPOP_GOOGLE_TOKEN"]}
    strange = world.call("PATCH", "google", f"/v1/{name}?updateMask=title", {"titel": "x"}, headers=headers)
    assert 'Unknown name "titel"' in strange.json["error"]["message"]
    for path in (f"/v1/{name}", f"/v1/{name}?readMask=nonsense", f"/v1/{name}?readMask=title&colour=red"):
        assert world.get("google", path, headers=headers).json["error"]["status"] == "INVALID_ARGUMENT"
    for mask in ("metadata", "languageCode", "name", ""):
        reply = world.call("PATCH", "google", f"/v1/{name}?updateMask={mask}", {}, headers=headers)
        assert (mask, reply.status) == (mask, 400)


def test_nothing_is_answered_without_the_token(still_world: World) -> None:
    reply = still_world.get("google", "/v1/categories?regionCode=US&languageCode=en&view=BASIC")
    assert reply.json["error"]["status"] == "UNAUTHENTICATED"
