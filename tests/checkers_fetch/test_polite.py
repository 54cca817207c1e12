"""Manners towards hosts: turns, silence where it is asked for, rest after failures, and pages not sent twice."""

from __future__ import annotations

import threading
import time

import pytest
from hostile import NOON, reply
from internet import SITE, Internet

from checkers.fetch.breaker import FIRST_REST, HOSTS_MAX, OwnBreaker
from checkers.fetch.cache import Kept, MemoryCache, keepable
from checkers.fetch.guard import parse
from checkers.fetch.outcome import CouldNotCheck, FetchLimits
from checkers.fetch.pace import OwnBudget


class Watch:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.seconds, self.slept = 100.0, []

    def __call__(self):
        return self.seconds

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.seconds += seconds


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def fetcher(fetcher_to, watch):
    def make(*hosts, spacing=0.0, **options):
        options = {"clock": watch, "sleep": watch.sleep} | options
        return fetcher_to(*hosts, limits=FetchLimits(spacing=spacing), **options)

    return make


def refused(fetch, url):
    with pytest.raises(CouldNotCheck) as outcome:
        fetch(url)
    return outcome.value


class TestTurns:
    def test_requests_to_one_host_are_spaced_and_others_do_not_wait(self, host, fetcher, watch):
        site, other = host(reply(b"page")), host(reply(b"page"))
        fetch = fetcher(site, other, spacing=3)
        fetch(f"{site.url}/1")
        assert watch.slept == [3.0]  # between robots.txt and the page
        fetch(f"{other.url}/1")
        fetch(f"{site.url}/2")
        assert watch.slept == [3.0, 3.0]

    def test_a_publisher_has_one_rate_under_all_its_names(self, host, watch):
        def script(path, connection):
            is_old = "Host: site.example" in web.site.heads[-1]
            connection.sendall(moved if is_old else reply(b"page"))

        moved = reply(b"", "301 Moved", Location="http://www.site.example/1")
        web = Internet(host(script), host)
        web.names["www.site.example"] = [SITE]
        fetch = web.fetcher(FetchLimits(spacing=3), clock=watch, sleep=watch.sleep)
        assert fetch("http://site.example/1").content == b"page" and len(web.site.paths) == 4
        assert watch.slept == [3.0] * 3
        web.names["m.site.example"] = [SITE]
        web.site._script = lambda _, c: c.sendall(reply(b"", "429 x", Retry_After="120"))
        assert refused(fetch, "http://site.example/2").after == 120
        assert refused(fetch, "http://m.site.example/3").after == 120 and len(web.site.paths) == 5

    @pytest.mark.parametrize(
        ("url", "publisher"),
        [("http://Www.Site.example/", "site.example"), ("https://site.example/", "site.example"),
         ("https://m.site.example/", "site.example"), ("https://shop.site.example/", "shop.site.example"),
         ("http://127.0.0.1:8003/", "127.0.0.1:8003")],
    )  # fmt: skip
    def test_whose_turn_an_address_takes(self, url, publisher):
        assert parse(url).publisher == publisher

    def test_a_delay_of_robots_is_kept(self, host, fetcher, watch):
        site = host(reply(b"page"), robots=b"User-agent: *\nCrawl-delay: 8\n")
        fetch = fetcher(site, spacing=1)
        fetch(f"{site.url}/1")
        fetch(f"{site.url}/2")
        assert watch.slept == [8.0, 8.0]  # between robots.txt and the first page too

    def test_a_turn_too_far_off_is_not_waited_for(self, host, fetcher, watch):
        site = host(reply(b"page"), robots=b"User-agent: *\nCrawl-delay: 60\n")
        fetch = fetcher(site, spacing=1)
        assert refused(fetch, f"{site.url}/1").after == 60 and len(site.paths) == 1
        watch.seconds += 60
        assert fetch(f"{site.url}/1").is_there
        assert refused(fetch, f"{site.url}/2").after == 60 and len(site.paths) == 2

    def test_our_waiting_is_not_taken_from_the_hosts_time(self, host, fetcher, watch):
        site = host(lambda path, c: c.sendall(reply(b"", "302 x", Location="/2") if path == "/1" else reply(b"page")))
        fetch = fetcher(site, spacing=4)
        fetch._limits = FetchLimits(spacing=4, total=5)
        assert fetch(f"{site.url}/1").content == b"page" and sum(watch.slept) == 8

    def test_never_two_requests_to_one_host_at_once(self, host, fetcher_to):
        going, most = [], []

        def script(_, connection):
            going.append(1)
            most.append(len(going))
            time.sleep(0.01)
            going.pop()  # before the answer: the next request may come while this thread still ends
            connection.sendall(reply(b"page"))

        site = host(script)
        fetch = fetcher_to(site)
        threads = [threading.Thread(target=fetch, args=(f"{site.url}/{n}",)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(most) == 8 and max(most) == 1

    def test_a_budget_that_workers_share_keeps_the_rate_of_all(self, host, fetcher, watch):
        site, shared = host(reply(b"page")), OwnBudget(watch)
        one, two = fetcher(site, spacing=3, budget=shared), fetcher(site, spacing=3, budget=shared)
        one(f"{site.url}/1")
        two(f"{site.url}/2")
        assert watch.slept == [3.0, 3.0, 3.0]  # each reads robots.txt and one page: four turns

    def test_asking_for_a_turn_takes_nothing_away(self, watch):
        budget = OwnBudget(watch)
        assert budget.take("a:80", 3) == 0
        assert [budget.take("a:80", 3), budget.take("a:80", 3)] == [3, 3]
        budget.hold("a:80", 60)
        budget.hold("a:80", 5)
        assert budget.take("a:80", 3) == 60 and budget.take("b:80", 3) == 0


class TestSilence:
    def test_a_host_that_asks_for_silence_gets_it(self, host, fetcher, watch):
        site = host(reply(b"", "429 Too Many", Retry_After="120"))
        fetch = fetcher(site)
        first = refused(fetch, f"{site.url}/1")
        asked = len(site.paths)
        second = refused(fetch, f"{site.url}/2")
        assert (first.after, second.after, len(site.paths)) == (120, 120, asked)
        watch.seconds += 121
        assert "slow down" in refused(fetch, f"{site.url}/3").reason

    @pytest.mark.parametrize(
        ("said", "seconds"),
        [
            ("Mon, 01 Mar 2027 12:01:30 GMT", 90), ("Mon, 01 Mar 2027 11:00:00 GMT", 0), ("99999999999", 86_400),
            ("Mon, 01 Mar 2032 12:00:00 GMT", 86_400), ("soon", 60), ("", 60), ("-5", 60), ("\u0661", 60),
            ("Mon, 01 Mar 99999999999999999999 12:00:00 GMT", 60), ("Mon, 01 Mar 0001 00:00:00 +2300", 0),
            ("Mon, 01 Mar 2027 12:00:00 +999999999999999999999999", 60), ("9" * 5_000, 86_400), ("120, 60", 60),
            ("Mon, 01 Mar 2027 12:01:30 -0000", 90),
        ],
    )  # fmt: skip
    def test_it_may_say_how_long_in_seconds_or_by_a_date(self, host, fetcher, said, seconds):
        site = host(reply(b"", "503 Busy", Retry_After=said))
        assert refused(fetcher(site), f"{site.url}/1").after == seconds

    def test_where_it_names_no_time_each_silence_is_longer(self, host, fetcher, watch):
        site = host(reply(b"", "503 Busy"))
        fetch = fetcher(site)
        rests = []
        for n in range(4):
            rests.append(refused(fetch, f"{site.url}/{n}").after)
            watch.seconds += rests[-1]
        assert rests == [60, 120, 240, 480]


class TestBreaker:
    def test_after_failures_in_a_row_a_host_rests_and_one_fetch_probes(self, host, fetcher, watch):
        answers = [b"broken"] * 6 + [reply(b"page")] * 3
        site = host(lambda _, c: c.sendall(answers.pop(0)))
        fetch = fetcher(site)
        for n in range(5):
            assert "connection failed" in refused(fetch, f"{site.url}/{n}").reason
        asked = len(site.paths)
        assert refused(fetch, f"{site.url}/6").after == FIRST_REST and len(site.paths) == asked
        watch.seconds += FIRST_REST
        assert "connection failed" in refused(fetch, f"{site.url}/7").reason
        assert refused(fetch, f"{site.url}/8").after == 2 * FIRST_REST and len(site.paths) == asked + 1
        watch.seconds += 2 * FIRST_REST
        assert fetch(f"{site.url}/9").is_there and fetch(f"{site.url}/10").is_there

    def test_only_one_probe_goes_while_the_others_are_refused(self, watch):
        breaker = OwnBreaker(1, watch)
        breaker.failed("a:80")
        watch.seconds += FIRST_REST
        breaker.enter("a:80")
        with pytest.raises(CouldNotCheck, match="failed too often"):
            breaker.enter("a:80")
        breaker.enter("b:80")

    def test_an_answer_in_between_starts_the_count_anew(self, watch):
        breaker = OwnBreaker(2, watch)
        for _ in range(5):
            assert breaker.failed("a:80") == 1
            breaker.answered("a:80")
            breaker.enter("a:80")

    def test_of_hosts_that_failed_only_so_many_are_remembered_those_at_rest_the_longest(self, watch):
        breaker = OwnBreaker(2, watch)
        for _ in range(2):
            breaker.failed("resting:80")
        for n in range(3 * HOSTS_MAX):
            breaker.failed(f"{n}.example:80")
        assert len(breaker._records) <= HOSTS_MAX
        with pytest.raises(CouldNotCheck, match="failed too often"):
            breaker.enter("resting:80")

    def test_even_of_hosts_at_rest_there_are_only_so_many(self, watch):
        breaker = OwnBreaker(1, watch)
        for n in range(2 * HOSTS_MAX):
            breaker.failed(f"{n}.example:80")
        assert len(breaker._records) == HOSTS_MAX
        breaker.enter("0.example:80")


class TestPagesNotSentTwice:
    def site(self, host, **headers):
        def script(_, connection):
            is_known = "If-None-Match" in made.heads[-1] or "If-Modified-Since" in made.heads[-1]
            connection.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n" if is_known else reply(b"page", **headers))

        made = host(script)
        return made

    @pytest.mark.parametrize(
        ("header", "value", "asked"),
        [
            ("ETag", '"v1"', 'If-None-Match: "v1"'), ("ETag", 'W/"v1"', 'If-None-Match: W/"v1"'),
            ("Last-Modified", "Mon, 01 Mar 2027 11:00:00 GMT", "If-Modified-Since: Mon, 01 Mar 2027 11:00:00 GMT"),
        ],
    )  # fmt: skip
    def test_a_page_that_has_not_changed_is_the_kept_one(self, host, fetcher, header, value, asked):
        site = self.site(host, **{header.replace("-", "_"): value})
        fetch = fetcher(site)
        first, second = fetch(f"{site.url}/1"), fetch(f"{site.url}/1")
        assert (first.status, first.content, first.content_type) == (200, b"page", "text/html")
        assert first == second and f"{asked}\r\n" in site.heads[-1]

    def test_once_a_page_has_changed_the_new_one_is_kept(self, host, fetcher):
        """Unchanged, changed, unchanged again: the last answer is the second page, not the first."""
        pages = {"v1": b"old phone", "v2": b"new phone"}

        def script(_, connection):
            now = "v1" if len(site.paths) < 4 else "v2"  # robots.txt and two looks, then it changes
            is_known = f'If-None-Match: "{now}"' in site.heads[-1]
            not_changed = b"HTTP/1.1 304 Not Modified\r\n\r\n"
            connection.sendall(not_changed if is_known else reply(pages[now], ETag=f'"{now}"'))

        site = host(script)
        fetch = fetcher(site)
        contents = [fetch(f"{site.url}/1").content for _ in range(4)]
        assert contents == [b"old phone", b"old phone", b"new phone", b"new phone"]
        assert 'If-None-Match: "v2"' in site.heads[-1]

    def test_what_the_host_forbids_or_does_not_mark_is_not_kept(self, host, fetcher):
        for headers in ({}, {"ETag": '"v1"', "Cache_Control": "private, no-store"}, {"ETag": "no quotes"}):
            site = self.site(host, **headers)
            fetch = fetcher(site)
            assert [fetch(f"{site.url}/1").content for _ in range(2)] == [b"page", b"page"]

    def test_the_pages_read_last_are_kept_as_far_as_there_is_room(self):
        cache, page = MemoryCache(room=25), Kept(b"0123456789", "text/html", '"v1"')
        for url in ("a", "b", "a", "c"):
            assert cache.get(url) in (None, page)
            cache.put(url, page)
        assert [cache.get(url) is not None for url in ("a", "b", "c")] == [True, False, True]

    def test_a_mark_that_would_break_a_header_is_none(self):
        assert keepable({"etag": '"a\r\n b"', "last-modified": "x\ny"}, b"", NOON) is None

    @pytest.mark.parametrize(
        ("date", "is_kept"),
        [("Mon, 01 Mar 2027 11:00:00 GMT", False), ("Mon, 01 Mar 2027 11:00:01 GMT", True), ("", True), ("soon", True)],
    )
    def test_a_page_that_may_change_again_within_its_second_is_asked_for_whole(self, date, is_kept):
        headers = {"last-modified": "Mon, 01 Mar 2027 11:00:00 GMT", "date": date}
        assert (keepable(headers, b"page", NOON) is not None) is is_kept
        assert keepable(headers | {"etag": '"v1"'}, b"page", NOON)

    @pytest.mark.parametrize("said", ["Mon, 01 Mar 2027 12:00:00 GMT", "Mon, 01 Mar 2099 12:00:00 GMT", "lately"])
    def test_where_the_host_tells_no_time_ours_counts(self, said):
        assert keepable({"last-modified": said}, b"page", NOON) is None
