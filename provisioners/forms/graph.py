"""Facebook's Page node, from our facts and back (Meta's published field lists: Page, Location, Hours).

Hours are one map of `{day}_{1|2}_{open|close}`, so a day has two spans at most. A page's name is no parameter of the
update, so it can't be changed by API.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checkers.nap import Hours, Nap
from checkers.normalise import phone
from mappop.domain.hours import DAYS
from provisioners.forms.us import national, street_line
from provisioners.replies import text_of

READ_FIELDS = "id,name,phone,website,hours,location,link,is_permanently_closed,is_unclaimed,is_published"
SPANS_A_DAY = 2


def page(nap: Nap, fields: tuple[str, ...]) -> dict[str, Any]:
    """The parameters of a page's update that carry these facts."""
    makers: dict[str, dict[str, Any]] = {
        "address": {"location": _location(nap)},
        "phone": {"phone": national(nap.phone)},
        "website": {"website": nap.website},
        "hours": {"hours": hours_map(nap.hours or {})},
        "open": {"is_permanently_closed": False},
    }
    return {name: value for field in fields for name, value in makers.get(field, {}).items()}


def nap_of(data: Mapping[str, Any]) -> Nap:
    place = data.get("location")
    return Nap(
        name=text_of(data, "name"),
        street=text_of(place, "street"),
        city=text_of(place, "city"),
        region=text_of(place, "state"),
        postal_code=text_of(place, "zip"),
        country="US" if text_of(place, "country") == "United States" else text_of(place, "country"),
        phone=phone.e164_or_raw(text_of(data, "phone")),
        website=text_of(data, "website"),
        hours=week_of(data.get("hours")),
    )


def hours_map(week: Hours) -> dict[str, str]:
    return {
        f"{day}_{n}_{edge}": time
        for day in DAYS
        for n, span in enumerate(week.get(day, ()), 1)
        for edge, time in zip(("open", "close"), span, strict=True)
    }


def week_of(data: object) -> Hours | None:
    """The week of a page; it names open spans alone, so a day that it leaves out is closed."""
    spans = {
        day: tuple(
            (opens, closes)
            for n in range(1, SPANS_A_DAY + 1)
            if (opens := text_of(data, f"{day}_{n}_open")) and (closes := text_of(data, f"{day}_{n}_close"))
        )
        for day in DAYS
    }
    return spans if any(spans.values()) else None


def _location(nap: Nap) -> dict[str, str]:
    return {
        "street": street_line(nap),
        "city": nap.city,
        "state": nap.region,
        "zip": nap.postal_code,
        "country": "United States" if nap.country in ("", "US") else nap.country,
    }
