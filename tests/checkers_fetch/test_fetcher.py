"""Fetching from hosts that behave, and from hosts that don't."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest
from hostile import NOON, reply

from checkers.fetch.outcome import CouldNotCheck, FetchLimits

SMALL = FetchLimits(spacing=0, total=0.7, connect=0.5, compressed=50_000, decompressed=200_000)


def drip(pause=0.05):
    def script(_, connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(200):
            connection.sendall(b"x")
            time.sleep(pause)

    return script


def endless(head, piece):
    def script(_, connection):
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return script


def test_a_page_arrives_with_its_address_and_time(host, fetcher_to):
    site = host(reply(b"<h1>Joe's</h1>", Content_Type="text/html; charset=utf-8"))
    page = fetcher_to(site)(f"{site.url}/biz/joes?x=1#top")
    assert (page.status, page.content, page.content_type) == (200, b"<h1>Joe's</h1>", "text/html; charset=utf-8")
    assert (page.url, page.at, page.is_there) == (f"{site.url}/biz/joes?x=1", NOON, True)
    assert site.paths == ["/robots.txt", "/biz/joes?x=1"]
    assert "User-Agent: MapPopCheck/" in site.heads[1] and "Cookie" not in site.heads[1]


def test_a_packed_page_is_unpacked(host, fetcher_to):
    site = host(reply(gzip.compress(b"hello " * 1000), Content_Encoding="gzip"))
    assert fetcher_to(site)(site.url).content == b"hello " * 1000


def test_a_page_in_chunks_arrives_whole(host, fetcher_to):
    site = host(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    assert fetcher_to(site)(site.url).content == b"abcde"


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_page_that_is_not_there_is_an_answer(host, fetcher_to, status):
    site = host(reply(b"gone", status))
    assert not fetcher_to(site)(site.url).is_there


@pytest.mark.parametrize("status", ["401 x", "403 x", "418 x", "500 x", "502 x", "204 x"])
def test_other_answers_mean_that_it_could_not_be_checked(host, fetcher_to, status):
    site = host(reply(b"", status))
    with pytest.raises(CouldNotCheck):
        fetcher_to(site)(site.url)


HOSTILE = {
    "drips its body": drip(),
    "drips its head": lambda _, c: [c.sendall(b"H") or time.sleep(0.05) for _ in range(200)],
    "says nothing": lambda _, c: time.sleep(5),
    "hangs up": lambda _, c: None,
    "never ends": endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 10_000),
    "chunks never end": endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"a\r\n0123456789\r\n" * 500),
    "header floods": endless(b"HTTP/1.1 200 OK\r\n", b"X-Flood: 1\r\n" * 50),
    "one header without end": endless(b"HTTP/1.1 200 OK\r\nX-Flood: ", b"y" * 10_000),
    "continues for ever": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "claims more than it sends": b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nshort",
    "odd chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
    "cut chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
    "speaks no HTTP": b"220 mail.example ESMTP\r\n",
    "gzip bomb": reply(gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip"),
    "gzip bomb in one byte of code": reply(gzip.compress(gzip.compress(b"\0" * 50_000_000)), Content_Encoding="gzip"),
    "not gzip": reply(b"plain", Content_Encoding="gzip"),
    "brotli unasked": reply(b"\x0b\x02\x80hello\x03", Content_Encoding="br"),
    "two packings": reply(zlib.compress(b"x"), Content_Encoding="gzip, deflate"),
    "redirects in a circle": reply(b"", "302 Found", Location="/again"),
    "redirects to nowhere": reply(b"", "302 Found"),
    "redirects to a file": reply(b"", "302 Found", Location="file:///etc/passwd"),
    "redirects to gopher": reply(b"", "301 Moved", Location="gopher://127.0.0.1:70/"),
    "redirects with a password": reply(b"", "302 Found", Location="http://a:b@127.0.0.1/"),
}


@pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_host_costs_little_and_could_not_be_checked(host, fetcher_to, answer):
    site = host(answer)
    with pytest.raises(CouldNotCheck) as outcome:
        fetcher_to(site, limits=SMALL)(site.url)
    assert outcome.value.reason


def test_a_double_packed_page_is_unpacked_once(host, fetcher_to):
    inner = gzip.compress(b"hello")
    site = host(reply(gzip.compress(inner), Content_Encoding="gzip"))
    assert fetcher_to(site, limits=SMALL)(site.url).content == inner


def test_redirects_are_followed_and_checked_at_every_hop(host, fetcher_to):
    canary = host(reply(b"secret"))
    site = host(
        lambda path, c: c.sendall(
            reply(b"", "302 Found", Location="/b") if path == "/a"
            else reply(b"moved") if path == "/b"
            else reply(b"", "302 Found", Location=f"{canary.url}/metadata")
        )
    )  # fmt: skip
    fetch = fetcher_to(site)
    assert fetch(f"{site.url}/a").url == f"{site.url}/b"
    with pytest.raises(CouldNotCheck, match="may not be reached"):
        fetch(f"{site.url}/out")
    assert canary.paths == []


def test_robots_are_honoured_and_asked_once(host, fetcher_to):
    site = host(reply(b"page"), robots=b"User-agent: MapPopCheck\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n")
    fetch = fetcher_to(site)
    assert fetch(f"{site.url}/biz/1").is_there
    with pytest.raises(CouldNotCheck, match=r"robots\.txt"):
        fetch(f"{site.url}/private/1")
    assert site.paths == ["/robots.txt", "/biz/1"]


def test_a_redirect_does_not_lead_around_robots(host, fetcher_to):
    site = host(reply(b"", "302 Found", Location="/private/1"), robots=b"User-agent: *\nDisallow: /private\n")
    with pytest.raises(CouldNotCheck, match=r"robots\.txt"):
        fetcher_to(site)(f"{site.url}/a")
    assert "/private/1" not in site.paths


def test_no_robots_file_allows_all_and_a_failing_one_nothing(host, fetcher_to):
    def robots_answer(status):
        return lambda path, c: c.sendall(reply(b"", status) if path == "/robots.txt" else reply(b"page"))

    open_site = host(robots_answer("404 x"), robots=None)
    assert fetcher_to(open_site)(f"{open_site.url}/x").is_there
    failing = host(robots_answer("500 x"), robots=None)
    with pytest.raises(CouldNotCheck, match=r"robots\.txt"):
        fetcher_to(failing)(f"{failing.url}/x")
    assert failing.paths == ["/robots.txt"]


class Watch:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.seconds, self.slept = 100.0, []

    def __call__(self):
        return self.seconds

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.seconds += seconds


def test_requests_to_one_host_are_spaced(host, fetcher_to):
    site, other, watch = host(reply(b"page")), host(reply(b"page")), Watch()
    fetch = fetcher_to(site, other, limits=FetchLimits(spacing=3), clock=watch, sleep=watch.sleep)
    fetch(f"{site.url}/1")
    assert watch.slept == [3.0]  # between robots.txt and the page
    fetch(f"{site.url}/2")
    assert watch.slept == [3.0, 3.0]


def test_a_host_that_asks_for_silence_gets_it(host, fetcher_to):
    site, watch = host(reply(b"", "429 Too Many", Retry_After="120")), Watch()
    fetch = fetcher_to(site, limits=FetchLimits(spacing=0), clock=watch, sleep=watch.sleep)
    with pytest.raises(CouldNotCheck) as first:
        fetch(f"{site.url}/1")
    asked = len(site.paths)
    with pytest.raises(CouldNotCheck, match="left alone") as second:
        fetch(f"{site.url}/2")
    assert (first.value.after, second.value.after, len(site.paths)) == (120, 120, asked)
    watch.seconds += 121
    with pytest.raises(CouldNotCheck, match="slow down"):
        fetch(f"{site.url}/3")


def test_proxies_of_the_environment_are_ignored(host, fetcher_to, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site = host(reply(b"page"))
    assert fetcher_to(site)(site.url).content == b"page"
