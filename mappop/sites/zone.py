"""The business's own time zone: as recorded, else by ZIP from a packaged table, else its region's."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import zipcodes

from mappop.domain.business import Business

# The zone in which most people of a region live; a ZIP decides before this where one is given.
_BY_ZONE = {
    "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV AA",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA AP",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
    "Pacific/Chuuk": "FM",
    "Pacific/Majuro": "MH",
    "Pacific/Palau": "PW",
    "Europe/Berlin": "AE",
}
_BY_REGION = {region: zone for zone, regions in _BY_ZONE.items() for region in regions.split()}


def zone_of(business: Business) -> str:
    """An IANA name that exists; empty only for a place abroad whose record names none."""
    return (
        _known(business.timezone)
        or _by_zip(business.address.postal_code[:5])
        or _BY_REGION.get(business.address.region, "")
    )


@lru_cache(maxsize=512)
def _known(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return name


@lru_cache(maxsize=8192)
def _by_zip(code: str) -> str:
    if not (len(code) == 5 and code.isascii() and code.isdigit()):
        return ""
    found = zipcodes.matching(code)  # type: ignore[no-untyped-call]  # its stub leaves the arguments open
    return _known(str(found[0].get("timezone", ""))) if found else ""
