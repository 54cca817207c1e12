"""Killing the service's own processes at random: only those that this test's `mappop up` has recorded."""

from __future__ import annotations

import json
import os
import random  # noqa: TID251  the order of the kills is drawn from a stated seed
import shutil
import signal
import threading
from collections import Counter
from pathlib import Path

from mappop.bell import pause
from mappop.clock import monotonic
from tests.service import Service

VICTIMS = ("horse", "worker", "scheduler", "redis")
PATIENCE = 60  # seconds


class Killer(threading.Thread):
    """Until stopped: pick a kind of victim, kill -9 it; Redis loses its data with it."""

    def __init__(self, service: Service, *, seed: int, pause: float) -> None:
        super().__init__(daemon=True)
        self._service, self._random, self._pause = service, random.Random(seed), pause
        self._stop_asked = threading.Event()
        self.killed: Counter[str] = Counter()

    def stop(self, *, after: float) -> None:
        """At once, or when so many are killed: a machine that sells fast would see too few to prove anything."""
        ends = monotonic() + PATIENCE
        while self.killed.total() < after and monotonic() < ends:
            pause(0.1)
        self._stop_asked.set()
        self.join()

    def run(self) -> None:
        while not self._stop_asked.wait(self._pause * self._random.uniform(0.5, 1.5)):
            kind = self._random.choice(VICTIMS)
            if pids := self._wait_for(kind):
                self._kill(kind, self._random.choice(pids))

    def _wait_for(self, kind: str) -> list[int]:
        """Horses live for milliseconds: look for one for a second."""
        for _ in range(200):
            if pids := self._pids(kind):
                return pids
            pause(0.005)
        return []

    def _kill(self, kind: str, pid: int) -> None:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        if kind == "redis":
            shutil.rmtree(self._service.home / "redis" / "appendonlydir", ignore_errors=True)
        self.killed[kind] += 1

    def _pids(self, kind: str) -> list[int]:
        try:
            recorded = json.loads((self._service.home / "run" / "children.json").read_text())
        except (OSError, ValueError):
            return []
        name = "worker" if kind == "horse" else kind
        pids = [pid for child, (pid, _) in recorded.items() if child.split("-")[0] == name]
        return [horse for pid in pids for horse in _children_of(pid)] if kind == "horse" else pids


def _children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
