"""Between what Google shows (plain facts) and the Location of its API."""

from __future__ import annotations

import re
from typing import Any

from mappop.sandbox.listings import Facts, e164
from mappop.sandbox.printing import DAYS, national

DAY_NAMES = {day: name.upper() for day, name in DAYS.items()}
_ORDER = list(DAY_NAMES)
_UNIT = re.compile(r"^(.*?)[,\s]+((?:(?:ste|suite|unit|apt|bldg|floor|fl|rm)\b\.?|#)\s*\S.*)$", re.IGNORECASE)
CATEGORIES = {
    "plumber": ("gcid:plumber", "Plumber"),
    "electrician": ("gcid:electrician", "Electrician"),
    "hvac": ("gcid:hvac_contractor", "HVAC contractor"),
    "roofer": ("gcid:roofing_contractor", "Roofing contractor"),
    "cleaner": ("gcid:house_cleaning_service", "House cleaning service"),
    "landscaper": ("gcid:landscaper", "Landscaper"),
    "restaurant": ("gcid:restaurant", "Restaurant"),
    "cafe": ("gcid:cafe", "Cafe"),
    "salon": ("gcid:hair_salon", "Hair salon"),
    "barber": ("gcid:barber_shop", "Barber shop"),
    "dentist": ("gcid:dentist", "Dentist"),
    "chiropractor": ("gcid:chiropractor", "Chiropractor"),
    "lawyer": ("gcid:lawyer", "Lawyer"),
    "accountant": ("gcid:accountant", "Accountant"),
    "auto-repair": ("gcid:auto_repair_shop", "Auto repair shop"),
    "retail": ("gcid:store", "Store"),
    "local-business": ("gcid:establishment", "Establishment"),
}
# The facts that Google may show otherwise than the owner sent them, by the field mask's path.
TRACKED = {
    "title": ("name",),
    "storefrontAddress": ("street", "unit", "city", "region", "postal_code"),
    "phoneNumbers.primaryPhone": ("phone",),
    "websiteUri": ("website",),
    "regularHours": ("hours",),
    "openInfo.status": ("is_closed",),
}


def to_location(facts: Facts) -> dict[str, Any]:
    """What Google shows, as a Location; phones as Google prints them, in the national form."""
    name, shown = CATEGORIES.get(facts.get("category", ""), CATEGORIES["local-business"])
    found: dict[str, Any] = {
        "title": facts["name"],
        "phoneNumbers": {"primaryPhone": national(facts["phone"])} if facts.get("phone") else None,
        "storefrontAddress": _address(facts) if facts.get("street") else None,
        "websiteUri": facts.get("website"),
        "regularHours": {"periods": _periods(facts["hours"])} if facts.get("hours") else None,
        "openInfo": {"status": "CLOSED_PERMANENTLY" if facts.get("is_closed") else "OPEN"},
        "categories": {"primaryCategory": {"name": name, "displayName": shown}},
    }
    return {key: value for key, value in found.items() if value}


def to_facts(location: dict[str, Any]) -> Facts:
    address = location.get("storefrontAddress", {})
    street, unit = _street_and_unit(address.get("addressLines", []))
    category = location.get("categories", {}).get("primaryCategory", {}).get("name", "")
    return {
        "name": location["title"],
        "street": street,
        "unit": unit,
        "city": address.get("locality", ""),
        "region": address.get("administrativeArea", ""),
        "postal_code": address.get("postalCode", ""),
        "phone": e164(location.get("phoneNumbers", {}).get("primaryPhone", "")),
        "website": location.get("websiteUri", ""),
        "hours": _week(location.get("regularHours", {}).get("periods", [])),
        "category": next((trade for trade, (name, _) in CATEGORIES.items() if name == category), "local-business"),
        "description": location.get("profile", {}).get("description", ""),
        "is_closed": location.get("openInfo", {}).get("status") == "CLOSED_PERMANENTLY",
        "hides_address": not street,
    }


def differing(location: dict[str, Any], shown: Facts) -> list[str]:
    """The tracked paths on which Google shows something else than the owner sent."""
    sent = to_facts(location)
    return [path for path, keys in TRACKED.items() if any(_plain(sent, key) != _plain(shown, key) for key in keys)]


def _plain(facts: Facts, key: str) -> object:
    value = facts.get(key)
    if key == "hours":
        return {day: [list(pair) for pair in pairs] for day, pairs in (value or {}).items() if pairs}
    return value or ""


def _address(facts: Facts) -> dict[str, Any]:
    return {
        "regionCode": "US",
        "administrativeArea": facts.get("region", ""),
        "locality": facts.get("city", ""),
        "postalCode": facts.get("postal_code", ""),
        "addressLines": [line for line in (facts.get("street"), facts.get("unit")) if line],
    }


def _street_and_unit(lines: list[str]) -> tuple[str, str]:
    if len(lines) >= 2:
        return lines[0], ", ".join(lines[1:])
    found = _UNIT.match(lines[0]) if lines else None
    return (found.group(1), found.group(2)) if found else (lines[0] if lines else "", "")


def _periods(hours: dict[str, list[list[str]]]) -> list[dict[str, Any]]:
    return [
        {
            "openDay": DAY_NAMES[day],
            "openTime": _time(start),
            "closeDay": DAY_NAMES[day if end > start else _ORDER[(_ORDER.index(day) + 1) % 7]],
            "closeTime": _time(end),
        }
        for day in _ORDER
        for start, end in hours.get(day, [])
    ]


def _time(text: str) -> dict[str, int]:
    """A zero is left out, as proto3's JSON does: 00:00 is {}."""
    values = {"hours": int(text[:2]), "minutes": int(text[3:])}
    return {key: value for key, value in values.items() if value}


def _week(periods: list[dict[str, Any]]) -> dict[str, list[list[str]]]:
    days = {name: day for day, name in DAY_NAMES.items()}
    week: dict[str, list[list[str]]] = {day: [] for day in _ORDER} if periods else {}
    for period in periods:
        times = [
            f"{period[key].get('hours', 0):02d}:{period[key].get('minutes', 0):02d}"
            for key in ("openTime", "closeTime")
        ]
        week[days[period["openDay"]]].append(times)
    return week
