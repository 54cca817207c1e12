"""`nap audit --urls` and hosts that ask for time: what is waited for, what is told, and what is not."""

from __future__ import annotations

import pytest
from hostile import reply

from checkers.fetch.outcome import FetchLimits
from mappop.cli.audit_web import Waiting, from_web

PAGE = reply(b"<h1>Joe's Bakery</h1>")


class Watch:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds

    def sleep(self, seconds):
        self.seconds += seconds


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def gather(fetcher_to, watch):
    """What was read and why not, from addresses of these hosts; their names are their order."""

    def run(*hosts, pages=1, wait=120):
        waiting = Waiting(watch.sleep)
        fetch = fetcher_to(*hosts, limits=FetchLimits(spacing=3), clock=watch, sleep=waiting.sleep)
        addresses = [(f"{n}/{page}", f"{host.url}/{page}") for n, host in enumerate(hosts) for page in range(pages)]
        found = from_web(addresses, fetch, waiting, wait=wait)
        return [page.publisher for page in found.pages], {publisher: why for publisher, _, why in found.unread}

    return run


def asking(host, delay):
    return host(PAGE, robots=f"User-agent: *\nCrawl-delay: {delay}\n".encode())


def test_a_delay_of_half_a_minute_is_waited_for_and_told(host, gather, watch, capsys):
    site = asking(host, 30)
    assert gather(site) == (["0/0"], {})
    assert watch.seconds == 130
    assert capsys.readouterr().err == f"{site.place} asks us to wait: going on in 30 s\n"


def test_the_delays_of_several_hosts_run_side_by_side_and_the_order_stays(host, gather, watch):
    assert gather(asking(host, 60), host(PAGE), asking(host, 60)) == (["0/0", "1/0", "2/0"], {})
    assert watch.seconds < 100 + 70


def test_all_waits_together_are_bounded_and_what_is_left_says_how_long_it_asks_for(host, gather, watch):
    read, unread = gather(asking(host, 50), pages=4)
    assert read == ["0/0", "0/1"]
    assert unread == {
        "0/2": "the host is to be left alone for a while; --wait 150 waits for it",
        "0/3": "the host is to be left alone for a while; --wait 150 waits for it",
    }
    assert watch.seconds == 200


def test_a_delay_that_is_too_long_costs_no_waiting(host, gather, watch, capsys):
    site = asking(host, 600)
    assert gather(site) == ([], {"0/0": "the host is to be left alone for a while; --wait 600 waits for it"})
    assert watch.seconds == 100 and capsys.readouterr().err == ""
    assert gather(site, wait=600) == (["0/0"], {})


def test_nobody_waits_who_does_not_want_to(host, gather, watch):
    assert gather(asking(host, 30), wait=0)[0] == [] and watch.seconds == 100


def test_a_busy_host_is_asked_once_more_when_its_time_is_over(host, gather, watch):
    answers = [reply(b"", "429 x", Retry_After="20"), PAGE]
    site = host(lambda path, connection: connection.sendall(answers.pop(0)))
    assert gather(site) == (["0/0"], {})
    still = host(reply(b"", "429 x", Retry_After="20"))
    read, unread = gather(still)
    assert read == [] and unread["0/0"].startswith("the host asks us to slow down; --wait ")
    assert still.paths == ["/robots.txt", "/0", "/0"]


def test_a_host_that_failed_too_often_is_not_waited_for(host, gather, watch):
    site = host(lambda path, connection: connection.sendall(reply(b"", "500 x") if path[1:].isdigit() else PAGE))
    read, unread = gather(site, pages=7)
    assert read == [] and not any("--wait" in why for why in unread.values())
    assert unread["0/6"] == "the host failed too often and is left alone for a while" and watch.seconds < 120


def test_hosts_in_no_hurry_are_asked_in_one_go(host, gather, watch, capsys):
    assert gather(host(PAGE), pages=2) == (["0/0", "0/1"], {})
    assert capsys.readouterr().err == ""
