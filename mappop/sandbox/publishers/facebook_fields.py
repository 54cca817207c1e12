"""The part of Graph's Page that a listing needs: which fields are read, which parameters are taken, of which types.

Source: Meta's own field lists (facebook/facebook-business-sdk-codegen, api_specs/specs/Page.json and Location.json,
commit ad2b0b6f). They state types only, neither lengths nor required marks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from mappop.sandbox import clock
from mappop.sandbox.hours import DAYS, TIME
from mappop.sandbox.listings import Facts

READABLE = frozenset(
    "id name link location phone website hours emails about description category category_list is_permanently_closed"
    " temporary_status is_unclaimed is_owned is_published is_verified verification_status single_line_address"
    " price_range is_always_open username".split()
)
# The parameters of POST /{page-id} with their types in Meta's list.
WRITABLE: Mapping[str, str] = {
    "about": "string", "description": "string", "phone": "string", "website": "string", "emails": "list<string>",
    "hours": "map", "location": "Object", "category_list": "list<string>", "is_permanently_closed": "bool",
    "is_always_open": "bool", "is_published": "bool", "temporary_status": "string", "price_range": "string",
    "parking": "map", "payment_options": "map", "cover": "string", "general_info": "string", "mission": "string",
    "store_location_descriptor": "string", "ignore_coordinate_warnings": "bool", "no_feed_story": "bool",
}  # fmt: skip
LOCATION = frozenset("city city_id country latitude longitude region region_id state street zip".split())
_HOURS_KEY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)_([12])_(open|close)")


class GraphError(Exception):
    def __init__(self, message: str, code: int = 100, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.code, self.status = message, code, status

    def body(self) -> dict[str, Any]:
        error = {"message": self.message, "type": "OAuthException", "code": self.code, "fbtrace_id": clock.token(11)}
        return {"error": error}


def typed(name: str, value: Any) -> Any:
    if name not in WRITABLE:
        raise GraphError(f"(#100) Param {name[:60]} is not a parameter of this call")
    kind = WRITABLE[name]
    if isinstance(value, str) and kind != "string":
        value = {"true": True, "false": False}.get(value, value) if kind == "bool" else _parsed(name, value)
    wanted: type = {"string": str, "bool": bool, "list<string>": list}.get(kind, dict)
    if not isinstance(value, wanted) or len(str(value)) > 20_000:
        raise GraphError(f"(#100) Param {name} must be of type {kind}")
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        raise GraphError(f"(#100) Param {name} must be of type {kind}")
    return value


def _parsed(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise GraphError(f"(#100) Param {name} must be JSON") from error


def address(location: dict[str, Any]) -> Facts:
    if strange := set(location) - LOCATION:
        raise GraphError(f"(#100) Param location has no field {sorted(strange)[0][:60]}")
    columns = {"street": "street", "city": "city", "state": "region", "zip": "postal_code"}
    found: Facts = {columns[key]: str(value)[:300] for key, value in location.items() if key in columns}
    return {**found, "unit": ""} if "street" in found else found


def week(hours: dict[str, Any]) -> dict[str, list[list[str]]]:
    """At most two ranges a day: mon_1_open, mon_1_close, mon_2_open, mon_2_close."""
    for key, value in hours.items():
        if not _HOURS_KEY.fullmatch(key) or not isinstance(value, str) or not TIME.fullmatch(value):
            raise GraphError(f"(#100) Param hours has a wrong entry: {key[:40]}")
    found: dict[str, list[list[str]]] = {day: [] for day in DAYS}
    for day in DAYS:
        for n in "12":
            pair = [hours.get(f"{day}_{n}_open"), hours.get(f"{day}_{n}_close")]
            if any(pair) and not all(pair):
                raise GraphError(f"(#100) Param hours lacks the other half of {day}_{n}")
            if all(pair):
                found[day].append([str(part) for part in pair])
    return found


def flat(week: dict[str, list[list[str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for day in DAYS:
        for n, (start, end) in enumerate(week.get(day, [])[:2], 1):
            found |= {f"{day}_{n}_open": start, f"{day}_{n}_close": end}
    return found
