"""From a row's cells, or a line's object, to the JSON form of a business, with every fault named."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mappop.domain.errors import FieldError
from mappop.services.import_cells import LISTS, MAPS, ROWS, WrongCell, unguarded
from mappop.services.import_headers import EXTRA, Column, Header

DEPTH_MAX = 20
# PostgreSQL keeps neither in text or JSON; the second are bytes that were no UTF-8, or halves of a character.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file: where it begins, what it says, and what is wrong before any rule is asked.

    Without data nothing could be read; with data the faults are of cells that are left out of it.
    """

    line: int
    data: Mapping[str, Any]
    faults: tuple[FieldError, ...] = ()
    numbers: Mapping[str, tuple[int, ...]] | None = None  # the file's numbers of list entries, where it leaves gaps

    def named(self, fault: FieldError) -> FieldError:
        """The fault under the number that the file's column has."""
        parts = fault.field.split(".")
        given = (self.numbers or {}).get(parts[0], ())
        if len(parts) < 2 or parts[1] not in map(str, range(len(given))):
            return fault
        number = given[int(parts[1])]
        where = ".".join([parts[0], str(number), *parts[2:]]) if number < EXTRA else fault.field
        return FieldError(where, fault.reason, fault.remedy)


def row_of_object(line: int, data: Mapping[str, Any]) -> Row:
    """From one JSON object."""
    faults = text_faults(data)
    return Row(line, {} if faults else _without_blanks(data), tuple(faults))


def row_of_cells(line: int, cells: Sequence[str], header: Header) -> Row:
    """From one CSV record; the cells beyond the header must have been refused."""
    faults: list[FieldError] = []
    data: dict[str, Any] = {"address": {}, **({"phones": {}} if header.has_phones else {})}
    for column, raw in zip(header.columns, cells, strict=False):
        if column and (cell := unguarded(raw)):
            _put(data, column, cell, faults)
    numbers = _as_lists(data)
    if unkeepable := text_faults(data):
        return Row(line, {}, (*faults, *unkeepable), numbers)
    return Row(line, _without_blanks(data), tuple(faults), numbers)


def _put(data: dict[str, Any], column: Column, cell: str, faults: list[FieldError]) -> None:
    if not cell.strip() and column.path[0] != "attributes":
        return
    try:
        value = column.read(cell)
    except WrongCell as wrong:
        faults.append(wrong.at(".".join(map(str, column.path))))
        return
    if column.kind:
        first = int(column.path[1])
        data["phones"] |= {first + n: {"number": item, "kind": column.kind} for n, item in enumerate(value)}
    else:
        _set(data, column.path, value)


def _set(data: dict[str, Any], path: tuple[str | int, ...], value: Any) -> None:
    here: Any = data
    for part in path[:-1]:
        here = here.setdefault(part, {})
    last = path[-1]
    if isinstance(value, dict) and isinstance(here.get(last), dict):
        here[last] = value | here[last]
    else:
        here[last] = value


def _as_lists(data: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """Numbered entries become lists, gaps closed; the numbers that they had."""
    numbers = {}
    for key in (*ROWS, *LISTS):
        if isinstance(entries := data.get(key), dict):
            numbers[key] = tuple(sorted(entries))
            data[key] = [entries[n] for n in numbers[key]]
    return numbers


def text_faults(data: Mapping[str, Any]) -> list[FieldError]:
    """What no database keeps: NUL, halves of characters, numbers without end, trees without end."""
    faults: list[FieldError] = []
    waiting: list[tuple[str, Any, int]] = [("", data, 0)]
    while waiting and len(faults) < DEPTH_MAX:
        where, value, depth = waiting.pop()
        if depth > DEPTH_MAX:
            faults.append(FieldError(where, f"is nested deeper than {DEPTH_MAX}", "make it flat"))
        elif isinstance(value, Mapping):
            for key, item in value.items():
                _judge(faults, where or "record", str(key))
                waiting.append((_joined(where, key), item, depth + 1))
        elif isinstance(value, list):
            waiting += ((_joined(where, n), item, depth + 1) for n, item in enumerate(value))
        else:
            _judge(faults, where, value)
    return faults


def _judge(faults: list[FieldError], where: str, value: Any) -> None:
    if isinstance(value, str) and (found := _UNKEEPABLE.search(value)):
        is_nul = found.group() == "\0"
        reason = "holds a NUL character" if is_nul else "holds bytes that are no UTF-8 text"
        faults.append(FieldError(where, reason, "remove it" if is_nul else "save the file as UTF-8"))
    elif isinstance(value, float) and not math.isfinite(value):
        faults.append(FieldError(where, "is no number that can be kept", "write its digits"))


def _joined(where: str, key: object) -> str:
    name = _UNKEEPABLE.sub("\ufffd", str(key)[:60])
    return f"{where[:200]}.{name}" if where else name


def _without_blanks(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Free facts that say nothing are left out here, so that the record is the same after a journey through a file."""
    blank = {key: value for key in MAPS if isinstance(value := data.get(key), Mapping)}
    return {**data, **{key: _kept(value) for key, value in blank.items()}}


def _kept(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _kept(item) for key, item in value.items() if item not in ("", None)}
    return [_kept(item) for item in value] if isinstance(value, list) else value
