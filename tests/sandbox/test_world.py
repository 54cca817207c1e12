"""The world as it is seeded: the truth, its owners, and the first sale's twelve places."""

from __future__ import annotations

import json
from pathlib import Path

from mappop.domain.business import Business
from mappop.sandbox import world as the_world
from mappop.sandbox.catalogue import CATALOGUE, READABLE

from .running import World

DELGADO = "delgado-plumbing-austin"


def test_every_true_record_is_a_business_of_the_schema() -> None:
    records = [Business.from_dict(record) for record in the_world.businesses()]
    assert len({record.id for record in records}) == 14
    assert sum("es" in record.languages for record in records) == 2
    assert [record.name for record in records if record.address_hidden] == ["Bright Path Cleaning"]


def test_every_number_is_fictitious_and_every_address_an_example() -> None:
    texts = [json.dumps(the_world.businesses()), json.dumps(the_world.owners()), json.dumps(the_world.mistakes())]
    phones = [word for text in texts for word in text.split('"') if word.startswith("+1")]
    assert phones and all(phone[5:8] == "555" and phone[8:10] == "01" for phone in phones)
    hosts = [word for text in texts for word in text.split('"') if "@" in word or word.startswith("http")]
    assert hosts and all(".example" in host for host in hosts)


def test_every_business_has_an_owner_to_call_and_rosa_has_a_landline_only() -> None:
    owners = {owner["business_id"]: owner for owner in the_world.owners()}
    assert owners.keys() == {record["id"] for record in the_world.businesses()}
    rosa = owners[DELGADO]
    assert (rosa["name"], rosa["mobile"], rosa["email"], rosa["landline"]) == ("Rosa Delgado", None, None, True)


def test_mistakes_name_businesses_and_publishers_that_exist() -> None:
    ids = {record["id"] for record in the_world.businesses()}
    for business_id, wrong in the_world.mistakes().items():
        assert business_id in ids
        assert set(wrong) - {"absent"} <= set(READABLE) and set(wrong.get("absent", [])) <= set(READABLE)


def test_delgado_is_right_in_four_of_twelve_places(still_world: World) -> None:
    truth = the_world.facts_of(the_world.businesses()[0])
    outcome: dict[str, list[str]] = {"right": [], "old phone": [], "duplicate": [], "missing": []}
    for publisher in READABLE:
        listings = still_world.network.listings(publisher)
        found = [listing.facts for listing in listings.all() if listing.business_id == DELGADO]
        if not found:
            outcome["missing"].append(publisher)
        elif len(found) == 2:
            outcome["duplicate"].append(publisher)
        else:
            outcome["right" if found == [truth] else "old phone"].append(publisher)
            assert found in ([truth], [{**truth, "phone": "+15125550107"}])
    assert {key: len(places) for key, places in outcome.items()} == {
        "right": 4, "old phone": 3, "duplicate": 1, "missing": 4,
    }  # fmt: skip


def test_the_index_links_every_listing_that_has_a_page(still_world: World) -> None:
    index = still_world.get("sandbox", "/").text
    for publisher in ("mainstreet", "localista", "goldpages"):
        for listing in still_world.network.listings(publisher).all():
            assert f"{still_world.url(publisher)}/biz/{listing.slug}" in index


def test_the_document_names_the_same_publishers_as_the_catalogue() -> None:
    document = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")
    rows = [line.split("|") for line in document.splitlines() if line.startswith("| ")]
    told = {row[1].strip(): (row[2].strip(), row[3].strip()) for row in rows if row[1].strip() != "name"}
    assert told == {entry.name: (entry.title, entry.kind) for entry in CATALOGUE}
