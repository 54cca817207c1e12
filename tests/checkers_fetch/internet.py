"""A stand-in for the internet: names and public addresses that lead to hosts on loopback, and a canary for all else.

A fetcher on it runs as in production, without an allow-list; what it connects to is counted by real listeners.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

from hostile import AGENT, NOON, Host, reply

from checkers.fetch.fetcher import Fetcher
from checkers.fetch.outcome import FetchLimits

SMALL = FetchLimits(spacing=0, head=8_000, compressed=50_000, decompressed=200_000, failures=100)
HASTY = replace(SMALL, total=0.6, connect=0.3)  # for hosts that never come to an end: a test waits for it
SITE = "8.8.4.4"  # any public address will do: nothing leaves the machine


class Internet:
    """`names` maps a host to its addresses, or to an iterator of them, one item for each time it is asked."""

    def __init__(self, site: Host, start: Callable[..., Host]) -> None:
        self.site, self.canary = site, start(reply(b"the inner secret"))
        self.names: dict[str, list[str] | Iterator[list[str]]] = {"site.example": [SITE]}
        self.dialled: list[tuple[str, int]] = []

    def resolve(self, host: str, port: int) -> list[str]:
        """Numbers in every spelling are understood as the system does; unknown names lead nowhere."""
        known = self.names.get(host)
        if known is None:
            return [str(row[4][0]) for row in socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)]
        return known if isinstance(known, list) else next(known)

    def dial(self, address: str, port: int, timeout: float) -> socket.socket:
        self.dialled.append((address, port))
        host = self.site if address == SITE else self.canary
        return socket.create_connection(("127.0.0.1", host.port), timeout=timeout)

    def fetcher(self, limits: FetchLimits = SMALL, **options: object) -> Fetcher:
        return Fetcher(agent=AGENT, now=lambda: NOON, limits=limits, resolve=self.resolve, dial=self.dial, **options)
