"""The fictitious businesses, their owners, and what the publishers have wrong. Phones are 555-01xx, hosts .example."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from mappop.sandbox.catalogue import READABLE
from mappop.sandbox.listings import Facts

_HERE = Path(__file__).parent


def businesses() -> list[dict[str, Any]]:
    """The true records, in the business schema's JSON form."""
    lines = (_HERE / "world.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def owners() -> list[dict[str, Any]]:
    """Who to call: business_id, name, role, mobile and email (null where there is none), language, landline."""
    found: list[dict[str, Any]] = json.loads((_HERE / "owners.json").read_text("utf-8"))
    return found


@cache
def mistakes() -> dict[str, dict[str, Any]]:
    return tomllib.loads((_HERE / "mistakes.toml").read_text("utf-8"))


@cache
def _houses() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_HERE / "houses.json").read_text("utf-8"))
    return found


def house(publisher: str) -> dict[str, str]:
    """The directory's own company, as its footer prints it; never the subject of a page."""
    found: dict[str, str] = _houses()["houses"][publisher]
    return found


def neighbours() -> list[dict[str, str]]:
    """Businesses that pages print beside their subject."""
    found: list[dict[str, str]] = _houses()["neighbours"]
    return found


def landlines() -> list[str]:
    """Numbers of the world that can't take texts."""
    flagged = {owner["business_id"] for owner in owners() if owner["landline"]}
    return [phone["number"] for b in businesses() if b["id"] in flagged for phone in b["phones"]]


def facts_of(business: dict[str, Any]) -> Facts:
    """What a publisher that has everything right would hold; a hidden address is not among it."""
    address = business["address"]
    hidden = bool(business.get("address_hidden"))
    return {
        "name": business["name"],
        "street": "" if hidden else address.get("street", ""),
        "unit": "" if hidden else address.get("unit", ""),
        "city": address["city"],
        "region": address["region"],
        "postal_code": address.get("postal_code", ""),
        "phone": business["phones"][0]["number"] if business["phones"] else "",
        "website": business.get("website", ""),
        "hours": business.get("hours", {}),
        "category": business["trade"],
        "description": business.get("description", ""),
        "is_closed": False,
        "service_area": business.get("service_area", []),
        "hides_address": hidden,
    }


def beliefs(business: dict[str, Any], publisher: str) -> tuple[Facts, dict[str, Any]] | None:
    """What a publisher holds about a business, and the mistake's other parts; None where it has no listing."""
    wrong = mistakes().get(business["id"], {})
    if publisher not in READABLE or publisher in wrong.get("absent", []):
        return None
    mistake = dict(wrong.get(publisher, {}))
    other = {key: mistake.pop(key) for key in ("claimed_by", "duplicate", "drifts_back") if key in mistake}
    facts = facts_of(business)
    if mistake.pop("closed", False):
        facts["is_closed"] = True
    if "hours" in mistake:
        mistake["hours"] = {**facts["hours"], **mistake["hours"]}
    return {**facts, **mistake}, other
