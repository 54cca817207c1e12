"""Starting the whole service as a user does, and ending it: the one home of that for browser and fault tests."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PORTS_WANTED = 20  # consoles, sites, mailbox, sandbox index, its publishers
LOWEST_PORT, HIGHEST_PORT = 21_000, 32_000  # below those that the system gives to whoever asks for any


@dataclass(frozen=True)
class Service:
    process: subprocess.Popen[str]
    home: Path
    url: str
    mailbox_url: str
    sandbox_url: str
    sites_url: str
    sign_in: dict[str, Any]
    log: Path

    def site_url(self, business_id: str) -> str:
        return self.sites_url.replace("{id}", business_id)


@contextmanager
def running_service(
    home: Path, *options: str, program: Sequence[str] = (sys.executable, "-m", "mappop"), folder: Path | None = None
) -> Iterator[Service]:
    """`mappop up --demo --json` in that home, until the block ends; `program` as installed elsewhere, if it is."""
    log = home.parent / f"{home.name}.log"
    environ = {key: value for key, value in os.environ.items() if not key.startswith("MAPPOP_")}
    with log.open("w") as errors, held_ports() as first:
        command = [*program, "up", "--demo", "--json", f"--port={first}", *options]
        process = subprocess.Popen(
            command, env={**environ, "MAPPOP_HOME": str(home)}, cwd=folder, stdout=subprocess.PIPE, stderr=errors,
            text=True,
        )  # fmt: skip
        try:
            line = process.stdout.readline()
            assert line, f"the service did not start:\n{log.read_text()[-3000:]}"
            yield Service(process, home, log=log, **json.loads(line))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


@contextmanager
def held_ports() -> Iterator[int]:
    """The first of a run of free ports that no other test process gets while the block runs: the port below the first
    is bound for as long. Looking alone was not enough, as two processes found the same run free and both started."""
    for guard in range(LOWEST_PORT, HIGHEST_PORT - PORTS_WANTED, PORTS_WANTED + 1):
        with socket.socket() as held:
            if _binds(held, guard) and all(_is_free(guard + n) for n in range(1, PORTS_WANTED + 1)):
                yield guard + 1
                return
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return _binds(probe, port)


def _binds(probe: socket.socket, port: int) -> bool:
    try:
        probe.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def environment_of(service: Service) -> dict[str, str]:
    """The settings that the service's own workers run with."""
    recorded = json.loads((service.home / "run" / "children.json").read_text())
    raw = Path(f"/proc/{recorded['scheduler'][0]}/environ").read_bytes().decode()
    pairs = (entry.partition("=") for entry in raw.split("\0") if entry.startswith("MAPPOP_"))
    return {name: value for name, _, value in pairs}
