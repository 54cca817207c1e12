"""The business's own time zone, for open-now and for what today is: as recorded, else by its place."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mappop.domain.business import Business
from mappop.zones import timezone_of

# Military "states" lie anywhere, and three free associates have a postal code each but no zone in the table.
_NOWHERE = frozenset({"AA", "AE", "AP", "FM", "MH", "PW"})


def zone_of(business: Business) -> str:
    """An IANA name that exists; empty where none can be told, and then the page does not say "open now"."""
    a = business.address
    if known := _known(business.timezone):
        return known
    if a.country != "US" or a.region in _NOWHERE:
        return ""
    return _known(timezone_of(a.postal_code if a.postal_code.isascii() else "", a.region))


@lru_cache(maxsize=512)
def _known(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return name
