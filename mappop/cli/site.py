"""`mappop site`: customers' sites from a file of records, no server needed."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import click

from mappop.clock import SystemClock, monotonic
from mappop.domain.business_id import make_id
from mappop.domain.errors import Invalid
from mappop.sites.batch import RECORD_MAX, Batch, Built, Entry, build_entries, read_record, write_whole
from mappop.sites.headers import headers_file
from site_templates import themes

CHUNK = 32
NOTES_SHOWN = 20
DEFAULT_URL = "http://{id}.localhost/"


@click.group()
def site() -> None:
    """Customers' one-page sites."""


@site.command()
@click.option("--from", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
              help="Businesses, one JSON object a line.")  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the sites.")
@click.option("--theme", type=click.Choice(sorted(themes())), help="One theme for all; else each trade's own.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that build.")
@click.option("--base-url", default=DEFAULT_URL, show_default=True, help="Address of a site; {id} is the business.")
@click.option("--offline", is_flag=True, help="Touch no network: photos at https addresses are left out.")
@click.option("--json", "as_json", is_flag=True, help="Nothing but the last line of JSON.")
def build(
    source: Path, out: Path, theme: str | None, workers: int, base_url: str, offline: bool, as_json: bool
) -> None:
    """Build DIR/<id>/index.html and what it needs, one folder a business."""
    if not base_url.startswith(("https://", "http://")) or any(c in base_url for c in "\"'<>\\ \n"):
        raise click.BadParameter("an address that starts with https:// or http://", param_hint="--base-url")
    started = monotonic()
    batch = Batch(out, source.resolve().parent, base_url, SystemClock().now(), theme or "")
    try:
        out.mkdir(parents=True, exist_ok=True)
        totals = _build_all(batch, source, workers, _Progress(as_json))
        write_whole(out / "_headers", headers_file())
    except OSError as error:
        raise click.UsageError(f"{error.filename or out}: {error.strerror}") from None
    click.echo(json.dumps({**totals, "seconds": round(monotonic() - started, 3)}))
    sys.exit(1 if totals["failed"] else 0)


def _build_all(batch: Batch, source: Path, workers: int, progress: _Progress) -> dict[str, int]:
    sites = size = 0
    rejected: list[bytes] = []
    for built in _results(batch, source, workers):
        progress.tell(built)
        if built.errors:
            rejected.append(json.dumps(built.rejected(), ensure_ascii=False).encode(errors="replace") + b"\n")
        else:
            sites, size = sites + 1, size + built.bytes
    progress.close()
    report = batch.out / "rejected.jsonl"
    if rejected:
        write_whole(report, b"".join(rejected))
    else:
        report.unlink(missing_ok=True)
    return {"sites": sites, "failed": len(rejected), "bytes": size, "notes": progress.notes}


def _results(batch: Batch, source: Path, workers: int) -> Iterator[Built]:
    """In the order of the file; at most a few chunks wait at a time, so memory stays flat."""
    with source.open("rb") as file:
        chunks = _chunks(_entries(file, _given_ids(source)))
        if workers == 1:
            for chunk in chunks:
                yield from build_entries(batch, chunk)
            return
        waiting: deque[Future[list[Built]]] = deque()
        with ProcessPoolExecutor(workers) as pool:
            for chunk in chunks:
                waiting.append(pool.submit(build_entries, batch, chunk))
                if len(waiting) > workers * 3:
                    yield from waiting.popleft().result()
            for future in waiting:
                yield from future.result()


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    stream = iter(entries)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def _given_ids(source: Path) -> dict[str, int]:
    """Ids that records bring along, with the line that has each first: no made one may take them."""
    given: dict[str, int] = {}
    with source.open("rb") as file:
        for number, raw in _lines(file):
            record = _peek(raw)
            if record and record.get("id"):
                given.setdefault(str(record["id"]), number)
    return given


def _entries(file: BinaryIO, given: dict[str, int]) -> Iterator[Entry]:
    taken = set(given)
    for number, raw in _lines(file):
        record = _peek(raw)
        if record is None:
            yield Entry(number, raw)
        elif record.get("id"):
            first = given[str(record["id"])]
            yield Entry(number, raw, taken_by=first if first != number else 0)
        else:
            address = record.get("address")
            city = address.get("city", "") if isinstance(address, dict) else ""
            made = make_id(str(record.get("name", ""))[:300], str(city)[:300], taken)
            taken.add(made)
            yield Entry(number, raw, made_id=made)


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


class _Progress:
    """A bar on a terminal, a line every thousand sites elsewhere; the first notes in full, then their count."""

    def __init__(self, is_silent: bool) -> None:
        self.is_silent, self.done, self.notes = is_silent, 0, 0
        self.is_terminal = sys.stderr.isatty()

    def tell(self, built: Built) -> None:
        self.done += 1
        for note in built.notes:
            self.notes += 1
            if self.notes <= NOTES_SHOWN:
                self._say(f"line {built.number} ({built.id}): {note}")
        if self.is_terminal and self.done % CHUNK == 0:
            self._say(f"\r{self.done} sites ", newline=False)
        elif not self.is_terminal and self.done % 1000 == 0:
            self._say(f"{self.done} sites")

    def close(self) -> None:
        if self.notes > NOTES_SHOWN:
            self._say(f"and {self.notes - NOTES_SHOWN} notes more")

    def _say(self, text: str, *, newline: bool = True) -> None:
        if not self.is_silent:
            click.echo(text, err=True, nl=newline)
