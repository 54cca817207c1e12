"""The flat form of a business: one cell a value, columns named by dots and numbers, in both directions.

A cell that a spreadsheet would take for a formula carries one apostrophe more in a file than in the record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from checkers.normalise import hours as hours_texts
from checkers.normalise import region as regions
from mappop.domain.business import LIST_MAX
from mappop.domain.errors import FieldError
from mappop.domain.hours import DAYS

TEXTS = (
    "id", "name", "legal_name", "trade", "timezone", "email", "website", "tagline", "description", "brand_color",
    "price_range",
)  # fmt: skip
PARTS = {
    "address": ("street", "unit", "city", "region", "postal_code", "country"),
    "geo": ("lat", "lon"),
    "hours": DAYS,
}
ROWS = {
    "phones": ("number", "kind", "label"),
    "hours_exceptions": ("date", "open", "note"),
    "services": ("name", "description", "price"),
    "faqs": ("q", "a"),
    "photos": ("src", "alt"),
    "reviews": ("author", "rating", "text", "source", "date"),
}
LISTS = ("service_area", "payment_methods", "languages")
MAPS = ("profiles", "attributes")
HOURS_MAX = 200  # letters of one day
HOURS_REMEDY = "write 08:00-12:00 13:00-17:00, or closed"

# What spreadsheets run: their four signs, the wide forms that East Asian editions take too, and tab and return before.
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_OWN_HOURS = re.compile(r"\d\d:\d\d-\d\d:\d\d(?:\s+\d\d:\d\d-\d\d:\d\d)*")
_SQUEEZED_HOURS = re.compile(r"\b(\d\d)([0-5]\d)(?=\s*(?:-|,|$))")  # 0900-1700, as Yext takes it
_CLOSED = frozenset({"closed", "x", "-"})  # `x` is how Google's and Yext's sheets say it
_YES, _NO = frozenset({"true", "yes", "y", "1"}), frozenset({"false", "no", "n", "0"})
_US = frozenset({"us", "usa", "unitedstates", "unitedstatesofamerica"})


class WrongCell(Exception):
    """A cell that can't be read, and how to mend it."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy

    def at(self, field: str) -> FieldError:
        return FieldError(field, self.reason, self.remedy)


def guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def split_column(header: str) -> tuple[str | int, ...] | None:
    """The path that a column of our own form names, or None."""
    head, _, rest = header.strip().partition(".")
    head = head.lower()
    if head in MAPS:
        return (head, rest) if rest else (head,)
    parts = rest.lower().split(".") if rest else []
    if not parts:
        return (head,) if head in (*TEXTS, "address_hidden", "founded") else None
    if head in PARTS:
        return (head, parts[0]) if len(parts) == 1 and parts[0] in PARTS[head] else None
    if not re.fullmatch(r"[0-9]{1,3}", parts[0]) or int(parts[0]) >= LIST_MAX:
        return None
    if head in ROWS and len(parts) == 2 and parts[1] in ROWS[head]:
        return (head, int(parts[0]), parts[1])
    return (head, int(parts[0])) if head in LISTS and len(parts) == 1 else None


def read_cell(path: tuple[str | int, ...], cell: str) -> Any:
    """The value of a cell that is not blank. Raises WrongCell; what only the record can judge stays text."""
    head, last = path[0], path[-1]
    if head == "hours" or (head == "hours_exceptions" and last == "open"):
        return read_hours(cell)
    if head == "attributes":
        return _json_or_text(cell) if len(path) == 2 else _json_object(cell)
    if head == "profiles" and len(path) == 1:
        return _json_object(cell)
    reader = _READERS.get(str(head if len(path) == 1 else last))
    return reader(cell.strip()) if reader and (len(path) == 1 or head in ("geo", "reviews", "address")) else cell


def read_hours(cell: str) -> list[list[str]]:
    """One day's intervals: our own form, or one that a person or another sheet writes."""
    text = cell.strip()
    if text.lower() in _CLOSED:
        return []
    if _OWN_HOURS.fullmatch(text):
        return [pair.split("-") for pair in text.split()]
    times = _SQUEEZED_HOURS.sub(r"\1:\2", text[:HOURS_MAX])
    week = hours_texts.parse(f"Mon {times}") if len(text) <= HOURS_MAX else None
    if not week or set(week) != {"mon"}:
        raise WrongCell(f"“{text[:40]}” are no hours that can be read surely", HOURS_REMEDY)
    return [list(pair) for pair in week["mon"]]


def _number(cell: str) -> float | str:
    return float(cell) if re.fullmatch(r"[-+]?[0-9]{1,6}(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,3})?", cell) else cell


def _year(cell: str) -> int | str:
    found = re.fullmatch(r"([0-9]{4})(-[0-9]{1,2}){0,2}", cell)  # a year, or the opening date that Google's sheet gives
    return int(found.group(1)) if found else cell


def _flag(cell: str) -> bool | str:
    word = cell.lower()
    return True if word in _YES else False if word in _NO else cell


def _country(cell: str) -> str:
    return "US" if re.sub("[^a-z]", "", cell.lower()) in _US else cell


_READERS: Mapping[str, Callable[[str], Any]] = {
    "address_hidden": _flag, "founded": _year, "lat": _number, "lon": _number, "rating": _number,
    "country": _country, "region": regions.code_or_raw,
}  # fmt: skip


def _json_or_text(cell: str) -> Any:
    """A value that is no text is written as JSON; a text that reads like JSON is written in its quotation marks."""
    try:
        return json.loads(cell, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return cell


def _json_object(cell: str) -> dict[str, Any]:
    value = _json_or_text(cell)
    if not isinstance(value, dict):
        raise WrongCell("is not a JSON object", 'write {"name": "value"}, or one column for each name')
    return value


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def flat(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Column and cell of every value of a record's JSON form but those of its maps."""
    for head, value in content.items():
        if head in PARTS:
            yield from ((f"{head}.{part}", _written(head, value[part])) for part in PARTS[head] if part in value)
        elif head in ROWS:
            yield from _flat_rows(head, value)
        elif head in LISTS:
            yield from ((f"{head}.{n}", item) for n, item in enumerate(value))
        elif head not in MAPS:
            yield head, _written(head, value)


def _flat_rows(head: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for n, row in enumerate(rows):
        for part, value in row.items():
            yield f"{head}.{n}.{part}", _written("hours" if part == "open" else head, value)


def map_cell(head: str, value: Any) -> str:
    """The cell of one named value of a map."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    is_plain = head == "profiles" or _json_or_text(value) is value
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _written(head: str, value: Any) -> str:
    if head == "hours":
        return " ".join("-".join(pair) for pair in value) or "closed"
    return value if isinstance(value, str) else json.dumps(value)
