"""Hosts that want to hurt: each costs little, ends in time, and leads to no address that is not public."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
import tracemalloc
import zlib

import pytest
from forbidden import FORBIDDEN
from hostile import reply
from internet import HASTY, SITE, Internet

from checkers.fetch.outcome import CouldNotCheck, FetchLimits

PATIENCE = 60.0  # seconds after which a fetch counts as hanging
OK = b"HTTP/1.1 200 OK\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def drip(head=b"", piece=b"x", pause=0.03):
    """One piece at a time, each soon enough for a time-out of single reads."""

    def script(_, connection):
        connection.sendall(head)
        for _ in range(200):
            connection.sendall(piece)
            time.sleep(pause)

    return script


def endless(head, piece):
    def script(_, connection):
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return script


def reset(head):
    """The connection is torn down instead of closed."""

    def script(_, connection):
        connection.sendall(head)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return script


def silent(_, connection):
    connection.recv(1)


def packed(content, coding):
    return reply(content, Content_Encoding=coding)


def moved(location, status="302 Found"):
    return reply(b"", status, Location=location)


BOMB = gzip.compress(b"\0" * 5_000_000)

ANSWERS = {
    "says nothing": silent,
    "hangs up": lambda *_: None,
    "speaks another protocol": b"220 mail.example ESMTP\r\n",
    "speaks HTTP/2": b"HTTP/2 200\r\n\r\n",
    "speaks HTTP/0.9": b"<h1>Joe's</h1>",
    "answers TLS on the plain port": b"\x15\x03\x01\x00\x02\x02\x46",
    "status that is no number": b"HTTP/1.1 abc OK\r\n\r\n",
    "status of five digits": b"HTTP/1.1 20000 OK\r\n\r\n",
    "drips its status line": drip(b"H"),
    "drips its headers": drip(OK, b"X-A: 1\r\n"),
    "drips its body": drip(OK + b"\r\n"),
    "drips its chunks": drip(CHUNKED, b"1\r\nx\r\n"),
    "drips empty lines before the status": drip(b"", b"\r\n"),
    "stops in the middle of the body": lambda p, c: (c.sendall(OK + b"Content-Length: 9\r\n\r\nabc"), silent(p, c)),
    "stops in the middle of the head": lambda p, c: (c.sendall(OK + b"Content-Le"), silent(p, c)),
    "torn down before the head": reset(b""),
    "torn down in the head": reset(OK),
    "torn down in the body": reset(OK + b"Content-Length: 999\r\n\r\nabc"),
    "body without end": endless(OK + b"\r\n", b"x" * 10_000),
    "body without end, said to be short of it": endless(OK + b"Content-Length: 99999999999\r\n\r\n", b"x" * 10_000),
    "chunks without end": endless(CHUNKED, b"a\r\n0123456789\r\n" * 500),
    "chunks of one byte without end": endless(CHUNKED, b"1\r\nx\r\n" * 500),
    "chunks with extensions without end": endless(CHUNKED, b"1;" + b"e" * 5_000 + b"\r\nx\r\n"),
    "trailers without end": endless(CHUNKED + b"1\r\nx\r\n0\r\n", b"X-T: 1\r\n" * 500),
    "chunk of an enormous size": CHUNKED + b"ffffffffffffffff\r\nabc",
    "chunk of a negative size": CHUNKED + b"-5\r\nabc\r\n0\r\n\r\n",
    "chunk size that is none": CHUNKED + b"zz\r\nabc",
    "cut chunk": CHUNKED + b"9\r\nabc",
    "no last chunk": CHUNKED + b"3\r\nabc\r\n",
    "promises more than it sends": OK + b"Content-Length: 999\r\n\r\nshort",
    "says two lengths": OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    "headers without end": endless(OK, b"X-Flood: 1\r\n" * 50),
    "a hundred and one headers": OK + b"X: 1\r\n" * 101 + b"\r\nx",
    "one header without end": endless(OK + b"X-Flood: ", b"y" * 10_000),
    "one huge header": OK + b"X-Flood: " + b"y" * 60_000 + b"\r\n\r\nx",
    "huge status line": b"HTTP/1.1 200 " + b"O" * 60_000 + b"\r\n\r\nx",
    "status line without end": endless(b"HTTP/1.1 200 ", b"O" * 10_000),
    "interim answers without end": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "interim answers with headers": endless(b"", b"HTTP/1.1 100 Continue\r\nX: " + b"y" * 900 + b"\r\n\r\n"),
    "early hints without end": endless(b"", HINTS * 50),
    "early hints and nothing more": HINTS,
    "changes the protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
    "not changed, without being asked": reply(b"", "304 Not Modified"),
    "part of a page": reply(b"abc", "206 Partial Content"),
    "gzip bomb": packed(BOMB, "gzip"),
    "gzip bomb under an old name": packed(BOMB, "x-gzip"),
    "deflate bomb": packed(zlib.compress(b"\0" * 5_000_000), "deflate"),
    "deflate bomb without wrapper": packed(zlib.compress(b"\0" * 5_000_000, wbits=-15), "deflate"),
    "two packings named": packed(gzip.compress(BOMB), "gzip, gzip"),
    "a hundred packings named": packed(BOMB, ", ".join(["gzip"] * 100)),
    "unknown packing": packed(b"abc", "compress"),
    "not gzip": packed(b"plain", "gzip"),
    "gzip broken in the middle": packed(gzip.compress(bytes(range(256)) * 9)[:-90] + b"\xff" * 90, "gzip"),
    "gzip cut short": OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(range(256)) * 9)[:-20],
    "gzip with a wrong checksum": packed(gzip.compress(b"abc")[:-8] + b"\0" * 8, "gzip"),
    "redirects in a circle": lambda path, c: c.sendall(moved(path)),
    "redirects ever further": lambda path, c: c.sendall(moved(path + "x")),
    "redirects to nowhere": reply(b"", "302 Found"),
    "redirects to a name that leads nowhere": moved("http://nowhere.invalid/"),
    "redirects to something huge": moved("http://site.example/" + "a" * 3_000),
    "redirects to brackets": moved("http://[::1/"),
}  # fmt: skip


@pytest.fixture
def internet(host):
    def start(answer):
        made = Internet(host(answer), host)
        made.names |= {"inner.example": ["127.0.0.1"], "both.example": [SITE, "10.0.0.1"]}
        return made

    return start


def outcome_of(fetch, url):
    """The reason why a page could not be checked; fails where there is a page, another fault or no end."""
    found = []

    def run():
        try:
            found.append(fetch(url))
        except BaseException as fault:
            found.append(fault)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert found, "the fetch did not end"
    assert isinstance(found[0], CouldNotCheck), found[0]
    return found[0].reason


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_a_hostile_answer_means_that_it_could_not_be_checked(internet, answer):
    web = internet(answer)
    assert outcome_of(web.fetcher(HASTY), "http://site.example/biz/1")
    assert web.canary.paths == [] and {address for address, _ in web.dialled} == {SITE}


@pytest.mark.parametrize("url", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_forbidden_address_is_never_connected_to(internet, url):
    web = internet(reply(b"page"))
    assert outcome_of(web.fetcher(), url)
    assert web.dialled == []


@pytest.mark.parametrize("url", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_redirect_does_not_lead_there_either(internet, url):
    web = internet(moved(url))
    assert outcome_of(web.fetcher(), "http://site.example/biz/1")
    assert web.canary.paths == [] and {address for address, _ in web.dialled} == {SITE}


class TestNamesThatChangeTheirMind:
    """A name's addresses are asked for once a hop; those checked are those connected to."""

    def test_public_first_then_loopback(self, internet):
        web = internet(reply(b"page"))
        web.names["rebind.example"] = iter([[SITE], ["127.0.0.1"], ["127.0.0.1"]])
        assert outcome_of(web.fetcher(), "http://rebind.example/") == "the address leads into a private network"
        assert web.canary.paths == [] and web.dialled == []  # robots.txt was the second asking: refused before the page

    def test_it_changes_between_robots_and_page(self, internet):
        web = internet(reply(b"page"))
        web.names["rebind.example"] = iter([[SITE], [SITE], ["127.0.0.1"], ["127.0.0.1"]])
        assert web.fetcher()("http://rebind.example/").content == b"page"
        assert web.canary.paths == [] and {address for address, _ in web.dialled} == {SITE}

    def test_it_changes_between_two_hops(self, internet):
        web = internet(lambda path, c: c.sendall(moved("/secret") if path == "/a" else reply(b"page")))
        web.names["rebind.example"] = iter([[SITE], [SITE], ["169.254.169.254"]])
        assert outcome_of(web.fetcher(), "http://rebind.example/a") == "the address leads into a private network"
        assert web.canary.paths == []


