"""A connection that ends in time and carries only so much, whatever the other side does.

Every read gets what is left of one deadline, so a host that drips bytes can't stretch it; bytes are counted as they
come off the wire, the head's apart from the body's.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from checkers.fetch.guard import Target
from checkers.fetch.outcome import CouldNotCheck, FetchLimits

Dial = Callable[[str, int, float], socket.socket]


def system_dial(address: str, port: int, timeout: float) -> socket.socket:
    """A connection to an address (never a name); raises OSError."""
    return socket.create_connection((address, port), timeout=timeout)


class Line:
    """What `http.client` takes for its socket. A context manager: leaving it hangs up."""

    def __init__(self, sock: socket.socket, limits: FetchLimits, ends: float) -> None:
        self._socket, self._limits, self._ends = sock, limits, ends
        # The head's last piece may carry as much of the body as one buffer takes.
        self._room, self._too_much = limits.head + io.DEFAULT_BUFFER_SIZE, "the host sends headers without end"

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def close(self) -> None:
        """Nothing: `http.client` is done with its socket before a body that ends with the connection is read."""

    def sendall(self, content: bytes) -> None:
        self._socket.settimeout(self._left())
        self._socket.sendall(content)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def head_is_read(self) -> None:
        """From here on the body counts; chunk sizes and trailers may be as much again as the content."""
        self._room, self._too_much = 2 * self._limits.compressed, "the page is far too long"

    def read_into(self, buffer: Any) -> int:
        self._socket.settimeout(self._left())
        count = self._socket.recv_into(buffer)
        self._room -= count
        if self._room < 0:
            raise CouldNotCheck(self._too_much)
        return count

    def _left(self) -> float:
        """Raises TimeoutError when time is up."""
        if (left := self._ends - time.monotonic()) <= 0:
            raise TimeoutError
        return left


class _Reader(io.RawIOBase):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._line.read_into(buffer)


def connect(target: Target, limits: FetchLimits, ends: float, dial: Dial) -> Line:
    """A line to the first of the checked addresses that answers; raises OSError."""
    fault: OSError = OSError("no address")
    for address in target.addresses:
        left = ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            sock = dial(address, target.port, min(limits.connect, left))
        except OSError as refused:
            fault = refused
            continue
        return Line(_secured(sock, target.host, ends) if target.scheme == "https" else sock, limits, ends)
    raise fault


def _secured(sock: socket.socket, host: str, ends: float) -> ssl.SSLSocket:
    """The certificate must be valid for the host's name, whatever address it is reached at."""
    try:
        context = _context(ssl.get_default_verify_paths())
        sock.settimeout(max(ends - time.monotonic(), 0.01))
        return context.wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise


@lru_cache(maxsize=4)
def _context(_paths: ssl.DefaultVerifyPaths) -> ssl.SSLContext:
    """One for a process and its certificate store: loading the store takes longer than a handshake."""
    return ssl.create_default_context()
