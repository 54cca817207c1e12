"""Asking name servers: what they say in order, and every way in which one can be hostile."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import dns.message
import dns.rcode
import dns.rrset
import pytest

from checkers.fetch.name_service import LONGEST, MOST, NameService
from checkers.fetch.outcome import CouldNotCheck

Answers = Callable[[dns.message.Message], bytes | None]


def _of_one_port() -> tuple[socket.socket, socket.socket]:
    """A port that is free for UDP may be in use for TCP: then another."""
    while True:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        try:
            return udp, socket.create_server(("127.0.0.1", udp.getsockname()[1]))
        except OSError:
            udp.close()


class Server:
    """A name server on loopback, by UDP and TCP, that answers what it is told."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.udp, self.tcp = _of_one_port()
        self.place = f"127.0.0.1:{self.udp.getsockname()[1]}"
        for serve in (self._by_udp, self._by_tcp):
            threading.Thread(target=serve, daemon=True).start()

    def close(self) -> None:
        self.udp.close()
        self.tcp.close()

    def _by_udp(self) -> None:
        while True:
            try:
                wire, sender = self.udp.recvfrom(4096)
            except OSError:
                return
            if (answer := self.answers(dns.message.from_wire(wire))) is not None:
                self.udp.sendto(answer, sender)

    def _by_tcp(self) -> None:
        while True:
            try:
                line, _ = self.tcp.accept()
            except OSError:
                return
            with line:
                size = int.from_bytes(line.recv(2), "big")
                answer = self.answers(dns.message.from_wire(line.recv(size)))
                if answer is not None:
                    line.sendall(len(answer).to_bytes(2, "big") + answer)


@pytest.fixture
def ask() -> Iterator[Callable[..., tuple[str, ...]]]:
    """Ask a server that answers so for the TXT records of a name, or for another kind."""
    servers: list[Server] = []

    def asked(answers: Answers, kind: str = "TXT", name: str = "_mappop.site.example") -> tuple[str, ...]:
        servers.append(Server(answers))
        return NameService([servers[-1].place], seconds=1.0)(name, kind)

    yield asked
    for server in servers:
        server.close()


def says(*rows: tuple[str, str, str], rcode: int = dns.rcode.NOERROR) -> Answers:
    """An answer of these records, as (name, kind, value)."""

    def answers(query: dns.message.Message) -> bytes:
        reply = dns.message.make_response(query)
        reply.set_rcode(rcode)
        for name, kind, value in rows:
            reply.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, value))
        return reply.to_wire(max_size=65_535)

    return answers


SITE = "_mappop.site.example"


def test_values_come_in_order_with_a_texts_pieces_joined(ask: Callable[..., tuple[str, ...]]) -> None:
    assert ask(says((SITE, "TXT", '"v=spf1 -all"'), (SITE, "TXT", '"mappop-site=" "abc"'))) == (
        "mappop-site=abc",
        "v=spf1 -all",
    )


def test_who_may_certify_is_told_as_in_a_name_servers_file(ask: Callable[..., tuple[str, ...]]) -> None:
    rows = (
        ("site.example", "CAA", '0 issue "LetsEncrypt.org"'),
        ("site.example", "CAA", '128 iodef "mailto:it@x.example"'),
    )
    assert ask(says(*rows), "CAA", "site.example") == ('0 issue "letsencrypt.org"', '128 iodef "mailto:it@x.example"')


def test_addresses_are_found_behind_a_chain_and_a_cname_is_told_as_itself(ask: Callable[..., tuple[str, ...]]) -> None:
    rows = (("www.site.example", "CNAME", "Front.Example."), ("front.example", "A", "192.0.2.80"))
    assert ask(says(*rows), "A", "www.site.example") == ("192.0.2.80",)
    assert ask(says(rows[0]), "CNAME", "www.site.example") == ("front.example",)


@pytest.mark.parametrize("answers", [says(rcode=dns.rcode.NXDOMAIN), says()])
def test_no_name_and_no_record_are_nothing(ask: Callable[..., tuple[str, ...]], answers: Answers) -> None:
    assert ask(answers) == ()


def _of_another_question(query: dns.message.Message) -> bytes:
    return says((SITE, "TXT", '"mappop-site=forged"'))(dns.message.make_query("evil.example", "TXT"))


LOOP = says(("a.example", "CNAME", "b.example."), ("b.example", "CNAME", "a.example."))
LONG_CHAIN = says(*((f"n{n}.example", "CNAME", f"n{n + 1}.example.") for n in range(40)))


@pytest.mark.parametrize(
    ("answers", "kind", "name"),
    [(says(rcode=dns.rcode.SERVFAIL), "TXT", SITE), (says(rcode=dns.rcode.REFUSED), "TXT", SITE),
     (LOOP, "A", "a.example"), (LONG_CHAIN, "A", "n0.example"), (lambda _: b"\x00" * 3, "TXT", SITE),
     (lambda _: b"\xff" * 600, "TXT", SITE),
     (lambda _: None, "TXT", SITE), (_of_another_question, "TXT", SITE)],
    ids=["servfail", "refused", "loop", "long chain", "too short", "no message", "silent", "other question"],
)  # fmt: skip
def test_a_server_that_does_not_answer_the_question_is_no_word_about_it(
    ask: Callable[..., tuple[str, ...]], answers: Answers, kind: str, name: str
) -> None:
    with pytest.raises(CouldNotCheck):
        ask(answers, kind, name)


def test_of_a_flood_only_so_much_is_taken(ask: Callable[..., tuple[str, ...]]) -> None:
    whole = " ".join(f'"{"x" * 250}"' for _ in range(8))
    many = says(*((SITE, "TXT", whole.replace("xx", f"{n:02}", 1)) for n in range(25)))
    seen = ask(many)
    assert 0 < len(seen) <= MOST and max(map(len, seen)) == LONGEST


@pytest.mark.parametrize("name", ["a" * 64 + ".example", "..", "x." * 200])
def test_what_is_no_name_is_asked_of_nobody(ask: Callable[..., tuple[str, ...]], name: str) -> None:
    def never(_query: dns.message.Message) -> None:
        raise AssertionError("asked")

    with pytest.raises(CouldNotCheck):
        ask(never, name=name)


def test_a_sandbox_without_name_servers_of_its_own_asks_nobody() -> None:
    with pytest.raises(CouldNotCheck, match="sandbox"):
        NameService((), is_open=False)("site.example", "A")
