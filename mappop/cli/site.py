"""`mappop site`: customers' sites from a file of records, no server needed."""

from __future__ import annotations

import json
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import click

from mappop.cli.front import front_config
from mappop.clock import SystemClock, monotonic
from mappop.sites.batch import Batch, Built
from mappop.sites.compressed import NoPacker, packers
from mappop.sites.headers import headers_file
from mappop.sites.site_folder import write_whole
from mappop.sites.workers import CHUNK, Busy, opened, results
from site_templates import themes

NOTES_SHOWN = 20
TOLD_EACH = 1000  # sites
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
@click.option("--compress", is_flag=True, help="Beside each text of a kilobyte or more, a copy by gzip and by brotli.")
@click.option("--offline", is_flag=True, help="Touch no network: photos at https addresses are left out.")
@click.option("--json", "as_json", is_flag=True, help="Nothing but the last line of JSON.")
def build(
    source: Path,
    out: Path,
    theme: str | None,
    workers: int,
    base_url: str,
    compress: bool,
    offline: bool,
    as_json: bool,
) -> None:
    """Build one-page sites from a file. A folder each, DIR/<id>; what would come out the same stays."""
    if not base_url.startswith(("https://", "http://")) or any(c in base_url for c in "\"'<>\\ \n"):
        raise click.BadParameter("an address that starts with https:// or http://", param_hint="--base-url")
    started = monotonic()
    batch = Batch(out, source.resolve().parent, base_url, SystemClock().now(), theme or "", compress)
    try:
        if compress:
            packers()
        out.mkdir(parents=True, exist_ok=True)
        totals = _build_all(batch, source, workers, _Progress(as_json))
    except OSError as error:
        raise click.UsageError(f"{error.filename or out}: {error.strerror}") from None
    except (Busy, NoPacker, BrokenProcessPool) as error:
        click.echo(f"mappop: {error}", err=True)
        sys.exit(3)
    click.echo(json.dumps({**totals, "seconds": round(monotonic() - started, 3)}))
    sys.exit(1 if totals["failed"] else 0)


site.add_command(front_config)


def _build_all(batch: Batch, source: Path, workers: int, progress: _Progress) -> dict[str, int]:
    sites = size = unchanged = 0
    rejected: list[bytes] = []
    with opened(batch.out) as index:
        for built in results(batch, source, index, workers):
            progress.tell(built)
            if built.errors:
                rejected.append(json.dumps(built.rejected(), ensure_ascii=False).encode(errors="replace") + b"\n")
                continue
            sites, size, unchanged = sites + 1, size + built.bytes, unchanged + (built.row is None)
        unnamed = index.unnamed()
        _write_reports(batch.out, rejected)
    progress.close(unnamed)
    told: dict[str, Any] = {"sites": sites, "failed": len(rejected), "bytes": size, "notes": progress.notes}
    return told | {"unchanged": unchanged, "not_in_file": unnamed}


def _write_reports(out: Path, rejected: list[bytes]) -> None:
    report = out / "rejected.jsonl"
    if rejected:
        write_whole(report, b"".join(rejected))
    else:
        report.unlink(missing_ok=True)
    write_whole(out / "_headers", headers_file())


class _Progress:
    """A bar on a terminal, a line every thousand sites elsewhere; the first notes in full, then their count."""

    def __init__(self, is_silent: bool) -> None:
        self.is_silent, self.done, self.notes, self.said = is_silent, 0, 0, 0
        self.is_terminal = sys.stderr.isatty()

    def tell(self, built: Built) -> None:
        self.done += 1
        self.notes += built.notes_before
        for note in built.notes:
            self.notes += 1
            self.said += 1
            if self.said <= NOTES_SHOWN:
                self._say(f"line {built.number} ({built.id}): {note}")
        if self.done % (CHUNK if self.is_terminal else TOLD_EACH) == 0:
            self._say(
                f"\r{self.done} sites " if self.is_terminal else f"{self.done} sites", newline=not self.is_terminal
            )

    def close(self, unnamed: int) -> None:
        if self.said > NOTES_SHOWN:
            self._say(f"and {self.said - NOTES_SHOWN} notes more")
        if unnamed:
            self._say(
                f"{unnamed} sites of earlier builds are in no line of this file: they stay until somebody removes them"
            )

    def _say(self, text: str, *, newline: bool = True) -> None:
        if not self.is_silent:
            click.echo(text, err=True, nl=newline)
