"""Pages of an audit from the web. What a host asks us to wait for is waited for at the end, bounded and told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from urllib.parse import urlsplit

import click

from checkers.audit import Missing, Page, Unread
from checkers.fetch.fetcher import Fetcher
from checkers.fetch.outcome import CouldNotCheck, Fetched, NotNow
from mappop.bell import pause

WAIT = 120  # seconds in all, where --wait says nothing: most delays in robots files are of 10 to 60
TOLD_FROM = 5.0  # seconds; shorter pauses are those between any two requests to one host


@dataclass
class Gathered:
    pages: list[Page] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


class Waiting:
    """The pauses of one run, told on standard error as they begin. `sleep` is the fetcher's."""

    def __init__(self, sleep: Callable[[float], None] = pause) -> None:
        self._sleep = sleep
        self.place, self.seconds = "", 0.0

    def sleep(self, seconds: float) -> None:
        if seconds >= TOLD_FROM:
            click.echo(f"{self.place} asks us to wait: going on in {ceil(seconds)} s", err=True)
        self._sleep(seconds)
        self.seconds += seconds


def from_web(addresses: Sequence[tuple[str, str]], fetch: Fetcher, waiting: Waiting, *, wait: float) -> Gathered:
    """All that can be read now, then what waits for its host: meanwhile their delays have run side by side.

    A second run would have to wait as long: what robots.txt asks for counts from the reading of that file.
    """
    found = {url: _fetched(url, fetch, waiting) for _, url in addresses}
    began = waiting.seconds
    for url, first in found.items():
        waited = waiting.seconds - began
        if isinstance(first, NotNow) and wait > waited:
            found[url] = _fetched(url, fetch, waiting, wait - waited)
    gathered = Gathered()
    for publisher, url in addresses:
        _sort(gathered, publisher, url, found[url], waited=waiting.seconds - began)
    return gathered


def host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.") or url
    except ValueError:
        return url


def _fetched(url: str, fetch: Fetcher, waiting: Waiting, patience: float | None = None) -> Fetched | CouldNotCheck:
    waiting.place = host_of(url)
    try:
        return fetch(url, patience=patience)
    except CouldNotCheck as outcome:
        return outcome


def _sort(gathered: Gathered, publisher: str, url: str, found: Fetched | CouldNotCheck, *, waited: float) -> None:
    if isinstance(found, CouldNotCheck):
        longer = f"--wait {ceil(waited + found.seconds)} waits for it" if isinstance(found, NotNow) else ""
        gathered.unread.append((publisher, url, "; ".join(filter(None, (found.reason, found.instead, longer)))))
    elif found.is_there:
        gathered.pages.append(Page(publisher, found.url, found.content, found.content_type))
    else:
        gathered.missing.append((publisher, url))
