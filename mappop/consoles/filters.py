"""How times, phones and money are said; the same on every page, and to owners as they are written in the US."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from markupsafe import Markup, escape

from mappop.clock import Clock
from mappop.domain import terms
from mappop.messaging.wording import PAPER

_PROMISED_FOR = 72 * 3600  # what was promised in hours is counted down in hours
_NEEDS_YEAR = 300 * 86_400  # “Sun 4 Apr” may be of this year or of the one before
_STEPS = ((60, "s", 1), (3600, "min", 60), (86_400, "h", 3600), (14 * 86_400, "days", 86_400))
_UNITS_ES = {"days": ("día", "días")}
_DAYS_ES = "lun mar mié jue vie sáb dom".split()
_MONTHS_ES = "ene feb mar abr may jun jul ago sep oct nov dic".split()


def register(flask: Flask, clock: Clock) -> None:
    def ago(moment: datetime | None, language: str = "") -> Markup | str:
        """“2 h ago” or “hace 2 h”, with the exact moment on hover and for machines."""
        if moment is None:
            return "–"
        exact = moment.astimezone(UTC)
        seconds = (clock.now() - exact).total_seconds()
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            exact.isoformat(timespec="seconds"),
            f"{day(exact, language)}{',' if language == 'en' else ''} {exact:%Y %H:%M} UTC",
            _span(seconds, exact, language),
        )

    flask.add_template_filter(ago, "ago")
    flask.add_template_filter(day, "day")
    flask.add_template_filter(period, "period")
    flask.add_template_filter(terms.long_date, "long_day")
    flask.add_template_filter(phone, "phone")
    flask.add_template_filter(terms.price, "money")
    flask.add_template_filter(whole, "whole")
    flask.add_template_filter(percent, "percent")


def percent(share: float, places: int = 1) -> str:
    """“33.3%” of a share of 1, and “100%”: zeros behind the point say nothing."""
    said = f"{100 * share:.{places}f}"
    return f"{said.rstrip('0').rstrip('.') if '.' in said else said}%"


def whole(text: str) -> Markup:
    """Numbers of invoices and credit notes stay on one line: browsers break “MP-000001” behind its hyphen. Copied, it
    is the same text as ever."""
    return Markup(PAPER.sub(r'<span class="whole">\g<0></span>', str(escape(text))))


def _span(seconds: float, exact: datetime, language: str) -> str:
    size = abs(seconds)
    for limit, unit, length in _STEPS:
        if size < (_PROMISED_FOR if unit == "h" and seconds < 0 else limit):
            count = int(size // length)
            if unit == "s" and count < 10:
                return "ahora mismo" if language == "es" else "just now"
            return _said(count, unit, seconds >= 0, language)
    return day(exact, language) + (_year(exact, language) if size > _NEEDS_YEAR else "")


def _year(exact: datetime, language: str) -> str:
    return f", {exact.year}" if language == "en" else f" {exact.year}"


def _said(count: int, unit: str, is_past: bool, language: str) -> str:
    one, many = _UNITS_ES.get(unit, (unit, unit)) if language == "es" else ("day" if unit == "days" else unit, unit)
    said = f"{count} {one if count == 1 else many}"
    if language == "es":
        return f"hace {said}" if is_past else f"en {said}"
    return f"{said} ago" if is_past else f"in {said}"


def day(moment: date | datetime | None, language: str = "") -> str:
    """“Sat 21 Nov” for our own people; for owners as they write it, “Sat, Nov 21” or “sáb 21 nov”."""
    if moment is None:
        return "–"
    if language == "es":
        return f"{_DAYS_ES[moment.weekday()]} {moment.day} {_MONTHS_ES[moment.month - 1]}"
    return f"{moment:%a}, {moment:%b} {moment.day}" if language == "en" else f"{moment:%a} {moment.day} {moment:%b}"


def period(days: tuple[date, date], language: str = "") -> str:
    """First and last day with their years, since a year's bill ends on nearly the day on which it began."""
    (first, last), to = days, "a" if language == "es" else "to"
    begun = _dated(first, language)
    if first.year == last.year:
        begun = begun.removesuffix(f" {first.year}").rstrip(",")
    return f"{begun} {to} {_dated(last, language)}"


def _dated(on: date, language: str) -> str:
    if language == "es":
        return f"{on.day} {_MONTHS_ES[on.month - 1]} {on.year}"
    return f"{on:%b} {on.day}, {on.year}" if language == "en" else f"{on.day} {on:%b} {on.year}"


def phone(number: str | None) -> str:
    """“(512) 555-0134” for a US number in E.164, anything else as it is."""
    if number and len(number) == 12 and number.startswith("+1") and number[2:].isdigit():
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number or ""
