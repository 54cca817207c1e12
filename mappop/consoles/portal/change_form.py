"""The owner's form for everyday changes: from a record to what the form shows, and from what was typed to a record.

Whatever the form shows and nobody touched stays in the record as it is, in shapes too that the form has no field for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from mappop.consoles.sales.record_form import ALL_DAY, hours_values, shown_close
from mappop.consoles.typed import one_line
from mappop.domain.business import LIST_MAX
from mappop.domain.hours import DAYS

BLANK_SERVICES, BLANK_DAYS = 3, 2  # empty rows to fill in; more come when these are kept
COLOUR = re.compile("#[0-9a-fA-F]{6}")
COLOUR_SHOWN = "#0a7676"  # by the colour's field where the record has none: such a field always shows one
_SERVICE = {"name": "name", "price": "price", "details": "description"}  # of the form, and of the record
_SPECIAL = ("date", "open", "close", "note")

Values = dict[str, str]
Record = dict[str, Any]


def values_of(record: Mapping[str, Any], theme: str, today: date) -> Values:
    """What the form shows of a record. Special days that are past are not shown, and stay."""
    colour = record.get("brand_color", "") if COLOUR.fullmatch(record.get("brand_color", "")) else ""
    values = {"theme": theme, "colour_of": "own" if colour else "theme", "brand_color": colour}
    values |= {"tagline": one_line(record.get("tagline", "")), "description": _plain(record.get("description", ""))}
    values |= hours_values(record.get("hours") or {}) | {"languages": languages_value(record)}
    for n, day in enumerate(_coming(record, today)):
        values |= {f"special.{n}.{part}": text for part, text in _shown_day(day).items()}
    for n, service in enumerate(record.get("services") or ()):
        values |= {f"services.{n}.{part}": one_line(service.get(key, "")) for part, key in _SERVICE.items()}
    return values


def values_of_form(form: Mapping[str, str]) -> Values:
    """Every field as typed."""
    return {
        key: _plain(text) if key == "description" else one_line(text)
        for key, text in form.items()
        if not key.startswith("csrf")
    }


def record_of(record: Mapping[str, Any], values: Values, today: date) -> Record:
    """The record with what was typed in it."""
    shown, made = values_of(record, "", today), dict(record)
    for field in ("tagline", "description"):
        if values.get(field, "") != shown[field]:
            made[field] = values.get(field, "")
    made["brand_color"] = _colour(record.get("brand_color", ""), values, shown)
    if (languages := values.get("languages", shown["languages"])) != shown["languages"]:
        made["languages"] = languages.split(",")
    made["hours"] = _week(record, values, shown)
    made["hours_exceptions"] = _special(record, values, today)
    made["services"] = _services(record, values)
    return {key: value for key, value in made.items() if value not in ("", [], {})}


def languages_value(record: Mapping[str, Any]) -> str:
    """The site's languages, the first one first, as one choice."""
    return ",".join(dict.fromkeys(record.get("languages") or ("en",)))


def is_over(record: Mapping[str, Any], today: date) -> Callable[[str], bool]:
    """Of a date: whether it is past, and no special day of the record."""
    known = {day["date"] for day in record.get("hours_exceptions") or ()}
    return lambda day: day < today.isoformat() and day not in known


def is_own_colour(values: Values, shown: Values) -> bool:
    """By the choice above the field, or since a colour was picked in it and the choice left as it stood."""
    typed, was = values.get("brand_color", ""), shown["brand_color"] or COLOUR_SHOWN
    is_left = values.get("colour_of") == shown["colour_of"] == "theme"
    return values.get("colour_of") == "own" or (is_left and typed.casefold() not in ("", was.casefold()))


def _colour(known: str, values: Values, shown: Values) -> str:
    """Browsers write small letters, whatever stood there."""
    typed = values.get("brand_color", "")
    if is_own_colour(values, shown):
        return known if typed.casefold() == known.casefold() else typed
    return known if values.get("colour_of") == shown["colour_of"] else ""


def rows(values: Values, kind: str) -> Iterator[tuple[int, Values]]:
    """The rows of special days or services that the form had, each by its number."""
    parts = _SPECIAL if kind == "special" else tuple(_SERVICE)
    for n in range(LIST_MAX):
        row = {part: values.get(f"{kind}.{n}.{part}", "") for part in parts}
        if any(row.values()):
            yield n, row


def row_count(values: Values, kind: str) -> int:
    """How many rows the form shows: those that say something, and some to fill in."""
    last = max((n + 1 for n, _ in rows(values, kind)), default=0)
    return min(last + (BLANK_DAYS if kind == "special" else BLANK_SERVICES), LIST_MAX)


def times_of(values: Values, day: str) -> list[list[str]]:
    """The spans of one day as typed; the second only where it says something."""
    spans = [[values.get(f"hours.{day}.{n}.{end}", "") for end in ("open", "close")] for n in (0, 1)]
    return [span for n, span in enumerate(spans) if n == 0 or any(span)]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _coming(record: Mapping[str, Any], today: date) -> list[Record]:
    return [row for row in record.get("hours_exceptions") or () if row["date"] >= today.isoformat()]


def _shown_day(day: Mapping[str, Any]) -> Values:
    opens, closes = (day["open"] or [["", ""]])[0]
    return {"date": day["date"], "open": opens, "close": shown_close(closes), "note": one_line(day.get("note", ""))}


def _week(record: Mapping[str, Any], values: Values, shown: Values) -> Record:
    week, known = {}, record.get("hours") or {}
    for day in DAYS:
        mine = {key: text for key, text in values.items() if key.startswith(f"hours.{day}.") and text}
        if mine == {key: text for key, text in shown.items() if key.startswith(f"hours.{day}.") and text}:
            spans = known.get(day)
        else:
            kinds = {"closed": [], "all_day": ALL_DAY, "open": _spans(times_of(values, day), known.get(day) or [])}
            spans = kinds.get(values.get(f"hours.{day}.kind", ""))
        if spans is not None:
            week[day] = spans
    return week


def _spans(typed: list[list[str]], known: list[list[str]]) -> list[list[str]]:
    """With those that the form has no field for: they stay as long as the last that it has one for is filled."""
    return [*typed, *known[len(typed) :]] if len(typed) == 2 else typed


def _special(record: Mapping[str, Any], values: Values, today: date) -> list[Record]:
    """By what the rows say and not by their number: a day may have passed since the form was opened."""
    known, coming = list(record.get("hours_exceptions") or ()), _coming(record, today)
    made = [day for day in known if day not in coming]
    for _, row in rows(values, "special"):
        kept = next((day for day in known if _shown_day(day) == row), None)
        if kept is not None:
            made += [kept] * (kept not in made)
        elif row["date"]:
            made.append(_typed_day(row, next((day for day in coming if day["date"] == row["date"]), {})))
    return made


def _typed_day(row: Values, was: Record) -> Record:
    """Further times of that day, which the form has no field for, stay as long as it is open."""
    is_open = row["open"] or row["close"]
    spans = [[row["open"], row["close"]], *(was.get("open") or ())[1:]] if is_open else []
    day = {"date": row["date"], "open": spans, "note": row["note"]}
    return {key: value for key, value in day.items() if value or key == "open"}


def _services(record: Mapping[str, Any], values: Values) -> list[Record]:
    known, made = list(record.get("services") or ()), []
    for n, row in rows(values, "services"):
        if n < len(known) and row == {part: one_line(known[n].get(key, "")) for part, key in _SERVICE.items()}:
            made.append(known[n])
        elif row["name"]:
            made.append({key: row[part] for part, key in _SERVICE.items() if row[part]})
    return made
