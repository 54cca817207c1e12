"""Fetching from hosts that behave, and from hosts that don't."""

from __future__ import annotations

import gzip

import pytest
from hostile import AGENT, NOON, reply

from checkers.fetch.outcome import CouldNotCheck, FetchLimits


def test_a_page_arrives_with_its_address_and_time(host, fetcher_to):
    site = host(reply(b"<h1>Joe's</h1>", Content_Type="text/html; charset=utf-8"))
    page = fetcher_to(site)(f"{site.url}/biz/joes?x=1#top")
    assert (page.status, page.content, page.content_type) == (200, b"<h1>Joe's</h1>", "text/html; charset=utf-8")
    assert (page.url, page.at, page.is_there) == (f"{site.url}/biz/joes?x=1", NOON, True)
    assert site.paths == ["/robots.txt", "/biz/joes?x=1"]
    assert f"User-Agent: {AGENT}" in site.heads[1] and "Cookie" not in site.heads[1]


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


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_each_kind_of_redirect_is_followed(host, fetcher_to, status):
    site = host(lambda path, c: c.sendall(reply(b"", status, Location="/b") if path == "/a" else reply(b"page")))
    assert fetcher_to(site)(f"{site.url}/a").content == b"page"


def test_five_redirects_are_followed_and_a_sixth_is_not(host, fetcher_to):
    steps = {f"/{n}": f"/{n - 1}" for n in range(1, 10)}
    site = host(lambda path, c: c.sendall(
        reply(b"", "302 x", Location=steps[path]) if path in steps else reply(b"page")
    ))  # fmt: skip
    assert fetcher_to(site)(f"{site.url}/5").content == b"page"
    with pytest.raises(CouldNotCheck, match="in circles"):
        fetcher_to(site)(f"{site.url}/6")


@pytest.mark.parametrize(
    ("size", "extra", "is_read"), [(3_000, 0, True), (3_001, 0, False), (1_500, 1, True), (1_500, 90, False)]
)
def test_a_page_is_read_up_to_its_limit_with_as_much_again_around_it(host, fetcher_to, size, extra, is_read):
    """In pieces of ten bytes, each with so many bytes of its own beside them; time is not what ends it."""
    piece = b"a;" + b"e" * extra + b"\r\n0123456789\r\n"
    rest = b"%x\r\n%s\r\n" % (size % 10, b"x" * (size % 10)) if size % 10 else b""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" if extra else reply(b"x" * size)
    site = host(head + (piece * (size // 10) + rest + b"0\r\n\r\n" if extra else b""))
    fetch = fetcher_to(site, limits=FetchLimits(spacing=0, compressed=3_000))
    if is_read:
        assert len(fetch(site.url).content) == size
    else:
        with pytest.raises(CouldNotCheck, match="far too long"):
            fetch(site.url)


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


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_proxies_of_the_environment_are_ignored(host, fetcher_to, monkeypatch, name):
    site, proxy = host(reply(b"page")), host(reply(b"the proxy's page"))
    monkeypatch.setenv(name, proxy.url)
    assert fetcher_to(site)(site.url).content == b"page" and proxy.paths == []


def test_cookies_are_not_carried(host, fetcher_to):
    site = host(lambda path, c: c.sendall(
        reply(b"", "302 Found", Location="/b", Set_Cookie="id=1") if path == "/a" else reply(b"page", Set_Cookie="id=2")
    ))  # fmt: skip
    fetch = fetcher_to(site)
    fetch(f"{site.url}/a")
    fetch(f"{site.url}/b")
    assert not any("cookie" in head.lower() for head in site.heads)
