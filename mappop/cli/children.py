"""The processes of one `mappop up`: started in sessions of their own, restarted when they die, ended one by one.

What a killed `up` left behind is ended by the next one, by recorded pid and start time and by nothing else.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click

from mappop.bell import pause
from mappop.clock import monotonic

STOP_WITHIN = 12.0  # seconds for each group of processes, then they are killed
RESTART_PAUSE = 1.0
# Ended in this order: first who takes requests, last what the others lean on.
_ORDER = ("web", "scheduler", "worker", "sandbox", "redis")


class AlreadyRunning(Exception):
    """Another `mappop up` has this home."""


@dataclass
class _Child:
    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    process: subprocess.Popen[str]
    started: float


class Children:
    def __init__(self, home: Path) -> None:
        self._run = home / "run"
        self._children: dict[str, _Child] = {}
        self._folders: list[Path] = []
        self._lock: IO[str] | None = None

    def __enter__(self) -> Children:
        self._run.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = (self._run / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(f"Map Pop runs already with its data in {self._run.parent}") from None
        self._end_leftovers()
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C would leave the rest running, with nobody above it
        for kind in _ORDER:
            self._stop([child for name, child in self._children.items() if name.split("-")[0] == kind])
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)
        self._record_path.unlink(missing_ok=True)
        assert self._lock is not None
        self._lock.close()

    def remove_at_end(self, folder: Path) -> None:
        self._folders.append(folder)

    def start(
        self, name: str, command: Sequence[str], environ: Mapping[str, str], *, reads_output: bool = False
    ) -> subprocess.Popen[str]:
        """Start a process in a session of its own, so that Ctrl-C reaches only us and each gets one signal."""
        process = subprocess.Popen(
            list(command), env={**os.environ, **environ}, start_new_session=True, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if reads_output else None,
        )  # fmt: skip
        self._children[name] = _Child(name, command, environ, process, monotonic())
        self._record()
        return process

    def restart_dead(self) -> None:
        """Start again whatever ended by itself; one that dies at once is tried again each second."""
        for child in list(self._children.values()):
            if child.process.poll() is not None and monotonic() - child.started > RESTART_PAUSE:
                click.echo(f"mappop: {child.name} ended with {child.process.returncode}, starting it again", err=True)
                self.start(child.name, child.command, child.environ)

    def watch(self) -> None:
        """Until interrupted."""
        while True:
            self.restart_dead()
            pause(0.25)

    def _stop(self, children: list[_Child]) -> None:
        """One SIGTERM each (a second one would be RQ's cold shutdown), then patience, then a kill."""
        for child in children:
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        ends = monotonic() + STOP_WITHIN
        while monotonic() < ends and any(child.process.poll() is None for child in children):
            pause(0.05)
        for child in children:
            if child.process.poll() is None:
                _kill_session(child.process.pid)
            child.process.wait()

    @property
    def _record_path(self) -> Path:
        return self._run / "children.json"

    def _record(self) -> None:
        pids = {name: child.process.pid for name, child in self._children.items()}
        known = {name: [pid, _start_time(pid)] for name, pid in pids.items()}
        fresh = self._record_path.with_suffix(".new")
        fresh.write_text(json.dumps(known))
        fresh.replace(self._record_path)

    def _end_leftovers(self) -> None:
        try:
            known: dict[str, list[Any]] = json.loads(self._record_path.read_text())
        except (OSError, ValueError):
            return
        for pid, started in known.values():
            if started and _start_time(pid) == started:
                _kill_session(pid)


def _start_time(pid: int) -> str:
    """When the process began, in the kernel's own count; empty where it is gone or can't be told."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _kill_session(pid: int) -> None:
    """The process and what it forked: each child leads a group of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
