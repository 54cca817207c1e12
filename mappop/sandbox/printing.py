"""How directories print facts: each its own spelling of phones and hours, as the real ones do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
Hours = Mapping[str, list[list[str]]]


def national(phone: str) -> str:
    return f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}" if _is_us(phone) else phone


def dashed(phone: str) -> str:
    return f"{phone[2:5]}-{phone[5:8]}-{phone[8:]}" if _is_us(phone) else phone


def dotted(phone: str) -> str:
    return f"{phone[2:5]}.{phone[5:8]}.{phone[8:]}" if _is_us(phone) else phone


def international(phone: str) -> str:
    return f"+1 {phone[2:5]}-{phone[5:8]}-{phone[8:]}" if _is_us(phone) else phone


def street_line(facts: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (facts.get("street"), facts.get("unit"))))


def one_line(facts: Mapping[str, Any]) -> str:
    region = f"{facts.get('region', '')} {facts.get('postal_code', '')}".strip()
    return ", ".join(filter(None, (street_line(facts), facts.get("city"), region)))


def web(address: object) -> str:
    """The address where it is one of the web, else nothing: whoever submits a listing may write anything."""
    return address if isinstance(address, str) and address.lower().startswith(("http://", "https://")) else ""


def clock12(time: str) -> str:
    """ "17:00" as "5:00 PM"; midnight at a day's end as "12:00 AM"."""
    hour, minute = int(time[:2]) % 24, time[3:5]
    return f"{hour % 12 or 12}:{minute} {'AM' if hour < 12 else 'PM'}"


def week(hours: Hours | None) -> list[tuple[str, str]]:
    """Every known day with its hours in words: [("Monday", "8:00 AM – 5:00 PM"), ("Sunday", "Closed")]."""
    return [(DAYS[day], day_in_words(hours[day])) for day in DAYS if day in hours] if hours else []


def day_in_words(intervals: list[list[str]]) -> str:
    if intervals == [["00:00", "24:00"]]:
        return "Open 24 hours"
    return ", ".join(f"{clock12(start)} – {clock12(end)}" for start, end in intervals) or "Closed"


def schema_hours(hours: Hours | None) -> list[str]:
    """schema.org's openingHours texts: ["Mo 08:00-17:00", …]; its 24:00 is written 23:59, as pages mostly do."""
    return [
        f"{DAYS[day][:2]} {start}-{'23:59' if end == '24:00' else end}"
        for day in DAYS
        for start, end in (hours or {}).get(day, [])
    ]


def hours_specification(hours: Hours | None) -> list[dict[str, Any]]:
    """schema.org's OpeningHoursSpecification, days of equal hours together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for day in DAYS:
        for start, end in (hours or {}).get(day, []):
            groups.setdefault((start, "23:59" if end == "24:00" else end), []).append(DAYS[day])
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": start, "closes": end}
        for (start, end), days in groups.items()
    ]


def schema_types(category: str) -> str:
    return SCHEMA_TYPES.get(category, "LocalBusiness")


SCHEMA_TYPES = {
    "plumber": "Plumber",
    "electrician": "Electrician",
    "hvac": "HVACBusiness",
    "roofer": "RoofingContractor",
    "restaurant": "Restaurant",
    "cafe": "CafeOrCoffeeShop",
    "salon": "HairSalon",
    "barber": "HairSalon",
    "dentist": "Dentist",
    "lawyer": "Attorney",
    "accountant": "AccountingService",
    "auto-repair": "AutoRepair",
    "retail": "Store",
}


def _is_us(phone: str) -> bool:
    return len(phone) == 12 and phone.startswith("+1") and phone[1:].isdigit()


FILTERS: dict[str, Callable[..., Any]] = {
    "national": national,
    "dashed": dashed,
    "dotted": dotted,
    "international": international,
    "street_line": street_line,
    "one_line": one_line,
    "week": week,
    "web": web,
    "schema_hours": schema_hours,
    "hours_specification": hours_specification,
    "schema_type": schema_types,
}
