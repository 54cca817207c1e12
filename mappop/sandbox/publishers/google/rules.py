"""Limits that the documents state in words only; each with the field whose description has it."""

from __future__ import annotations

import re
from typing import Any

from mappop.sandbox.publishers.google.contract import Violations

_PO_BOX = re.compile(r"\bp\.?\s*o\.?\s*box\b", re.IGNORECASE)
DESCRIPTION_MAX = 750  # Google's help pages, not in the documents


def broken(location: dict[str, Any]) -> Violations:
    address = location.get("storefrontAddress", {}).get("addressLines", [])
    checks = {
        "title": bool(str(location.get("title", "x")).strip()),
        "storefrontAddress.addressLines": len(address) <= 5 and not any(map(_PO_BOX.search, address)),
        "phoneNumbers.additionalPhones": len(location.get("phoneNumbers", {}).get("additionalPhones", [])) <= 2,
        "labels": all(1 <= len(label) <= 255 for label in location.get("labels", [])),
        "serviceArea.places.placeInfos": len(_places(location)) <= 20,
        "profile.description": len(location.get("profile", {}).get("description", "")) <= DESCRIPTION_MAX,
        "specialHours": "specialHours" not in location or "regularHours" in location,
        "websiteUri": re.fullmatch(r"https?://\S{1,2040}", location.get("websiteUri") or "http://x") is not None,
        "regularHours.periods": all(map(_is_period, location.get("regularHours", {}).get("periods", []))),
        "storefrontAddress": not (_hides_address(location) and address),
    }
    return [(field, f"{field} breaks a limit of the API") for field, holds in checks.items() if not holds]


def _places(location: dict[str, Any]) -> list[Any]:
    found: list[Any] = location.get("serviceArea", {}).get("places", {}).get("placeInfos", [])
    return found


def _hides_address(location: dict[str, Any]) -> bool:
    """A business that serves at the customer's place only has no storefront address."""
    return bool(location.get("serviceArea", {}).get("businessType") == "CUSTOMER_LOCATION_ONLY")


def _is_period(period: dict[str, Any]) -> bool:
    days = "DAY_OF_WEEK_UNSPECIFIED" not in (period.get("openDay"), period.get("closeDay"))
    return days and all(_is_time(period.get(key, {})) for key in ("openTime", "closeTime"))


def _is_time(time: dict[str, Any]) -> bool:
    minutes = time.get("hours", 0) * 60 + time.get("minutes", 0)
    return bool(0 <= time.get("minutes", 0) < 60 and 0 <= minutes <= 24 * 60)
