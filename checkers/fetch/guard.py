"""Which addresses may be reached: decided on what a name resolves to, once, and that very address is connected to.

With an allow-list (sandbox and tests) its `host:port` pairs are all there is; without one, public addresses on the
two web ports.
"""

from __future__ import annotations

import queue
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urlsplit

from checkers.fetch.addresses import is_public
from checkers.fetch.outcome import CouldNotCheck

URL_MAX = 2_000
RESOLVE_MAX = 5.0  # seconds
_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"(?!-)[a-z0-9_.-]{1,253}")

Resolver = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the checked addresses, and what the request itself says."""

    scheme: str
    host: str
    port: int
    path: str  # with query, as sent
    addresses: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def publisher(self) -> str:
        """Whose turn a request takes: by either scheme, with `www.` or without, it is one house that answers."""
        host = self.host.removeprefix("www.").removeprefix("m.")
        return host if self.port in _PORTS.values() else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return self.origin + self.path


def system_resolver(host: str, port: int) -> list[str]:
    """Raises OSError, or UnicodeError for what is no name."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def checked(
    url: str, allowed: frozenset[str] | None, resolve: Resolver = system_resolver, *, seconds: float = RESOLVE_MAX
) -> Target:
    """The target of an address that may be reached; raises CouldNotCheck for every other, and when time is up."""
    target = parse(url)
    if allowed is not None:
        if not _is_listed(target, allowed):
            raise CouldNotCheck(f"{target.place} may not be reached from the sandbox")
        return _with_addresses(
            target, ["127.0.0.1"] if _is_localhost(target.host) else _resolved(target, resolve, seconds)
        )
    if target.port != _PORTS[target.scheme]:
        raise CouldNotCheck("the address has an unusual port")
    addresses = _resolved(target, resolve, seconds)
    if not all(is_public(address) for address in addresses):
        raise CouldNotCheck("the address leads into a private network")
    return _with_addresses(target, addresses)


def parse(url: str) -> Target:
    """Raises CouldNotCheck for what is no plain http or https address."""
    if len(url) > URL_MAX or _UNSAFE.search(url):
        raise CouldNotCheck("this is no plain web address")
    try:
        parts = urlsplit(url)
        usual = _PORTS[parts.scheme]
        port = usual if parts.port is None else parts.port
        host = _host(parts.hostname or "")
    except (ValueError, KeyError):
        raise CouldNotCheck("this is no plain web address") from None
    if "@" in parts.netloc:
        raise CouldNotCheck("this is no plain web address")
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*") + (
        f"?{quote(parts.query, safe='%/:=&?~+!$,;@()*[]')}" if parts.query else ""
    )
    return Target(parts.scheme, host, port, path)


def _host(text: str) -> str:
    """Raises ValueError. Letters of other scripts become what the name service knows, full-width digits plain ones."""
    if ":" in text:
        return str(IPv6Address(text))
    host = text.encode("idna").decode("ascii").lower().removesuffix(".")
    if not _HOST.fullmatch(host) or ".." in host:
        raise ValueError("no host's name")
    return host


def _resolved(target: Target, resolve: Resolver, seconds: float) -> list[str]:
    """The system's call knows no time limit: one that takes too long is left behind in its thread."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except Exception as fault:  # told below, in the thread that waits for it
            answers.put(fault)

    threading.Thread(target=ask, daemon=True).start()
    try:
        addresses = answers.get(timeout=max(min(seconds, RESOLVE_MAX), 0))
    except queue.Empty:
        raise CouldNotCheck("the name service did not answer in time") from None
    if isinstance(addresses, Exception) and not isinstance(addresses, OSError | UnicodeError):
        raise addresses
    if isinstance(addresses, Exception) or not addresses:
        raise CouldNotCheck("the host's name leads nowhere")
    return addresses


def _with_addresses(target: Target, addresses: list[str]) -> Target:
    return Target(target.scheme, target.host, target.port, target.path, tuple(dict.fromkeys(addresses)))


def _is_localhost(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def _is_listed(target: Target, allowed: frozenset[str]) -> bool:
    """A name under `.localhost` is the loopback address itself, so that address' entry covers it."""
    return target.place in allowed or (_is_localhost(target.host) and f"127.0.0.1:{target.port}" in allowed)
