"""Starting and asking a sandbox: real sockets on loopback, a world that hurries."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mappop.sandbox.network import Network, Pace, open_network
from mappop.sandbox.server import Running, addresses, bind

HURRY = Pace(feed=0.1, review=0.1, report=0.05)


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True)
class World:
    network: Network
    settings: dict[str, str]

    def url(self, part: str) -> str:
        return self.network.urls[part]

    def call(
        self, method: str, part: str, path: str, body: Any = None, *, form: Any = None, headers: Any = None
    ) -> Reply:
        data = json.dumps(body).encode() if body is not None else None
        sent = {"Content-Type": "application/json"} if body is not None else {}
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.url(part) + path, data, {**sent, **(headers or {})}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return Reply(reply.status, reply.read(), dict(reply.headers))
        except urllib.error.HTTPError as error:
            return Reply(error.code, error.read(), dict(error.headers))

    def get(self, part: str, path: str, **more: Any) -> Reply:
        return self.call("GET", part, path, **more)

    def arrived(self, to: str) -> list[dict[str, Any]]:
        return self.get("mailbox", "/messages.json?" + urllib.parse.urlencode({"to": to})).json["messages"]


def start(home: Path, *, base_url: str = "") -> Running:
    sockets = bind("127.0.0.1", 0)
    network = open_network(home, pace=HURRY, base_url=base_url)
    network.urls = addresses(sockets)
    running = Running(network, sockets)
    running.start()
    return running


def soon(ask: Callable[[], Any], holds: Callable[[Any], bool] = bool, seconds: float = 60) -> Any:
    """Asks until it holds; what the world does later is not asked for by the clock."""
    end = time.monotonic() + seconds
    while not holds(found := ask()):
        assert time.monotonic() < end, f"still {found!r}"
        time.sleep(0.02)
    return found
