"""How times, phones and money are said; the same on every page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from markupsafe import Markup

from mappop.clock import Clock
from mappop.domain import terms

_PROMISED_FOR = 72 * 3600  # what was promised in hours is counted down in hours
_STEPS = ((60, "s", 1), (3600, "min", 60), (86_400, "h", 3600), (14 * 86_400, "days", 86_400))


def register(flask: Flask, clock: Clock) -> None:
    def ago(moment: datetime | None) -> Markup | str:
        """“2 h ago”, with the exact moment on hover and for machines."""
        if moment is None:
            return "–"
        exact = moment.astimezone(UTC)
        seconds = (clock.now() - exact).total_seconds()
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            exact.isoformat(timespec="seconds"), f"{exact:%a %d %b %Y %H:%M} UTC", _span(seconds, exact)
        )

    flask.add_template_filter(ago, "ago")
    flask.add_template_filter(day, "day")
    flask.add_template_filter(phone, "phone")
    flask.add_template_filter(terms.price, "money")


def _span(seconds: float, exact: datetime) -> str:
    size = abs(seconds)
    for limit, unit, length in _STEPS:
        if size < (_PROMISED_FOR if unit == "h" and seconds < 0 else limit):
            count = int(size // length)
            if unit == "s" and count < 10:
                return "just now"
            said = f"{count} {'day' if unit == 'days' and count == 1 else unit}"
            return f"{said} ago" if seconds >= 0 else f"in {said}"
    return day(exact)


def day(moment: date | datetime | None) -> str:
    """“Sat 21 Nov”."""
    return f"{moment:%a} {moment.day} {moment:%b}" if moment is not None else "–"


def phone(number: str | None) -> str:
    """“(512) 555-0134” for a US number in E.164, anything else as it is."""
    if number and len(number) == 12 and number.startswith("+1") and number[2:].isdigit():
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number or ""
