"""The business's own time zone, for open-now and for what today is: as recorded, else by its place."""

from __future__ import annotations

from mappop.domain.business import Business
from mappop.zones import KNOWN_ZONES, timezone_of

# Military "states" lie anywhere, and three free associates have a postal code each but no zone in the table.
_NOWHERE = frozenset({"AA", "AE", "AP", "FM", "MH", "PW"})


def zone_of(business: Business) -> str:
    """An IANA name that exists; empty where none can be told, and then the page does not say "open now"."""
    a = business.address
    if business.timezone in KNOWN_ZONES:
        return business.timezone
    if a.country != "US" or a.region in _NOWHERE:
        return ""
    zone = timezone_of(a.postal_code if a.postal_code.isascii() else "", a.region)
    return zone if zone in KNOWN_ZONES else ""