def test_a_name_service_that_takes_its_time_at_every_hop_has_the_time_of_the_whole_fetch(internet):
    """Each answer in time by itself, 0.4 of 0.6 seconds; together they are not."""
    web = internet(moved("http://next.example/"))
    web.names["next.example"] = [SITE]
    quick = web.resolve

    def slow(host, port):
        time.sleep(0.4)
        return quick(host, port)

    web.resolve = slow
    fetch, began = web.fetcher(HASTY), time.monotonic()
    assert outcome_of(fetch, "http://site.example/") == "the name service did not answer in time"
    assert time.monotonic() - began < 5 and web.site.paths == []


def test_a_chain_of_redirects_that_ends_inside_stops_before(internet):
    steps = {"/1": "/2", "/2": "http://site.example/3", "/3": "http://inner.example/secret"}
    web = internet(lambda path, c: c.sendall(moved(steps[path])))
    assert outcome_of(web.fetcher(), "http://site.example/1") == "the address leads into a private network"
    assert web.site.paths == ["/robots.txt", "/1", "/2", "/3"] and web.canary.paths == []


@pytest.mark.parametrize(
    "answer", [silent, drip(b"", b"\x16"), drip(b"\x16\x03\x03\x40\x00"), b"HTTP/1.1 200 OK\r\n\r\n"],
    ids=["says nothing", "drips", "drips one record", "speaks no TLS"],
)  # fmt: skip
def test_a_handshake_that_comes_to_nothing_ends(internet, host, answer):
    web = internet(b"")
    web.site = host(answer, waits=False)
    assert outcome_of(web.fetcher(HASTY), "https://site.example/")


