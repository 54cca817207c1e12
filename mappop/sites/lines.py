"""A file of records, line by line: each a business with an id of its own, given or made."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from mappop.domain.business_id import make_id
from mappop.domain.errors import FieldError, Invalid
from mappop.sites.built_index import BuiltIndex

RECORD_MAX = 4_000_000  # bytes of one line; a whole record is far below a megabyte
# An object that begins with its id tells it without being parsed; whoever builds the site reads the whole.
_LEADING_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*"([a-z0-9-]{1,63})"\s*[,}]')


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record file, and the id it goes by; `made_id` where it brings none."""

    number: int
    raw: bytes
    id: str = ""
    made_id: str = ""
    taken_by: int = 0  # the earlier line that brought the same id


def read_record(raw: bytes) -> Mapping[str, Any]:
    """The JSON object of one line; raises Invalid."""
    if len(raw) > RECORD_MAX:
        raise Invalid([FieldError("record", f"is longer than {RECORD_MAX} bytes", "one business is one line")])
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Invalid(
            [FieldError("record", f"is not JSON: {str(error)[:120]}", "one object a line, in UTF-8")]
        ) from None
    if not isinstance(data, dict):
        raise Invalid([FieldError("record", "is not an object", "one business is one JSON object")])
    return data


def entries(source: Path, index: BuiltIndex) -> Iterator[Entry]:
    """Every line that says something; ids are noted in the index before the first is told."""
    are_all_new = index.name(_given_ids(source, _quick_id)) or index.name(_given_ids(source, _read_id))
    with source.open("rb") as file:
        for number, raw in _lines(file):
            found = _quick_id(raw) if are_all_new else _read_id(raw)
            if found:
                first = number if are_all_new else index.first_line(found)
                yield Entry(number, raw, found, taken_by=first if first != number else 0)
            else:
                yield _named(number, raw, index)


def _named(number: int, raw: bytes, index: BuiltIndex) -> Entry:
    record = _peek(raw)
    if record is None or record.get("id"):
        return Entry(number, raw)
    address = record.get("address")
    city = address.get("city", "") if isinstance(address, dict) else ""
    made = make_id(str(record.get("name", ""))[:300], str(city)[:300], index)
    index.take(made, number)
    return Entry(number, raw, made, made_id=made)


def _given_ids(source: Path, id_of: Callable[[bytes], str]) -> Iterator[tuple[str, int]]:
    with source.open("rb") as file:
        for number, raw in _lines(file):
            if found := id_of(raw):
                yield found, number


def _quick_id(raw: bytes) -> str:
    found = _LEADING_ID.match(raw)
    return found[1].decode() if found and raw.count(b'"id"') == 1 else _read_id(raw)


def _read_id(raw: bytes) -> str:
    record = _peek(raw)
    return str(record.get("id") or "").encode(errors="replace").decode() if record else ""


def _peek(raw: bytes) -> Mapping[str, Any] | None:
    try:
        return read_record(raw)
    except Invalid:
        return None


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; of one that is too long, as much as proves it."""
    number = 0
    while raw := file.readline(RECORD_MAX + 1):
        number += 1
        if len(raw) > RECORD_MAX:
            while raw[-1:] != b"\n" and (rest := file.readline(RECORD_MAX)):
                if rest.endswith(b"\n"):
                    break
        if raw.strip():
            yield number, raw
