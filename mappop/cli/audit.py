"""`mappop nap audit`: the report of one business over pages in a folder, or at addresses; no server needed."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from checkers.audit import AuditReport, Page, audit_pages
from checkers.audit_views import as_html, as_table
from checkers.extract import read_with_state
from checkers.extract.apart import read_apart
from checkers.fetch.fetcher import Fetcher
from checkers.fetch.outcome import FetchLimits
from mappop import settings
from mappop.cli.audit_web import WAIT, Gathered, Waiting, from_web, host_of
from mappop.clock import SystemClock
from mappop.domain.business import Business
from mappop.domain.errors import Invalid
from mappop.services.records import known_beside
from provisioners.forms.us import business_nap

RECORD_MAX = 1_000_000
PAGE_MAX = 10_000_000
ADDRESSES_MAX = 1_000

Views: dict[str, Callable[[AuditReport], str]] = {
    "table": as_table,
    "json": lambda report: json.dumps(report.to_dict(), ensure_ascii=False, indent=2),
    "html": as_html,
}


class Unusable(click.ClickException):
    """Input that can't be read."""

    exit_code = 2


@click.command("audit")
@click.argument("business_file", metavar="BUSINESS.json", type=click.Path(path_type=Path))
@click.option("--pages", "folder", type=click.Path(path_type=Path), help="A folder in which every file is one listing.")
@click.option(
    "--urls",
    type=click.Path(path_type=Path),
    help="A file of addresses: one a line, or publisher,url. Public ones are reached with MAPPOP_NETWORK=live.",
)
@click.option(
    "--earlier", "earlier_files", multiple=True, metavar="BUSINESS.json", type=click.Path(path_type=Path),
    help="An earlier record of it: numbers and doors that it had are then called by their name. May be repeated.",
)  # fmt: skip
@click.option(
    "--wait", type=click.IntRange(0), default=WAIT, show_default=True, metavar="SECONDS",
    help="The longest wait, in all, for hosts that ask for time between two requests.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(sorted(Views)), default="table", show_default=True, help="Of the report."
)
def audit(
    business_file: Path, folder: Path | None, urls: Path | None, earlier_files: tuple[Path, ...], wait: int, form: str
) -> None:
    """Compare a business' listings with its record, field by field. Exit 1: there is something to repair."""
    if (folder is None) == (urls is None):
        raise click.UsageError("Give either --pages or --urls.")
    business, earlier = _business(business_file), [_business(path) for path in earlier_files]
    gathered = _from_folder(folder) if folder else _from_web(_addresses(urls or Path()), wait)
    if not (gathered.pages or gathered.unread or gathered.missing):
        raise Unusable(f"{folder or urls} names no listing.")
    report = audit_pages(
        business_nap(business),
        gathered.pages,
        unread=gathered.unread,
        missing=gathered.missing,
        known=known_beside(business, earlier),
        read=read_with_state if folder else read_apart,
    )
    click.echo(Views[form](report))
    sys.exit(1 if report.has_problems else 0)


def _business(path: Path) -> Business:
    try:
        return Business.from_dict(json.loads(_read(path, RECORD_MAX).decode("utf-8-sig")))
    except (ValueError, RecursionError):
        raise Unusable(f"{path} is no JSON record of a business.") from None
    except Invalid as invalid:
        faults = "\n".join(f"  {error}" for error in invalid.errors)
        raise Unusable(f"{path} is not a business:\n{faults}") from None


def _read(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as fault:
        raise Unusable(f"{path} can't be read: {fault.strerror or fault}.") from None
    if len(content) > limit:
        raise Unusable(f"{path} is larger than {limit // 1_000_000} MB.")
    return content


def _from_folder(folder: Path) -> Gathered:
    if not folder.is_dir():
        raise Unusable(f"{folder} is no folder.")
    index = folder / "index.csv"
    named = list(_index(index)) if index.is_file() else []
    gathered = Gathered()
    for name, publisher, url in named:
        path = folder / name
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            gathered.unread.append((publisher, url, f"{name} is not in the folder"))
            continue
        gathered.pages.append(Page(publisher, url, _read(path, PAGE_MAX)))
    known = {name for name, _, _ in named} | {"index.csv"}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in known and not path.name.startswith("."):
            gathered.pages.append(Page(path.stem, "", _read(path, PAGE_MAX)))
    return gathered


def _index(path: Path) -> Iterator[tuple[str, str, str]]:
    """`file,publisher,url`; a row without a publisher is named by its file."""
    for row in _rows(path):
        if name := (row.get("file") or "").strip():
            yield name, (row.get("publisher") or "").strip() or Path(name).stem, (row.get("url") or "").strip()


def _rows(path: Path) -> list[dict[str, str]]:
    """Headings in small letters."""
    try:
        rows = list(csv.DictReader(io.StringIO(_read(path, RECORD_MAX).decode("utf-8-sig"))))
        return [{(name or "").strip().lower(): text for name, text in row.items()} for row in rows]
    except (csv.Error, UnicodeDecodeError):
        raise Unusable(f"{path} is no CSV file.") from None


def _addresses(path: Path) -> list[tuple[str, str]]:
    """Publisher and address of each line, once; a bare address has its host for a publisher."""
    lines = _read(path, RECORD_MAX).decode("utf-8-sig", errors="replace").splitlines()
    if lines and "url" in [heading.strip().lower() for heading in lines[0].split(",")]:
        named = [((row.get("publisher") or "").strip(), (row.get("url") or "").strip()) for row in _rows(path)]
    else:
        named = [_named(line.strip()) for line in lines if not line.startswith("#")]
    found = list(dict.fromkeys((publisher or host_of(url), url) for publisher, url in named if url))
    if len(found) > ADDRESSES_MAX:
        raise Unusable(f"{path} names more than {ADDRESSES_MAX} addresses.")
    return found


def _named(line: str) -> tuple[str, str]:
    """A line without headings above it: an address, or `publisher,url`."""
    publisher, comma, url = line.rpartition(",http")
    if not comma or line.startswith(("http://", "https://")):
        return "", line
    return publisher.strip().strip('"'), f"http{url}"


def _from_web(addresses: list[tuple[str, str]], wait: float) -> Gathered:
    """In the sandbox only its own hosts are reached; what can't be fetched is said in the report."""
    try:
        allowed = settings.reachable_hosts()
    except settings.SettingsError as fault:
        raise Unusable(str(fault)) from None
    waiting = Waiting()
    limits = FetchLimits() if allowed is None else FetchLimits(spacing=0)
    fetch = Fetcher(
        agent=settings.agent(), now=SystemClock().now, allowed=allowed, limits=limits, sleep=waiting.sleep
    )  # fmt: skip
    return from_web(addresses, fetch, waiting, wait=wait)
