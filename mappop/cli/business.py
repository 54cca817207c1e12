"""`mappop business`: canonical records from a file, and into one."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import click
from sqlalchemy import inspect

from mappop import bootstrap
from mappop.bootstrap import App
from mappop.db.queries.records import current_contents
from mappop.db.upgrade import is_current, upgrade
from mappop.domain.errors import FieldError, Refused
from mappop.services.exporting import write_csv, write_jsonl
from mappop.services.import_cells import guarded
from mappop.services.import_reading import RecordFile
from mappop.services.importing import Counts, take_rows

FORMS = ("csv", "jsonl")
EVERY = 1_000  # rows between two lines where there is no terminal
IGNORED_SHOWN = 12
WRITERS = {"csv": write_csv, "jsonl": write_jsonl}


class NotReady(click.ClickException):
    """Something that the command needs is not there."""

    exit_code = 3


@click.group()
def business() -> None:
    """Businesses' canonical records, from files and into files."""


@business.command("import")
@click.argument("file", metavar="FILE.(csv|jsonl)", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--for-approval", is_flag=True, help="Send changes of businesses with a site to their owners first.")
@click.option("--json", "as_json", is_flag=True, help="Nothing but one line of JSON.")
def import_command(file: Path, for_approval: bool, as_json: bool) -> None:
    """Take businesses in. Wrong rows are listed in FILE.rejected.csv; running it again changes nothing."""
    form = _form_of(file)
    if not file.is_file():
        raise click.UsageError(f"{file}: must be a file that can be read twice, no pipe.")
    report = file.with_name(f"{file.stem}.rejected.csv")
    app = _ready_app()
    try:
        with file.open("rb") as source, _whole(report) as target:
            records = RecordFile(source, form)
            rejected = csv.writer(target)
            rejected.writerow(("line", "field", "reason", "remedy"))
            with _progress(file.stat().st_size, as_json) as tell:
                counts = Counts()
                reject = partial(_list, rejected)
                for counts in take_rows(app.deps(), records, reject, for_approval=for_approval):
                    tell(counts.rows, records.position())
    except Refused as refused:
        raise Refused(f"{file} can't be read. {refused}") from None
    if not counts.rejected:
        report.unlink(missing_ok=True)
    _say(counts, report, records.ignored, as_json)
    sys.exit(1 if counts.rejected else 0)


@business.command("export")
@click.argument("out", metavar="[FILE.(csv|jsonl)]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), help="By the file's name if not given; else jsonl.")
@click.option("--json", "as_json", is_flag=True, help="Say what was done as JSON.")
def export(out: Path | None, form: str | None, as_json: bool) -> None:
    """Write all businesses to a file, or to standard output. Importing it again changes nothing."""
    write = WRITERS[form or (_form_of(out) if out else "jsonl")]
    contents = current_contents(_ready_app().reader)
    if out is None:
        with _standard_output() as target:
            write(contents, target)
        return
    with _whole(out) as target:
        count = write(contents, target)
    click.echo(json.dumps({"businesses": count, "file": str(out)}) if as_json else f"{count} businesses in {out}.")


def _form_of(file: Path) -> str:
    form = file.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise click.UsageError(f"{file}: the name must end in .csv or .jsonl.")
    return form


def _ready_app() -> App:
    """The App over a database of the newest shape; a new SQLite file gets it here, as it does with `up`."""
    app = bootstrap.from_environment()
    if not is_current(app.engine):
        if app.engine.dialect.name != "sqlite" or inspect(app.engine).has_table("businesses"):
            raise NotReady("The database is not of the newest shape: run `mappop db upgrade`.")
        upgrade(app.engine)
    return app


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    """A file that is there in full, or as it was before."""
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            yield file
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """In UTF-8 and without changed line endings, whatever the terminal's habits are."""
    stream = io.TextIOWrapper(sys.stdout.buffer, "utf-8", errors="replace", newline="")
    try:
        yield stream
    finally:
        stream.flush()
        stream.detach()


def _list(rejected: Any, line: int, fault: FieldError) -> None:
    rejected.writerow((line, *map(guarded, (fault.field, fault.reason, fault.remedy))))


@contextmanager
def _progress(size: int, is_silent: bool) -> Iterator[Any]:
    """What to call with rows and bytes read: a bar on a terminal, a line now and then elsewhere."""
    is_bar = sys.stderr.isatty() and not is_silent
    bar = click.progressbar(length=size, label="import", file=sys.stderr) if is_bar else nullcontext()
    said = 0

    def tell(rows: int, position: int) -> None:
        nonlocal said
        if bar_shown is not None:
            bar_shown.update(position - bar_shown.pos)
        elif not is_silent and rows // EVERY > said:
            said = rows // EVERY
            click.echo(f"{rows} rows", err=True)

    with bar as bar_shown:
        yield tell


def _say(counts: Counts, report: Path, ignored: tuple[str, ...], as_json: bool) -> None:
    where = str(report) if counts.rejected else None
    if as_json:
        summary = {"rows": counts.rows, **asdict(counts), "rejected_file": where, "ignored_columns": list(ignored)}
        click.echo(json.dumps(summary, ensure_ascii=False))
        return
    if ignored:
        more = f" and {len(ignored) - IGNORED_SHOWN} more" if len(ignored) > IGNORED_SHOWN else ""
        click.echo(f"Columns not taken: {', '.join(ignored[:IGNORED_SHOWN])}{more}.", err=True)
    click.echo(
        f"{counts.rows} rows: {counts.added} added, {counts.revised} revised, {counts.unchanged} unchanged,"
        f"{f' {counts.proposed} sent to their owners,' if counts.proposed else ''}"
        f" {counts.rejected} rejected" + (f" (listed in {where})." if where else ".")
    )
