"""Asking the name service: the records of one name and kind, within a time limit and a bound on what is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from checkers.fetch.outcome import CouldNotCheck

if TYPE_CHECKING:
    from dns.nameserver import Nameserver
    from dns.rdata import Rdata
    from dns.resolver import Resolver

Records = Callable[[str, str], tuple[str, ...]]
KINDS = frozenset({"TXT", "CNAME", "A", "AAAA", "CAA"})
SECONDS = 4.0  # for one question with all its tries
MOST, LONGEST = 30, 500  # records of one answer, letters of one


class NameService:
    """`servers` as "address" or "address:port"; without any, the system's where it `is_open`, else nobody is asked."""

    def __init__(self, servers: Sequence[str] = (), *, is_open: bool = True, seconds: float = SECONDS) -> None:
        self._servers, self._is_open, self._seconds = tuple(servers), is_open, seconds

    def __call__(self, name: str, kind: str) -> tuple[str, ...]:
        """The values in order, chains of CNAME followed for addresses; none where there is no such name or record.

        Names come without their last dot and in small letters, a TXT's pieces joined. Raises CouldNotCheck where
        nobody answers, or with a fault (SERVFAIL, a chain without end, no message at all).
        """
        if kind not in KINDS:
            raise ValueError(f"nothing here asks for {kind}")
        if not self._servers and not self._is_open:
            raise CouldNotCheck("no name server may be reached from the sandbox")
        import dns.exception  # here: it takes a tenth of a second, and most processes never ask
        import dns.name
        import dns.resolver

        try:
            answer = self._resolver().resolve(dns.name.from_text(name), kind, lifetime=self._seconds, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, ValueError):
            raise CouldNotCheck("the name service did not answer") from None
        return tuple(sorted(_text(row)[:LONGEST] for row in list(answer)[:MOST]))

    def _resolver(self) -> Resolver:
        """Made anew for each question: nothing is remembered, since an owner looks at what was changed a minute ago."""
        import dns.resolver

        resolver = dns.resolver.Resolver(configure=not self._servers)
        if self._servers:
            resolver.nameservers = [_server(text) for text in self._servers]
        return resolver


def _server(text: str) -> Nameserver:
    from dns.nameserver import Do53Nameserver

    host, has_port, port = text.rpartition(":") if text.count(":") == 1 else (text, "", "")
    return Do53Nameserver(host, int(port) if has_port else 53)


def _text(row: Rdata) -> str:
    from dns.rdtypes.txtbase import TXTBase

    if isinstance(row, TXTBase):
        return b"".join(row.strings).decode("utf-8", "replace")
    return row.to_text().rstrip(".").lower()
