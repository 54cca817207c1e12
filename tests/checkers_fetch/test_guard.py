"""Which addresses may be reached at all."""

from __future__ import annotations

import pytest

from checkers.fetch.addresses import is_public
from checkers.fetch.guard import checked, parse
from checkers.fetch.outcome import CouldNotCheck

PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
FORBIDDEN = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.0.0.1", "198.18.0.1",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1", "nonsense",
    "fec0::1", "192.88.99.1", "3fff::1", "5f00::1", "::7f00:1", "64:ff9b:1::1", "100::1", "2001:db8::1",
    "2606:2800:21f:cb07:0:5efe:7f00:1", "168.63.129.16", "::ffff:168.63.129.16",
]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_forbidden_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_open_internet_is(address):
    assert is_public(address)


@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_name_that_leads_to_a_forbidden_address_is_refused(address):
    with pytest.raises(CouldNotCheck, match="private network"):
        checked("https://directory.example/biz/1", None, lambda *_: [address])


def test_one_forbidden_address_among_good_ones_is_enough():
    with pytest.raises(CouldNotCheck, match="private network"):
        checked("https://directory.example/", None, lambda *_: [PUBLIC[0], "10.0.0.1"])


def test_what_was_checked_is_what_will_be_connected_to():
    """A name that answers otherwise the second time gains nothing: it is asked once."""
    answers = iter([[PUBLIC[0]], ["127.0.0.1"]])
    target = checked("https://rebind.example/x", None, lambda *_: next(answers))
    assert (target.host, target.addresses) == ("rebind.example", (PUBLIC[0],))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://directory.example/", "file:///etc/passwd", "gopher://directory.example/", "javascript:alert(1)", "//x/y",
        "http://user@directory.example/", "http://:pw@directory.example/", "http://", "http:///x", "http://[::1/",
        "http://directory.example:99999/", "http://directory.example\\@127.0.0.1/", "http://a b/",
        "http://x/\r\nHost: y",
        "http://x/" + "a" * 3_000, "http://" + "a" * 300 + ".example/", "",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url):
    with pytest.raises(CouldNotCheck, match="no plain web address"):
        parse(url)


@pytest.mark.parametrize(
    "url", ["http://directory.example:8080/", "https://directory.example:22/", "http://x.example:443/"]
)
def test_odd_ports_are_refused(url):
    with pytest.raises(CouldNotCheck, match="unusual port"):
        checked(url, None, lambda *_: PUBLIC)


def test_a_name_that_leads_nowhere_could_not_be_checked():
    def nowhere(*_):
        raise OSError("no such name")

    with pytest.raises(CouldNotCheck, match="leads nowhere"):
        checked("https://gone.example/", None, nowhere)


def test_names_are_written_one_way():
    target = parse("HTTPS://Bücher.Example./a b?q=ü".replace(" ", "%20"))
    assert (target.host, target.path, target.netloc) == (
        "xn--bcher-kva.example",
        "/a%20b?q=%C3%BC",
        "xn--bcher-kva.example",
    )


class TestWithAnAllowList:
    allowed = frozenset({"127.0.0.1:8003"})

    def test_only_what_is_listed_is_reached(self):
        assert checked("http://127.0.0.1:8003/x", self.allowed, lambda *_: ["127.0.0.1"]).port == 8003
        for url in (
            "http://127.0.0.1:8004/",
            "http://127.0.0.1/",
            "https://directory.example/",
            "http://10.0.0.1:8003/",
        ):
            with pytest.raises(CouldNotCheck, match="sandbox"):
                checked(url, self.allowed, lambda *_: ["127.0.0.1"])

    def test_names_under_localhost_are_the_loopback_address_without_asking_anyone(self):
        def asked(*_):
            raise AssertionError("the resolver was asked")

        assert checked("http://joes.localhost:8003/", self.allowed, asked).addresses == ("127.0.0.1",)
        with pytest.raises(CouldNotCheck, match="sandbox"):
            checked("http://joes.localhost:8004/", self.allowed, asked)
