"""A stranger's page, read in a process of its own: what breaks or holds up the parser is one page's answer.

The first page starts the process, which serves this one and its forks until the last of them is gone; each line to it
has a reader behind it, which one page after the other is sent to. Where a system can't (Windows), pages are read here.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

import checkers
from checkers.extract.apart_frames import frame, reading_of, receive, texts_of
from checkers.extract.apart_limits import BROKE, OUT_OF_MEMORY, TOO_BIG, TOO_LONG, ReadLimits
from checkers.extract.document import PAGE_MAX
from checkers.extract.links import LINKS_MAX, classed_links
from checkers.extract.page import PageReading, PageState, read_with_state

_T = TypeVar("_T")
log = logging.getLogger("checkers.apart")

CAN = hasattr(os, "fork") and hasattr(socket, "send_fds")
READERS_MAX = 4  # at once, so that one page that takes its five seconds holds up nobody
LATER = 5.0  # seconds beyond a page's own: the process may have to start
_CHILD = "checkers.extract.apart_child"
_NEEDED = ("PATH", "PYTHONHOME", "LD_LIBRARY_PATH")  # of our environment; its secrets stay here


class Unreadable(Exception):
    """What the page turned out to be, in words: "a page that …"."""


class Readers:
    def __init__(self, limits: ReadLimits | None = None) -> None:
        self._limits = limits or ReadLimits()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: dict[socket.socket, socket.socket] = {}  # with the control that each was handed over by
        self._renew()
        _all.add(self)

    def read(self, content: bytes, *, url: str = "", content_type: str = "") -> PageReading:
        """As `read_with_state`; a page that broke a limit or the reader could not be checked."""
        if not CAN:
            return read_with_state(content, url=url, content_type=content_type)
        try:
            told = self._ask({"url": url, "content_type": content_type}, content)
            return _sound(lambda: reading_of(told.get("reading")))
        except Unreadable as fault:
            return PageReading(PageState.COULD_NOT_CHECK, (), str(fault))

    def links(self, content: bytes, *, content_type: str = "", of_class: str) -> list[str]:
        """As `classed_links`; raises Unreadable."""
        if not CAN:
            return classed_links(content, content_type=content_type, of_class=of_class)
        told = self._ask({"of_class": of_class, "content_type": content_type}, content)
        return _sound(lambda: texts_of(told.get("links"), LINKS_MAX))

    def start(self) -> None:
        """Have the process there, before a page or a fork needs it. Where it can't be, the page will say so."""
        with self._lock, contextlib.suppress(OSError):
            if CAN:
                self._control_there()

    def close(self) -> None:
        """The next page starts anew."""
        with self._lock:
            self._leave()
            if self._process is not None:
                self._process.wait()
                self._process = None

    def after_fork(self) -> None:
        """A fork asks the same process over lines of its own: its parent's are its parent's."""
        if self._process is not None:
            self._process.returncode = 0  # it is not ours to wait for
            self._process = None
        for line in self._lines:
            line.close()
        self._lines = {}
        self._renew()

    def _renew(self) -> None:
        self._lock, self._slots = threading.Lock(), threading.BoundedSemaphore(READERS_MAX)
        self._idle: list[socket.socket] = []

    def _ask(self, told: dict[str, Any], content: bytes) -> dict[str, Any]:
        asked = frame(told, content[:PAGE_MAX])
        with self._slots:
            for _ in range(2):  # once more where the process had ended before this page
                try:
                    return _answered(self._asked(asked))
                except OSError as fault:
                    log.warning("reader.gone", extra={"reason": type(fault).__name__})
        raise Unreadable(BROKE)

    def _asked(self, asked: bytes) -> dict[str, Any]:
        """Raises ConnectionError where the process itself is gone: it would have told what its reader died of."""
        line, is_kept = self._take(), False
        ends = time.monotonic() + self._limits.wall + LATER
        try:
            line.settimeout(ends - time.monotonic())
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # why is told on the line
                line.sendall(asked)
            received = receive(line, ends)
            if received is None:
                raise ConnectionResetError
            is_kept = received[0].get("is_last") is False
        except ConnectionError:
            with self._lock:
                self._lose(line)
            raise
        except TimeoutError:
            raise Unreadable(TOO_LONG) from None
        except ValueError:
            raise Unreadable(BROKE) from None
        finally:
            self._give_back(line, is_kept=is_kept)
        return received[0]

    def _take(self) -> socket.socket:
        with self._lock:
            while self._idle:
                line = self._idle.pop()
                if not _is_over(line):
                    return line
                self._drop(line)
            return self._new_line(self._control_there())

    def _new_line(self, control: socket.socket) -> socket.socket:
        line, theirs = socket.socketpair()
        self._lines[line] = control
        try:
            with theirs:
                socket.send_fds(control, [b"r"], [theirs.fileno()])
        except OSError:
            self._lose(line)
            raise
        return line

    def _give_back(self, line: socket.socket, *, is_kept: bool) -> None:
        with self._lock:
            if is_kept and line in self._lines:
                self._idle.append(line)
            else:
                self._drop(line)

    def _lose(self, line: socket.socket) -> None:
        """It went with its process: the next page starts another."""
        if self._control is not None and self._lines.get(line) is self._control:
            self._leave()
        self._drop(line)

    def _drop(self, line: socket.socket) -> None:
        self._lines.pop(line, None)
        line.close()

    def _control_there(self) -> socket.socket:
        if self._control is not None and not _is_over(self._control):
            return self._control
        self._leave()
        if self._process is not None:
            self._process.wait()
        control, theirs = socket.socketpair()
        self._control = control
        house = str(Path(checkers.__file__).parent.parent)
        environ = {name: os.environ[name] for name in _NEEDED if name in os.environ}
        environ["PYTHONPATH"] = os.pathsep.join(filter(None, (house, os.environ.get("PYTHONPATH"))))
        command = [sys.executable, "-P", "-B", "-m", _CHILD, json.dumps(asdict(self._limits))]
        with theirs:
            self._process = subprocess.Popen(
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ
            )
        return control

    def _leave(self) -> None:
        for line in self._idle:
            self._drop(line)
        self._idle = []
        if self._control is not None:
            self._control.close()
            self._control = None


def _answered(told: dict[str, Any]) -> dict[str, Any]:
    """Raises Unreadable for a page that its reader died of or gave up."""
    if "died" in told:
        log.warning("page.ended_its_reader", extra={"signal": told["died"]})
        raise Unreadable(TOO_LONG if told["died"] in (signal.SIGPROF, signal.SIGALRM) else BROKE)
    if "refused" in told:
        log.warning("page.not_read", extra={"reason": str(told["refused"])[:100]})
        raise Unreadable(TOO_BIG if told["refused"] == OUT_OF_MEMORY else BROKE)
    return told


def _sound(make: Callable[[], _T]) -> _T:
    """Raises Unreadable where the answer is none: then it was no longer our reader that gave it."""
    try:
        return make()
    except ValueError:
        log.warning("page.not_read", extra={"reason": "no answer of ours"})
        raise Unreadable(BROKE) from None


def _is_over(line: socket.socket) -> bool:
    """Nothing is said on it unasked but that the other side has ended."""
    poll = select.poll()
    poll.register(line, select.POLLIN)
    return bool(poll.poll(0))


def _after_fork() -> None:
    for readers in _all:
        readers.after_fork()


_all: WeakSet[Readers] = WeakSet()
if CAN:
    os.register_at_fork(after_in_child=_after_fork)
_readers = Readers()
atexit.register(_readers.close)
read_apart = _readers.read
links_apart = _readers.links
start = _readers.start
