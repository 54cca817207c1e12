"""`mappop nap`: match pairs and normalise lines, from the command line alone; its other commands stand beside it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TextIO, TypeVar

import click

from checkers.collector import collector_paused
from checkers.match import Match, Prepared, beside_rivals, prepare, same_prepared
from checkers.nap import Nap
from checkers.normalise import address, name, phone
from mappop.cli.lazy import LazyGroup

EVERY = 5_000  # rows between two progress lines where there is no terminal
CELL_MAX = 131_072
OUT_COLUMNS = ("id_a", "id_b", "same", "score", "name", "address", "phone", "why")
_COLUMNS = ("name", "street", "unit", "city", "region", "postal", "phone")
Row = TypeVar("Row")
KEPT = 8_192  # records read last: in a file of pairs most stand several times
Cut = Callable[[Sequence[str]], tuple[str, ...]]


class Unreadable(click.ClickException):
    """Input that can't be read: exit code 2, one line, no traceback."""

    exit_code = 2


@click.group(cls=LazyGroup, lazy={"audit": "mappop.cli.audit:audit", "read": "mappop.cli.nap_read:read"})
def nap() -> None:
    """Read, normalise and compare names, addresses and phones. Needs no server."""


@nap.command()
@click.option(
    "--pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
    help="A CSV file, two records a row: id_a, name_a, street_a, unit_a, city_a, region_a, postal_a, phone_a; then b.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The CSV file of answers to write."
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def match(pairs: Path, out: Path, as_json: bool) -> None:
    """Say for each pair of a CSV file whether it is one business."""
    summary = _matched(pairs, out)
    if as_json:
        click.echo(json.dumps(summary))
    else:
        click.echo(f"{summary['pairs']} pairs, {summary['same']} the same business. Written to {out}.")
    if summary["rejected"]:
        click.echo(f"{summary['rejected']} rows without id_a or id_b were left out.", err=True)
        sys.exit(1)


def _matched(pairs: Path, out: Path) -> dict[str, int]:
    """Nothing is written before all was read: what stood there stays where the pairs can't be read."""
    if out.exists() and out.samefile(pairs):
        raise Unreadable(f"{out} is the file of pairs: the answers want one of their own")
    with collector_paused():
        try:
            with pairs.open(encoding="utf-8-sig", newline="") as source:
                read = _read_answers(source)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise Unreadable(f"{pairs.name}: {_reason(error)}") from error
        try:
            with out.open("w", encoding="utf-8", newline="") as target:
                return _written(target, *read)
        except OSError as error:
            raise Unreadable(f"{out} can't be written: {_reason(error)}") from error


def match_rows(source: TextIO, target: TextIO) -> dict[str, int]:
    """Reads a CSV of pairs, writes one of answers; returns the numbers of pairs, of same ones and of rows left out.

    The pairs are taken for the candidates between two lists: holds about half a kilobyte a pair until all are read.
    """
    with collector_paused():
        return _written(target, *_read_answers(source))


def _written(target: TextIO, ids: Sequence[tuple[str, str]], answers: Sequence[Match], rejected: int) -> dict[str, int]:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(OUT_COLUMNS)
    same = 0
    for (id_a, id_b), found in zip(ids, beside_rivals(answers, ids), strict=True):
        writer.writerow(_out_row(id_a, id_b, found))
        same += found.same
    return {"pairs": len(ids), "same": same, "rejected": rejected}


def _read_answers(source: TextIO) -> tuple[list[tuple[str, str]], list[Match], int]:
    csv.field_size_limit(CELL_MAX)
    rows = csv.reader(source)
    places = _places(next(rows, []))
    ids: list[tuple[str, str]] = []
    answers: list[Match] = []
    rejected = 0
    for row in _with_progress(rows, "pairs"):
        cells = [*row, *[""] * (places.width - len(row)), ""]
        id_a, id_b = places.ids(cells)
        if id_a and id_b:
            ids.append((id_a, id_b))
            answers.append(same_prepared(_prepared(places.one(cells)), _prepared(places.two(cells))))
        else:
            rejected += bool(row)
    return ids, answers, rejected


class _Places(NamedTuple):
    """What is cut out of a line's cells; a column that the file has not is read from an empty cell at the end."""

    width: int
    ids: Cut
    one: Cut
    two: Cut


def _places(head: list[str]) -> _Places:
    missing = {"id_a", "id_b", "name_a", "name_b"} - set(head)
    if missing:
        raise Unreadable(f"The pairs file has no column {', '.join(sorted(missing))}; its first line must name them.")
    place = {column: n for n, column in enumerate(head)}
    one, two = (itemgetter(*[place.get(f"{column}_{side}", -1) for column in _COLUMNS]) for side in "ab")
    return _Places(len(head), itemgetter(place["id_a"], place["id_b"]), one, two)


@lru_cache(maxsize=KEPT)
def _prepared(said: tuple[str, ...]) -> Prepared:
    name, street, unit, city, region, postal_code, phone = said
    return prepare(Nap(name, street, unit, city, region, postal_code, phone=phone))


def _out_row(id_a: str, id_b: str, found: Match) -> tuple[str, ...]:
    verdicts = (found.name.value, found.address.value, found.phone.value)
    return (id_a, id_b, "1" if found.same else "0", f"{found.score:.4f}", *verdicts, found.why)


@nap.command()
@click.argument("field", type=click.Choice(["name", "address", "phone"]))
@click.option("--json", "as_json", is_flag=True, help="The output is JSON lines in any case.")
def normalise(field: str, as_json: bool) -> None:
    """Write each line of standard input as JSON: raw, key and parts."""
    show = _SHOWN[field]
    for raw in sys.stdin.buffer:
        text = raw.decode("utf-8", "replace").rstrip("\r\n")
        click.echo(json.dumps(show(text), ensure_ascii=False))


def _show_name(raw: str) -> dict[str, Any]:
    parts = name.parse(raw)
    return {
        "raw": raw,
        "key": parts.key,
        "words": list(parts.words),
        "legal": parts.legal,
        "store_number": parts.store_number,
        "aside": list(parts.aside),
        "also": parts.also,
    }


def _show_address(raw: str) -> dict[str, Any]:
    parts = address.parse(raw)
    return {"raw": raw, "key": address.parts_key(parts), **{part: getattr(parts, part) for part in parts._fields}}


def _show_phone(raw: str) -> dict[str, Any]:
    parts = phone.parse(raw)
    shown = {"raw": raw, "key": phone.key(raw), "e164": None, "extension": "", "is_toll_free": False}
    if parts:
        shown |= {"e164": parts.e164, "extension": parts.extension, "is_toll_free": parts.is_toll_free}
    return shown


_SHOWN: dict[str, Callable[[str], dict[str, Any]]] = {
    "name": _show_name,
    "address": _show_address,
    "phone": _show_phone,
}


def _with_progress(rows: Iterable[Row], what: str) -> Iterator[Row]:
    """A running count on a terminal, plain lines elsewhere; on standard error, so output stays clean."""
    is_terminal = sys.stderr.isatty()
    step = 500 if is_terminal else EVERY
    n = 0
    for n, row in enumerate(rows, 1):
        if n % step == 0:
            click.echo(f"\r{n} {what}" if is_terminal else f"{n} {what}", err=True, nl=not is_terminal)
        yield row
    if is_terminal and n >= step:
        click.echo("", err=True)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "can't be read"
    return "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"is not a CSV file: {error}"