ONCE = gzip.compress(b"abc", mtime=0)
TWICE = gzip.compress(ONCE)
HTML = "text/html; charset="

ODD = {
    "more than it promised": (OK + b"Content-Length: 3\r\n\r\nabcdef", b"abc"),
    "length that is no number": (OK + b"Content-Length: abc\r\n\r\nabc", b"abc"),
    "negative length": (OK + b"Content-Length: -1\r\n\r\nabc", b"abc"),
    "length beside chunks": (OK + b"Content-Length: 99\r\n" + CHUNKED[len(OK) :] + b"3\r\nabc\r\n0\r\n\r\n", b"abc"),
    "line feeds alone": (b"HTTP/1.1 200 OK\nContent-Length: 3\n\nabc", b"abc"),
    "one interim answer": (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"\r\nabc", b"abc"),
    "early hints": (HINTS * 2 + OK + b"Content-Length: 3\r\n\r\nabc", b"abc"),
    "early hints among other interim answers": (
        b"HTTP/1.1 102 Processing\r\n\r\n" + HINTS + b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"\r\nabc", b"abc"
    ),
    "no words in the status": (b"HTTP/1.1 200\r\n\r\nabc", b"abc"),
    "empty page": (OK + b"Content-Length: 0\r\n\r\n", b""),
    "empty gzip": (packed(b"", "gzip"), b""),
    "rubbish behind the gzip": (packed(gzip.compress(b"abc") + b"\0" * 100, "gzip"), b"abc"),
    "gzip twice, said once": (packed(TWICE, "gzip"), ONCE),
    "deflate": (packed(zlib.compress(b"abc"), "deflate"), b"abc"),
    "deflate without wrapper": (packed(zlib.compress(b"abc", wbits=-15), "deflate"), b"abc"),
    "script hidden in UTF-7": (reply(b"+ADw-script+AD4-", Content_Type=HTML + "utf-7"), b"+ADw-script+AD4-"),
    "charset that switches": (reply(b"\x1b$B!!\x1b(B", Content_Type=HTML + "iso-2022-jp"), b"\x1b$B!!\x1b(B"),
    "charset that is none": (reply(b"abc", Content_Type=HTML + "../../etc/passwd"), b"abc"),
    "two charsets": (reply(b"\xff\xfea\0", Content_Type=HTML + "utf-8; charset=utf-7"), b"\xff\xfea\0"),
    "bytes beyond ASCII in headers": (OK + b"X-Joe: caf\xe9\r\n\r\nabc", b"abc"),
    "tag that would break a header": (OK + b'ETag: "a\r\n b"\r\n\r\nabc', b"abc"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "content"), ODD.values(), ids=ODD.keys())
def test_what_is_merely_odd_is_read_as_it_stands(internet, answer, content):
    """Bytes are handed on as they are: which charset they are in is decided where pages are read."""
    fetch = internet(answer).fetcher()
    assert [fetch("http://site.example/").content for _ in range(2)] == [content, content]


@pytest.mark.parametrize(
    "answer",
    [endless(OK + b"\r\n", b"x" * 65_536), packed(gzip.compress(b"\0" * 50_000_000), "gzip"),
     endless(OK + b"X: ", b"y" * 65_536)],
    ids=["body", "bomb", "header"],
)  # fmt: skip
def test_memory_is_bounded_with_the_limits_of_every_day(internet, answer):
    fetch = internet(answer).fetcher(FetchLimits(spacing=0))
    tracemalloc.start()
    try:
        assert outcome_of(fetch, "http://site.example/")
        assert tracemalloc.get_traced_memory()[1] < 64_000_000
    finally:
        tracemalloc.stop()
