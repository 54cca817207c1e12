"""What is wrong with an owner's change as typed, in the owner's language; each fault names its field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from mappop.consoles.portal.change_form import COLOUR, Values, is_own_colour, rows, times_of
from mappop.domain.business import NAME_MAX
from mappop.domain.errors import FieldError
from mappop.domain.hours import DAYS, MIDNIGHT, parse_intervals
from site_templates import themes

# Letters that the fields take; what was longer before and is not touched stays.
LIMITS = {"tagline": 200, "description": 8_000, "name": NAME_MAX, "price": 60, "details": 500, "note": NAME_MAX}

Said = Mapping[str, Any]


def faults_of(values: Values, shown: Values, said: Said, is_over: Callable[[str], bool]) -> list[FieldError]:
    """`shown` is what the form showed before anything was typed; `said` the words of the form; `is_over` says of a
    date that it is past, and was no special day before."""
    return [*_hours(values, said), *_special(values, shown, said, is_over), *_services(values, shown, said),
            *_look(values, shown, said), *_too_long(values, shown, said)]  # fmt: skip


def other_faults(errors: Iterable[FieldError], said: Said, facts: Mapping[str, str]) -> list[FieldError]:
    """What the record itself refuses, though the form let it through."""
    fields = dict.fromkeys(error.field.split(".")[0] for error in errors)
    return [FieldError(field, said["fault_other"].format(what=facts.get(field, said["whole"]))) for field in fields]


def _hours(values: Values, said: Said) -> Iterator[FieldError]:
    for day in DAYS:
        if values.get(f"hours.{day}.kind") != "open":
            continue
        spans, name = times_of(values, day), said["days"][day]
        if not any(map(any, spans)):
            yield FieldError(f"hours.{day}", said["fault_no_times"].format(what=name))
        else:
            yield from _spans(spans, f"hours.{day}", name, said)


def _spans(spans: list[list[str]], field: str, name: str, said: Said) -> Iterator[FieldError]:
    for opens, closes in spans:
        if parse_intervals([[opens, closes]], field)[1]:
            yield FieldError(field, said[_fault(opens, closes)].format(what=name))


def _fault(opens: str, closes: str) -> str:
    if not (opens and closes):
        return "fault_times"
    if opens == closes:
        return "fault_same_time"
    return "fault_midnight" if opens == MIDNIGHT else "fault_times"


def _special(values: Values, shown: Values, said: Said, is_over: Callable[[str], bool]) -> Iterator[FieldError]:
    """What stood there before stays as it is."""
    old = [row for _, row in rows(shown, "special")]
    dates = [row["date"] for _, row in rows(values, "special") if row in old]
    for n, row in [found for found in rows(values, "special") if found[1] not in old]:
        name, is_taken_off = said["special_day"].format(n=n + 1), not row["date"] and f"special.{n}.date" in shown
        if not is_taken_off and (fault := _date_fault(row["date"], dates, is_over)):
            yield FieldError(f"special.{n}.date", said[fault].format(what=name))
        if row["date"] and (row["open"] or row["close"]):
            yield from _spans([[row["open"], row["close"]]], f"special.{n}.open", name, said)
        dates.append(row["date"])


def _date_fault(day: str, dates: Collection[str], is_over: Callable[[str], bool]) -> str:
    """No date, one of which the page would say two things, or one that would come to nothing."""
    if not _is_date(day):
        return "fault_date"
    return "fault_twice" if day in dates else "fault_over" if is_over(day) else ""


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _services(values: Values, shown: Values, said: Said) -> Iterator[FieldError]:
    """One that was there is taken off by emptying its name."""
    for n, row in rows(values, "services"):
        if not row["name"] and f"services.{n}.name" not in shown:
            name = said["service"].format(n=n + 1)
            yield FieldError(f"services.{n}.name", said["fault_service"].format(what=name))


def _look(values: Values, shown: Values, said: Said) -> Iterator[FieldError]:
    if values.get("theme") not in themes():
        yield FieldError("theme", said["fault_theme"].format(what=said["theme"]))
    if values.get("languages", shown["languages"]) not in said["pages_in"]:
        yield FieldError("languages", said["fault_theme"].format(what=said["pages"]))
    if is_own_colour(values, shown) and not COLOUR.fullmatch(values.get("brand_color", "")):
        yield FieldError("brand_color", said["fault_colour"].format(what=values.get("brand_color", "")[:20]))


def _too_long(values: Values, shown: Values, said: Said) -> Iterator[FieldError]:
    for field, text in values.items():
        most = LIMITS.get(field.rpartition(".")[2], 0)
        if most and len(text) > most and text != shown.get(field):
            yield FieldError(field, said["fault_long"].format(what=_name_of(field, said), n=most))


def _name_of(field: str, said: Said) -> str:
    kind, number, _ = (*field.split("."), "", "")[:3]
    told = {"special": "special_day", "services": "service"}.get(kind)
    return str(said[told].format(n=int(number) + 1) if told and number.isdecimal() else said.get(field, said["whole"]))
