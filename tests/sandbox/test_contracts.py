"""The sandbox against the published contracts themselves: what it answers, and the lists that were written by hand."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from mappop.sandbox.publishers.facebook_fields import LOCATION, READABLE, WRITABLE

from .running import World
from .test_google import DELGADO, EVERYTHING, create, service

META = Path(__file__).parents[3] / "shared" / "data" / "contracts" / "facebook"
needs_meta = pytest.mark.skipif(not META.is_dir(), reason="Meta's field lists are not beside the checkout")
TYPES = {"string": str, "integer": int, "boolean": bool, "number": (int, float), "any": object}


def misfits(api: str, schema: str, value: Any) -> list[str]:
    """Where an answer is not what the discovery document says of it."""
    folder = resources.files("googleapiclient.discovery_cache") / "documents"
    schemas = json.loads((folder / f"{api}.v1.json").read_text())["schemas"]
    return list(_misfits(schemas, {"$ref": schema}, value, schema))


def _misfits(schemas: dict[str, Any], spec: dict[str, Any], value: Any, path: str) -> Any:
    if "$ref" in spec:
        known = schemas[spec["$ref"]].get("properties", {})
        for key, part in value.items():
            yield from _misfits(schemas, known[key], part, f"{path}.{key}") if key in known else [f"{path}.{key}"]
    elif spec["type"] == "array":
        for part in value:
            yield from _misfits(schemas, spec["items"], part, path)
    elif not isinstance(value, TYPES[spec["type"]]) or value not in spec.get("enum", [value]):
        yield path


def test_googles_answers_are_of_the_documented_shape(world: World) -> None:
    google = service(world, "mybusinessbusinessinformation")
    checks = service(world, "mybusinessverifications").locations()
    name = create(google, world)["name"]
    asked = checks.verify(name=name, body={"method": "ADDRESS"}).execute()
    parent, place = world.settings["MAPPOP_GOOGLE_ACCOUNT"], {"regionCode": "US", "languageCode": "en", "view": "BASIC"}
    answers = {
        "Location": google.locations().get(name=name, readMask=EVERYTHING).execute(),
        "GoogleUpdatedLocation": google.locations().getGoogleUpdated(name=name, readMask=EVERYTHING).execute(),
        "ListLocationsResponse": google.accounts().locations().list(parent=parent, readMask="name,title").execute(),
        "SearchGoogleLocationsResponse": google.googleLocations().search(body={"query": "Delgado"}).execute(),
        "ListCategoriesResponse": google.categories().list(**place).execute(),
        "BatchGetCategoriesResponse": google.categories().batchGet(names="gcid:plumber", **place).execute(),
    }
    assert {schema: misfits("mybusinessbusinessinformation", schema, a) for schema, a in answers.items() if a} == {
        schema: [] for schema in answers
    }
    answers = {
        "VerifyLocationResponse": asked,
        "ListVerificationsResponse": checks.verifications().list(parent=name).execute(),
        "FetchVerificationOptionsResponse": checks.fetchVerificationOptions(
            location=name, body={"languageCode": "en"}
        ).execute(),
        "VoiceOfMerchantState": checks.getVoiceOfMerchantState(name=name).execute(),
    }
    assert {schema: misfits("mybusinessverifications", schema, a) for schema, a in answers.items()} == {
        schema: [] for schema in answers
    }


def test_a_trial_run_changes_nothing(world: World) -> None:
    google = service(world, "mybusinessbusinessinformation")
    parent = world.settings["MAPPOP_GOOGLE_ACCOUNT"]
    google.accounts().locations().create(parent=parent, body=DELGADO, validateOnly=True).execute()
    assert google.accounts().locations().list(parent=parent, readMask="name").execute() == {}
    name = create(google, world)["name"]
    google.locations().patch(name=name, updateMask="title", body={"title": "X"}, validateOnly=True).execute()
    assert google.locations().get(name=name, readMask="title").execute() == {"title": "Delgado Plumbing"}


def test_a_long_list_comes_in_pages(world: World) -> None:
    google = service(world, "mybusinessbusinessinformation")
    names = {create(google, world, storeCode=f"s{n}")["name"] for n in range(5)}
    pages = google.accounts().locations()
    ask = pages.list(parent=world.settings["MAPPOP_GOOGLE_ACCOUNT"], readMask="name", pageSize=2)
    seen, sizes = set(), []
    while ask is not None:
        answer = ask.execute()
        sizes.append(len(answer["locations"]))
        seen |= {location["name"] for location in answer["locations"]}
        ask = pages.list_next(ask, answer)
    assert (seen, sizes) == (names, [2, 2, 1])


def test_a_second_location_of_one_place_is_told_to_be_a_duplicate(world: World) -> None:
    google = service(world, "mybusinessbusinessinformation")
    first, second = create(google, world), create(google, world, storeCode="again")
    assert second["metadata"]["duplicateLocation"] == first["name"]
    google.locations().delete(name=first["name"]).execute()
    left = google.locations().get(name=second["name"], readMask="metadata").execute()["metadata"]
    assert "duplicateLocation" not in left


@needs_meta
def test_facebooks_lists_are_metas_own() -> None:
    page = json.loads((META / "Page.json").read_text())
    update = next(call for call in page["apis"] if call.get("name") == "#update")
    parameters = {parameter["name"]: parameter["type"] for parameter in update["params"]}
    assert {field["name"] for field in page["fields"]} >= READABLE
    told = {name: "string" if parameters[name].startswith("page_") else parameters[name] for name in WRITABLE}
    assert told == dict(WRITABLE)
    place = json.loads((META / "Location.json").read_text())
    assert {field["name"] for field in place["fields"]} >= LOCATION
