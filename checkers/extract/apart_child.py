"""The process in which strangers' pages are parsed: it forks a reader for each line that it is handed, and watches it.

`python -m checkers.extract.apart_child LIMITS`: lines to those who ask come in over the socket that is its stdin. It
has nothing of theirs, neither memory nor environment nor files, and ends, with all its readers, when they are gone.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from checkers.extract.apart_frames import frame, plain_reading, receive
from checkers.extract.apart_limits import OUT_OF_MEMORY, ReadLimits
from checkers.extract.links import classed_links
from checkers.extract.page import read_with_state

# A reader's first page finds everything loaded: the shape of a listing, as markup and as text.
_REHEARSAL = (
    b'<title>Elm</title><script type="application/ld+json">{"@type":"Plumber","name":"Elm","telephone":"512-555-0134"}'
    b"</script><p>12 Elm St<br>Austin, TX 78702<br>(512) 555-0134<br>Mon-Fri 9am-5pm"
)
_FATTER = 4  # a reader that has kept this part of its memory from pages before is replaced


class _House:
    def __init__(self, control: socket.socket, limits: ReadLimits) -> None:
        self._control, self._limits = control, limits
        self._woken, self._wakes = socket.socketpair()
        self._lines: dict[int, socket.socket] = {}  # by the reader's process id
        self._poll = select.poll()

    def run(self) -> None:
        self._wakes.setblocking(False)
        signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # it only wakes
        self._poll.register(self._control, select.POLLIN)
        self._poll.register(self._woken, select.POLLIN)
        is_open = True
        while is_open:
            fd = self._poll.poll()[0][0]  # one at a time: each may close another's file, whose number is given anew
            if fd == self._control.fileno():
                is_open = self._admit()
            elif fd == self._woken.fileno():
                self._woken.recv(4_096)
                self._bury()
            else:
                self._end(fd)
        for pid in self._lines:
            os.kill(pid, signal.SIGKILL)

    def _admit(self) -> bool:
        """A reader for who sends a line; false when nobody is left who could."""
        with contextlib.suppress(ConnectionError):
            said, lines, _, _ = socket.recv_fds(self._control, 1, 1)
            if said:
                line = socket.socket(fileno=lines[0])
                pid = os.fork() or self._become_reader(line)
                self._lines[pid] = line
                self._poll.register(line, 0)  # that the other side is gone is told in any case
                return True
        return False

    def _become_reader(self, line: socket.socket) -> int:
        """Never returns."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for kept in (self._control, self._woken, self._wakes, *self._lines.values()):
                kept.close()
            _read_for(line, self._limits)
        finally:
            os._exit(1)

    def _end(self, fd: int) -> None:
        """Who asked is gone, or has waited long enough. Its process id is its own until it is buried."""
        self._poll.unregister(fd)
        for pid, line in self._lines.items():
            if line.fileno() == fd:
                os.kill(pid, signal.SIGKILL)

    def _bury(self) -> None:
        """Tell who asked what its reader died of."""
        while self._lines:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            line = self._lines.pop(pid)
            with contextlib.suppress(KeyError):
                self._poll.unregister(line)
            with contextlib.suppress(OSError):
                died = {"died": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}
                line.send(frame(died), socket.MSG_DONTWAIT)
            line.close()


def _read_for(line: socket.socket, limits: ReadLimits) -> None:
    """One page after the other, until who asks is gone or a page has used this process up."""
    base = _size()
    _bound(limits, base)
    while (asked := receive(line)) is not None:
        # RLIMIT_CPU counts whole seconds of the process' whole life; this timer counts the page's, and ends it as well
        signal.setitimer(signal.ITIMER_PROF, limits.cpu)
        signal.setitimer(signal.ITIMER_REAL, limits.wall)
        answer = _answer(*asked)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        is_last = "refused" in answer or _size() - base > limits.memory // _FATTER
        line.sendall(frame({**answer, "is_last": is_last}))
        if is_last:
            return


def _answer(told: dict[str, Any], content: bytes) -> dict[str, Any]:
    """The outermost boundary: no page's fault ends in words that it could choose."""
    try:
        if "of_class" in told:
            return {"links": classed_links(content, content_type=told["content_type"], of_class=told["of_class"])}
        return {"reading": plain_reading(read_with_state(content, url=told["url"], content_type=told["content_type"]))}
    except MemoryError:
        return {"refused": OUT_OF_MEMORY}
    except Exception as fault:
        return {"refused": type(fault).__name__}


def _bound(limits: ReadLimits, base: int) -> None:
    """Where a system bounds no memory (macOS), time alone is bounded."""
    bounds = {resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if base:
        bounds[resource.RLIMIT_AS] = base + limits.memory
    for what, most in bounds.items():
        resource.setrlimit(what, (most, most))


def _size() -> int:
    """Bytes of addresses in use; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0


def _main() -> None:
    limits = ReadLimits(**json.loads(sys.argv[1]))
    for told in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # said to the whole group; who asks may not be done
        signal.signal(told, signal.SIG_IGN)
    read_with_state(_REHEARSAL)
    gc.collect()
    gc.freeze()
    _House(socket.socket(fileno=0), limits).run()


if __name__ == "__main__":
    _main()
