from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hostile import AGENT, NOON, Host, Script

from checkers.fetch.fetcher import Fetcher
from checkers.fetch.outcome import FetchLimits


@pytest.fixture
def host() -> Iterator[Callable[..., Host]]:
    """Starts hosts, given what they answer: bytes, or a script that writes them."""
    started: list[Host] = []

    def start(answer: bytes | Script, **options: object) -> Host:
        script = answer if callable(answer) else lambda _, connection: connection.sendall(answer)
        started.append(Host(script, **options))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def fetcher_to() -> Callable[..., Fetcher]:
    """A fetcher that may reach the given hosts, without pauses."""

    def make(*hosts: Host, limits: FetchLimits | None = None, **options: object) -> Fetcher:
        allowed = frozenset(each.place for each in hosts)
        return Fetcher(
            agent=AGENT, now=lambda: NOON, allowed=allowed, limits=limits or FetchLimits(spacing=0), **options
        )

    return make
