"""Writing businesses out, as JSONL or CSV, so that importing them again changes nothing."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from mappop.services.import_cells import LISTS, MAPS, PARTS, ROWS, TEXTS, flat, guarded, map_cell

MAP_COLUMNS_MAX = 200  # named columns of a map; names beyond go into one column of JSON
ALWAYS = (
    "id", "name", "trade", *(f"address.{part}" for part in PARTS["address"]), "phones.0.number", "phones.0.kind",
    *(f"hours.{day}" for day in PARTS["hours"]),
)  # fmt: skip
_HEADS = (
    "id", "name", "legal_name", "trade", "address", "address_hidden", "service_area", "geo", "timezone", "phones",
    "email", "website", "hours", "hours_exceptions",
)  # fmt: skip
_ORDER = {head: n for n, head in enumerate(dict.fromkeys((*_HEADS, *TEXTS, "founded", *LISTS, *ROWS, *MAPS)))}
_PART_ORDER = {(head, part): n for head, parts in {**PARTS, **ROWS}.items() for n, part in enumerate(parts)}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")  # of a map's entry that may name a column


def write_jsonl(contents: Iterable[Mapping[str, Any]], target: TextIO) -> int:
    """One record a line; how many."""
    count = 0
    for content in contents:
        target.write(json.dumps(content, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(contents: Iterable[Mapping[str, Any]], target: TextIO) -> int:
    """One record a row; how many. The columns are known at the end only: records wait in a file, not in memory."""
    columns = _Columns()
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as waiting:
        for content in contents:
            columns.see(content)
            waiting.write(json.dumps(content) + "\n")
        waiting.seek(0)
        header, count = columns.in_order(), 0
        writer = csv.writer(target)  # ends lines with CR LF and therefore puts both in quotation marks
        writer.writerow(header)
        for line in waiting:
            cells = columns.cells(json.loads(line))
            writer.writerow([guarded(cells.get(column, "")) for column in header])
            count += 1
    return count


class _Columns:
    def __init__(self) -> None:
        self._seen = set(ALWAYS)
        self._names: dict[str, set[str]] = {head: set() for head in MAPS}

    def see(self, content: Mapping[str, Any]) -> None:
        self._seen.update(column for column, _ in flat(content))
        for head, names in self._names.items():
            for name in content.get(head, {}):
                if _NAME.fullmatch(name) and (len(names) < MAP_COLUMNS_MAX or name in names):
                    names.add(name)
                    self._seen.add(f"{head}.{name}")
                else:
                    self._seen.add(head)

    def in_order(self) -> list[str]:
        return sorted(self._seen, key=_rank)

    def cells(self, content: Mapping[str, Any]) -> dict[str, str]:
        cells = dict(flat(content))
        for head, names in self._names.items():
            entries = content.get(head, {})
            cells |= {f"{head}.{name}": map_cell(head, value) for name, value in entries.items() if name in names}
            if rest := {name: value for name, value in entries.items() if name not in names}:
                cells[head] = json.dumps(rest, ensure_ascii=False)
        return cells


def _rank(column: str) -> tuple[int, int, int, str]:
    head, *rest = column.split(".")
    number = int(rest[0]) if head in ROWS or head in LISTS else 0
    return _ORDER[head], number, _PART_ORDER.get((head, rest[-1]), 0) if rest else 0, column
