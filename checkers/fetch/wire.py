"""One GET over a connection to an address that the guard has checked, under one deadline for all of it.

The standard library's client on a socket of our own: what is connected to is what was checked, whatever the name
resolves to a second later, and no time-out of a single read can be stretched by a host that drips bytes.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from checkers.fetch.guard import Target
from checkers.fetch.outcome import CouldNotCheck, FetchLimits

_CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in small letters
    content: bytes


class _Deadline:
    """Shuts the socket when time is up, from a thread of its own: a blocked read ends at once."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds
        self.is_over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(seconds, 0.01), self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._socket is not None:
            self._socket.close()

    def watch(self, sock: socket.socket) -> None:
        self._socket = sock

    def left(self) -> float:
        return max(self.ends - time.monotonic(), 0.01)

    def _end(self) -> None:
        self.is_over = True
        if self._socket is not None:
            try:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:
                return  # closed in the same instant


def get(target: Target, headers: Mapping[str, str], limits: FetchLimits, seconds: float) -> Answer:
    """The answer, its body decompressed and within the limits; raises CouldNotCheck for every fault."""
    with _Deadline(min(seconds, limits.total)) as deadline:
        try:
            return _exchange(target, headers, limits, deadline)
        except (http.client.HTTPException, OSError, ValueError, zlib.error) as fault:
            if deadline.is_over or isinstance(fault, TimeoutError):
                raise CouldNotCheck("the host did not answer in time") from None
            if isinstance(fault, ssl.SSLCertVerificationError):
                raise CouldNotCheck("the host's certificate is not valid") from None
            raise CouldNotCheck(f"the connection failed ({type(fault).__name__})") from None


def _exchange(target: Target, headers: Mapping[str, str], limits: FetchLimits, deadline: _Deadline) -> Answer:
    sock = _connect(target, limits, deadline)
    client = http.client.HTTPConnection(target.host, target.port)
    client.sock = sock
    client.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": target.netloc, "Accept-Encoding": "gzip", "Connection": "close", **headers}.items():
        client.putheader(name, value)
    client.endheaders()
    with client.getresponse() as response:
        found = {name.lower(): value for name, value in response.getheaders()}
        content = _Body(found.get("content-encoding", ""), limits).read(response)
    if deadline.is_over:
        raise CouldNotCheck("the host did not finish answering in time")
    return Answer(response.status, found, content)


def _connect(target: Target, limits: FetchLimits, deadline: _Deadline) -> socket.socket:
    fault: OSError = OSError("no address")
    for address in target.addresses:
        try:
            sock = socket.create_connection((address, target.port), timeout=min(limits.connect, deadline.left()))
        except OSError as refused:
            fault = refused
            continue
        deadline.watch(sock)
        if target.scheme == "https":
            sock = _secured(sock, target.host, deadline)
        return sock
    raise fault


def _secured(sock: socket.socket, host: str, deadline: _Deadline) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    secured = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    deadline.watch(secured)
    secured.do_handshake()
    return secured


class _Body:
    """Reads a body as it comes, never more than the limits allow, compressed or not."""

    def __init__(self, encoding: str, limits: FetchLimits) -> None:
        if encoding.strip().lower() not in ("", "identity", "gzip", "x-gzip"):
            raise CouldNotCheck("the host answers in a form that we did not ask for")
        self.limits = limits
        self.unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in encoding.lower() else None
        self.taken = 0
        self.content = bytearray()

    def read(self, response: http.client.HTTPResponse) -> bytes:
        while chunk := response.read1(_CHUNK):
            self.taken += len(chunk)
            if self.taken > self.limits.compressed:
                raise CouldNotCheck("the page is far too long")
            self._take(chunk)
        if response.length:
            raise CouldNotCheck("the page was cut short")
        return bytes(self.content)

    def _take(self, chunk: bytes) -> None:
        if self.unpack is None:
            self.content += chunk
            return
        room = self.limits.decompressed + 1 - len(self.content)
        self.content += self.unpack.decompress(chunk, room)
        allowed = min(self.limits.decompressed, max(self.taken * self.limits.ratio, _CHUNK))
        if len(self.content) > allowed:
            raise CouldNotCheck("the page unpacks to far too much")
