"""Google Business Information v1's Location, from our facts and back (discovery document, revision 20261026).

A time of zero arrives as an absent field: 00:00 is `{}`, 08:00 is `{"hours": 8}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from checkers.nap import Hours, Nap
from checkers.normalise import phone
from mappop.domain.hours import DAYS
from provisioners.forms.us import national
from provisioners.replies import rows_of, text_of

_DAYS = dict(zip(DAYS, ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"), strict=True))
_SHORT = {long: short for short, long in _DAYS.items()}
READ_MASK = ",".join(
    ("name", "storeCode", "metadata", "title", "storefrontAddress", "phoneNumbers", "websiteUri", "regularHours")
    + ("categories", "openInfo", "serviceArea")
)
# The field of a Location in which each of our facts stands.
FIELD_OF = {
    "name": "title",
    "address": "storefrontAddress",
    "phone": "phoneNumbers",
    "website": "websiteUri",
    "hours": "regularHours",
}
# Google's category ids for our trades. General knowledge: to be checked against categories.list before launch.
CATEGORIES = {
    "plumber": "plumber",
    "electrician": "electrician",
    "hvac": "hvac_contractor",
    "roofer": "roofing_contractor",
    "cleaner": "house_cleaning_service",
    "landscaper": "landscaper",
    "restaurant": "restaurant",
    "cafe": "cafe",
    "salon": "beauty_salon",
    "barber": "barber_shop",
    "dentist": "dentist",
    "chiropractor": "chiropractor",
    "lawyer": "law_firm",
    "accountant": "accountant",
    "auto-repair": "auto_repair_shop",
    "retail": "store",
}


def location(nap: Nap, trade: str, fields: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a Location that carry these facts; None for one that is to be cleared."""
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "name": lambda: {"title": nap.name},
        "address": lambda: _whereabouts(nap),
        "phone": lambda: {"phoneNumbers": {"primaryPhone": national(nap.phone)}},
        "website": lambda: {"websiteUri": nap.website},
        "hours": lambda: {"regularHours": {"periods": _periods(nap.hours or {})}},
        "category": lambda: {"categories": {"primaryCategory": {"name": category(trade)}}},
        "open": lambda: {"openInfo": {"status": "OPEN"}},
    }
    return {name: value for label in fields for name, value in makers[label]().items()}


def split(fields: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The body and the updateMask for these fields: what is to be cleared is in the mask alone."""
    return {name: value for name, value in fields.items() if value is not None}, ",".join(fields)


def search_for(nap: Nap) -> dict[str, Any]:
    """The body of a search for what is known; "{}" where that is nothing. A location must have a title."""
    if not nap.name:
        return {"query": national(nap.phone)} if nap.phone else {}
    wanted: dict[str, Any] = {"title": nap.name, "storefrontAddress": _postal_address(nap)}
    if nap.phone:
        wanted["phoneNumbers"] = {"primaryPhone": national(nap.phone)}
    return {"location": wanted}


def category(trade: str) -> str:
    """The resource name of a trade's category, "" where none is known."""
    return f"categories/gcid:{CATEGORIES[trade]}" if trade in CATEGORIES else ""


def nap_of(data: Mapping[str, Any]) -> Nap:
    """What a Location says; what is malformed is left out."""
    address = data.get("storefrontAddress")
    lines = address.get("addressLines") if isinstance(address, Mapping) else None
    streets = [line[:300] for line in lines if isinstance(line, str)][:5] if isinstance(lines, list) else []
    return Nap(
        name=text_of(data, "title"),
        street=streets[0] if streets else "",
        unit=", ".join(streets[1:]),
        city=text_of(address, "locality"),
        region=text_of(address, "administrativeArea"),
        postal_code=text_of(address, "postalCode"),
        country=text_of(address, "regionCode"),
        phone=phone.e164_or_raw(text_of(data, "phoneNumbers", "primaryPhone")),
        website=text_of(data, "websiteUri"),
        hours=_week(data.get("regularHours")),
    )


def _whereabouts(nap: Nap) -> dict[str, Any]:
    """A business without a street goes to its customers; naming the places takes Google's place ids, by hand."""
    if not nap.street:
        area = {"businessType": "CUSTOMER_LOCATION_ONLY", "regionCode": nap.country or "US"}
        return {"storefrontAddress": None, "serviceArea": area}
    return {"storefrontAddress": _postal_address(nap)}


def _postal_address(nap: Nap) -> dict[str, Any]:
    parts = {"locality": nap.city, "administrativeArea": nap.region, "postalCode": nap.postal_code}
    lines = [line for line in (nap.street, nap.unit) if line]
    said = {name: text for name, text in parts.items() if text} | ({"addressLines": lines} if lines else {})
    return {"regionCode": nap.country or "US", **said}


def _periods(week: Hours) -> list[dict[str, Any]]:
    return [
        {
            "openDay": _DAYS[day],
            "openTime": _time(opens),
            "closeDay": _DAYS[day if closes > opens else DAYS[(DAYS.index(day) + 1) % 7]],
            "closeTime": _time(closes),
        }
        for day in DAYS
        for opens, closes in week.get(day, ())
    ]


def _time(text: str) -> dict[str, int]:
    hours, minutes = (int(part) for part in text.split(":"))
    return {name: value for name, value in (("hours", hours), ("minutes", minutes)) if value}


def _week(data: object) -> Hours | None:
    """The week of a Location. Google lists open spans alone, so a day that it leaves out is closed."""
    periods = rows_of(data, "periods")
    spans: dict[str, list[tuple[str, str]]] = {day: [] for day in DAYS}
    for period in periods:
        day = _SHORT.get(text_of(period, "openDay"))
        opens, closes = _clock(period.get("openTime")), _clock(period.get("closeTime"))
        if day and opens and closes and opens != closes:
            spans[day].append((opens, closes))
    return {day: tuple(sorted(rows)) for day, rows in spans.items()} if any(spans.values()) else None


def _clock(data: object) -> str:
    if not isinstance(data, Mapping):
        return ""
    hours, minutes = data.get("hours", 0), data.get("minutes", 0)
    if isinstance(hours, int) and isinstance(minutes, int) and 0 <= hours <= 24 and 0 <= minutes <= 59:
        return f"{hours:02}:{minutes:02}"
    return ""
