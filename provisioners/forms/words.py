"""Facts as a person reads and copies them."""

from __future__ import annotations

from checkers.nap import Hours, Nap
from mappop.domain.hours import DAYS
from provisioners.forms.us import address_line, national


def hours_text(hours: Hours | None) -> str:
    """`Mon 08:00-17:00, Tue closed`; "" where no day is known."""
    parts = []
    for day in DAYS:
        if hours and day in hours:
            spans = " and ".join(f"{opens}-{closes}" for opens, closes in hours[day])
            parts.append(f"{day.title()} {spans or 'closed'}")
    return ", ".join(parts)


def facts(nap: Nap) -> dict[str, str]:
    """The fields that a person would fill in, by label, without those that say nothing."""
    rows = {
        "name": nap.name,
        "address": address_line(nap),
        "phone": national(nap.phone),
        "website": nap.website,
        "hours": hours_text(nap.hours),
    }
    return {label: text for label, text in rows.items() if text}
