"""Time zones: those that there are, and that of a US place, by its ZIP or as most of its state has it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import tzdata  # type: ignore[import-untyped]  # the package has no types
import zipcodes

# The zone of the larger part of each state's people (49 CFR part 71); the ZIP decides where it is known.
_BY_REGION = {
    "America/New_York": "CT DC DE FL GA IN KY ME MD MA MI NH NJ NY NC OH PA RI SC VT VA WV",
    "America/Chicago": "AL AR IL IA KS LA MN MS MO NE ND OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
_REGION_ZONES = {region: zone for zone, regions in _BY_REGION.items() for region in regions.split()}
FALLBACK = "America/New_York"
# IANA names, by the package's own list: the same on every machine, in a thirtieth of the 10 ms that
# `zoneinfo.available_timezones` takes, which reads every file of the zone data (2026-11-27).
KNOWN_ZONES = frozenset((Path(tzdata.__path__[0]) / "zones").read_text().split())


def timezone_of(postal_code: str, region: str) -> str:
    """IANA name."""
    return _by_zip(postal_code[:5]) or _REGION_ZONES.get(region.upper(), FALLBACK)


@lru_cache(maxsize=4096)
def _by_zip(code: str) -> str:
    rows = zipcodes.matching(code) if re.fullmatch(r"\d{5}", code) else []  # type: ignore[no-untyped-call]  # the package has no types
    return str(rows[0].get("timezone") or "") if rows else ""
