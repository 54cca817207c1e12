"""Name servers of the pretend world, by UDP: what was typed at the pretend registrar, and our front server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from mappop.sandbox.network import Network
from mappop.sandbox.store import Store

FRONT_HOST, FRONT_ADDRESS = "front.mappop.example", "127.0.0.1"
KINDS = ("TXT", "CNAME", "A", "AAAA", "ALIAS")  # an ALIAS is answered by the addresses that it leads to
TTL = 1  # seconds
MOST_HOPS = 8
POLL_SECONDS = 0.1  # how long a stop may take
_DOCUMENT = "name_records"


def records(store: Store) -> list[dict[str, str]]:
    """As they were typed: {"name", "kind", "value"}."""
    return store.documents(_DOCUMENT)


def put(store: Store, name: str, kind: str, value: str) -> None:
    """Raises ValueError with what is wrong."""
    value = value.strip() if kind == "TXT" else value.strip().rstrip(".").lower()
    row = {"name": name.strip().rstrip(".").lower(), "kind": kind, "value": value}
    if kind not in KINDS:
        raise ValueError("kind is one of " + ", ".join(KINDS))
    try:
        _rrset(row["name"], "CNAME" if kind == "ALIAS" else kind, [row["value"]])
    except (dns.exception.DNSException, ValueError):
        raise ValueError("that is no record") from None
    store.keep(_DOCUMENT, _ref(row), row)


def remove(store: Store, name: str, kind: str, value: str) -> None:
    store.forget(_DOCUMENT, _ref({"name": name, "kind": kind, "value": value}))


def _ref(row: dict[str, str]) -> str:
    return f"{row['name']} {row['kind']} {row['value']}"


def _rrset(name: str, kind: str, values: Sequence[str]) -> dns.rrset.RRset:
    texts = [f'"{value}"' if kind == "TXT" else f"{value}." if kind == "CNAME" else value for value in values]
    return dns.rrset.from_text(f"{name}.", TTL, "IN", kind, *texts)


class NameServer(threading.Thread):
    """Answers until the world stops; what is no question gets no answer."""

    def __init__(self, network: Network, place: tuple[str, int]) -> None:
        super().__init__(daemon=True)
        self._store, self._stopping = network.store, network.stopping
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(POLL_SECONDS)
        self._socket.bind(place)

    def run(self) -> None:
        with self._socket:
            while not self._stopping.is_set():
                try:
                    wire, sender = self._socket.recvfrom(4096)
                    query = dns.message.from_wire(wire)
                    if query.question:
                        self._socket.sendto(self._answer(query).to_wire(), sender)
                except (OSError, dns.exception.DNSException, ValueError):
                    continue  # nobody asked in time, or not in a way that can be answered

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        reply, known = dns.message.make_response(query), records(self._store)
        reply.flags |= dns.flags.RA
        known.append({"name": FRONT_HOST, "kind": "A", "value": FRONT_ADDRESS})
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(query.question[0].rdtype)
        for _ in range(MOST_HOPS):
            values, leads = _of(known, name, kind), _of(known, name, "CNAME")
            if kind in ("A", "AAAA") and not leads:
                values += [far for target in _of(known, name, "ALIAS") for far in _of(known, target, kind)]
            if values:
                reply.answer.append(_rrset(name, kind, values))
            if values or not leads:
                break
            reply.answer.append(_rrset(name, "CNAME", leads[:1]))
            name = leads[0]
        if not reply.answer and all(row["name"] != name for row in known):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply


def _of(known: Sequence[dict[str, str]], name: str, kind: str) -> list[str]:
    return [row["value"] for row in known if (row["name"], row["kind"]) == (name, kind)]
