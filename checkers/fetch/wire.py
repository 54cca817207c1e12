"""One GET over a connection to an address that the guard has checked, under one deadline for all of it.

The standard library's client on a line of our own: what is connected to is what was checked, whatever the name
resolves to a second later, and neither proxies nor cookies nor credentials are ever in play.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass

from checkers.fetch.guard import Target
from checkers.fetch.line import Dial, Line, connect, system_dial
from checkers.fetch.outcome import CouldNotCheck, FetchLimits
from checkers.fetch.unpack import ACCEPT_ENCODING, CODINGS, Unpacker

_PIECE = 16_384
# What comes before the answer, such as 103 Early Hints (RFC 9110, 15.2). The client skips 100 by itself, and after 101
# the line speaks no HTTP any more.
_INTERIM = range(102, 200)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in small letters
    content: bytes


def get(
    target: Target, headers: Mapping[str, str], limits: FetchLimits, seconds: float, dial: Dial = system_dial
) -> Answer:
    """The answer, its body decompressed and within the limits; raises CouldNotCheck for every fault."""
    try:
        with connect(target, limits, time.monotonic() + seconds, dial) as line:
            return _exchange(line, target, headers, limits)
    except TimeoutError:
        raise CouldNotCheck("the host did not answer in time") from None
    except ssl.SSLCertVerificationError:
        raise CouldNotCheck("the host's certificate is not valid") from None
    except (http.client.HTTPException, OSError, ValueError) as fault:
        raise CouldNotCheck(f"the connection failed ({type(fault).__name__})") from None


def _exchange(line: Line, target: Target, headers: Mapping[str, str], limits: FetchLimits) -> Answer:
    client = http.client.HTTPConnection(target.host, target.port)
    client.sock = line
    client.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in {
        "Host": target.netloc,
        "Accept-Encoding": ACCEPT_ENCODING,
        "Connection": "close",
        **headers,
    }.items():
        client.putheader(name, value)
    client.endheaders()
    with client.getresponse() as response:
        while response.status in _INTERIM:
            response.headers = None  # type: ignore[assignment]  # `begin` reads a head only where there is none
            response.begin()
        line.head_is_read()
        if len(set(response.headers.get_all("content-length", []))) > 1:
            raise CouldNotCheck("the host says two lengths of one page")
        found = {name.lower(): value for name, value in response.getheaders()}
        content = _Body(found.get("content-encoding", ""), limits).read(response)
    return Answer(response.status, found, content)


class _Body:
    """Reads a body as it comes, never more than the limits allow, packed or not."""

    def __init__(self, coding: str, limits: FetchLimits) -> None:
        self._limits = limits
        self._unpacker = _unpacker(coding.strip().lower())
        self._taken = 0
        self._content = bytearray()

    def read(self, response: http.client.HTTPResponse) -> bytes:
        while piece := response.read1(_PIECE):
            self._taken += len(piece)
            if self._taken > self._limits.compressed:
                raise CouldNotCheck("the page is far too long")
            self._take(piece)
        if response.length or (self._unpacker and self._taken and not self._unpacker.is_whole):
            raise CouldNotCheck("the page was cut short")
        return bytes(self._content)

    def _take(self, piece: bytes) -> None:
        if self._unpacker is None:
            self._content += piece
            return
        allowed = min(self._limits.decompressed, max(self._taken * self._limits.ratio, _PIECE))
        self._content += self._unpacker.unpack(piece, allowed + 1 - len(self._content))
        if len(self._content) > allowed:
            raise CouldNotCheck("the page unpacks to far too much")


def _unpacker(coding: str) -> Unpacker | None:
    if coding in ("", "identity"):
        return None
    make = CODINGS.get(coding.removeprefix("x-"))
    if make is None:
        raise CouldNotCheck("the host answers in a form that we did not ask for")
    return make()
