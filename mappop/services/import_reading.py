"""Records of a CSV or JSONL file, one at a time, however the file was made: what can't be read is told, with its line.

Nothing is held but the record at hand, and no record is longer than RECORD_MAX.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any, BinaryIO, TextIO

from mappop.domain.errors import FieldError, Refused
from mappop.services.import_headers import Header, column_of, read_header
from mappop.services.import_records import Row, row_of_cells, row_of_object

RECORD_MAX = 4_000_000  # characters; a whole record is far below a megabyte
OPEN_QUOTES_MAX = 20  # each makes up to RECORD_MAX characters be read again
_CHUNK = 1 << 20
_DELIMITERS = ",;\t|"
_TOO_LONG = FieldError("record", f"is longer than {RECORD_MAX} characters", "one business is one record")
_OPEN_QUOTE = FieldError("record", "opens a quotation mark that nothing closes", 'write "" for a mark inside a cell')

Line = tuple[int, str]


class RecordFile:
    """A file of records, open for reading; `ignored` names the columns that were not taken."""

    def __init__(self, file: BinaryIO, form: str) -> None:
        """`form` is csv or jsonl. Raises Refused where no record can be told."""
        self._file, self.ignored = file, tuple[str, ...]()
        encoding = encoding_of(file)
        errors = "replace" if encoding == "utf-16" else "surrogateescape"  # the second can't carry halves of 16 bits
        text = self._text = io.TextIOWrapper(file, encoding, errors=errors, newline="")
        if form == "csv":
            self._header, self._records = self._begin_csv(text)
            self.ignored = self._header.ignored
            self._rows = self._csv_rows()
        else:
            self._rows = _object_rows(_lines(text))

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def position(self) -> int:
        """Bytes read so far."""
        return self._file.tell()

    def _begin_csv(self, text: TextIO) -> tuple[Header, _Records]:
        lines = _lines(text)
        first = next(((n, line) for n, line in lines if line.strip()), None)
        if first is None:
            raise Refused("It is empty.")
        records = _Records(first, lines, _delimiter(first[1]))
        _, cells = next(records)
        if isinstance(cells, FieldError):
            raise Refused(f"Its first line {cells.reason}.")
        if any("\0" in cell for cell in cells):
            raise Refused("Its first line holds NUL characters: save the file as CSV in UTF-8.")
        return read_header(cells), records

    def _csv_rows(self) -> Iterator[Row]:
        width = len(self._header.columns)
        for line, cells in self._records:
            if isinstance(cells, FieldError):
                yield Row(line, {}, (cells,))
            elif not any(map(str.strip, cells)):
                continue
            elif any(map(str.strip, cells[width:])):
                yield Row(line, {}, (_too_wide(len(cells), width, self._records.lines_read),))
            else:
                yield row_of_cells(line, cells, self._header)


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 where it is, else what its mark says, else cp1252. The file is at its start before and after.

    A file with right UTF-8 and wrong bytes is UTF-8 that was hurt: only the hurt records are refused.
    """
    start = file.read(4)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        raise Refused("It is a spreadsheet or a zip file: save it as CSV.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    decoder = io.TextIOWrapper(file, "utf-8", errors="surrogateescape", newline="")
    is_hurt = is_utf8 = False
    while text := decoder.read(_CHUNK):
        if not text.isascii():
            is_hurt = is_hurt or re.search("[\udc80-\udcff]", text) is not None
            is_utf8 = is_utf8 or re.search("[\x80-\ud7ff\ue000-\U0010ffff]", text.removeprefix("\ufeff")) is not None
    decoder.detach()
    file.seek(0)
    return "cp1252" if is_hurt and not is_utf8 else "utf-8-sig"


def _lines(text: TextIO) -> Iterator[Line]:
    """Lines with their numbers and endings; of one that is too long, as much as proves it."""
    number = 0
    while line := text.readline(RECORD_MAX + 1):
        number += 1
        rest = line if len(line) > RECORD_MAX else ""
        while rest and not rest.endswith(("\n", "\r")):
            rest = text.readline(RECORD_MAX)
        yield number, line


def _object_rows(lines: Iterator[Line]) -> Iterator[Row]:
    for number, line in lines:
        if not line.strip():
            continue
        data = _object(line)
        yield Row(number, {}, (data,)) if isinstance(data, FieldError) else row_of_object(number, data)


def _object(line: str) -> dict[str, Any] | FieldError:
    if len(line) > RECORD_MAX:
        return _TOO_LONG
    try:
        data = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return FieldError("record", f"is not JSON: {str(error)[:120]}", "one object a line, in UTF-8")
    return data if isinstance(data, dict) else FieldError("record", "is not an object", "one business is one object")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")


def _delimiter(line: str) -> str:
    """The mark that parts the first line into most columns that we know."""
    counts = {mark: sum(1 for cell in _cells(line, mark) if column_of(cell)) for mark in _DELIMITERS}
    return max(counts, key=lambda mark: counts[mark])


def _cells(line: str, delimiter: str) -> list[str]:
    csv.field_size_limit(RECORD_MAX + 1)
    return next(csv.reader([line[:100_000]], delimiter=delimiter), [])


def _too_wide(cells: int, width: int, lines: int) -> FieldError:
    spread = f", read from {lines} lines" if lines > 1 else ""
    reason = f"has {cells} cells{spread}; the first line names {width} columns"
    return FieldError("record", reason, "look for a comma or a quotation mark outside quotation marks")


class _TooLong(Exception):
    pass


class _Records:
    """CSV records with the line on which each begins. One quotation mark left open costs its own record only."""

    def __init__(self, first: Line, lines: Iterator[Line], delimiter: str) -> None:
        csv.field_size_limit(RECORD_MAX + 1)
        self._again, self._lines = deque([first]), lines
        self._given: list[Line] = []
        self._size = self._open_quotes = 0
        self._is_cut = False
        self._reader = csv.reader(self._feed(), delimiter=delimiter)
        self._delimiter = delimiter

    @property
    def lines_read(self) -> int:
        return len(self._given)

    def __iter__(self) -> _Records:
        return self

    def __next__(self) -> tuple[int, list[str] | FieldError]:
        self._given, self._size = [], 0
        try:
            cells = next(self._reader)
        except _TooLong:
            return self._take_back()
        except csv.Error as error:
            return self._given[0][0], FieldError("record", f"is not CSV: {error}", "put the cell in quotation marks")
        return self._take_back() if self._is_cut else (self._given[0][0], cells)

    def _feed(self) -> Iterator[str]:
        while line := (self._again.popleft() if self._again else next(self._lines, None)):
            self._given.append(line)
            self._size += len(line[1])
            if self._size > RECORD_MAX:
                raise _TooLong
            yield line[1]
        self._is_cut = bool(self._given)

    def _take_back(self) -> tuple[int, FieldError]:
        """Refuse the record's first line and read the others again, each for itself."""
        (line, text), *others = self._given
        self._open_quotes += 1
        if self._open_quotes > OPEN_QUOTES_MAX:
            others, self._lines = [], iter(())
            self._again.clear()
            reason = "and all lines after it were not read: too many quotation marks are not closed"
            fault = FieldError("record", reason, "mend those above first")
        else:
            fault = _TOO_LONG if len(text) > RECORD_MAX else _OPEN_QUOTE
        self._again.extendleft(reversed(others))
        self._is_cut = False
        self._reader = csv.reader(self._feed(), delimiter=self._delimiter)
        return line, fault
