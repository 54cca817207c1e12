"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import pytest

from checkers.fetch.guard import Target
from checkers.fetch.robots import KEPT_FOR, Robots
from checkers.fetch.robots_rules import parse
from checkers.fetch.wire import Answer

WIDE = """
User-agent: OtherBot
Disallow: /

User-agent: *
Disallow: /private
Allow: /private/open
Disallow: /*?print=
Disallow: /*.pdf$
Disallow: /a*b*c
Allow: /page
Disallow: /page
Disallow: /caf%C3%A9
Disallow: /%7ejoe
Disallow: /x%2fy
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/", True), ("/privat", True), ("/private", False), ("/private/x", False), ("/private/open/x", True),
        ("/biz/1?print=1", False), ("/biz/1?x=1&print=1", True), ("/a.pdf", False), ("/a.pdf?x=1", True),
        ("/a1b2c3", False), ("/acb", True), ("/page", True), ("/caf%c3%a9", False), ("/~joe", False),
        ("/%7Ejoe", False), ("/x/y", True), ("/x%2Fy", False),
    ],
)  # fmt: skip
def test_the_longest_rule_that_fits_decides(path, is_allowed):
    assert parse(WIDE, "MapPopCheck").allows(path) is is_allowed


def test_our_own_group_counts_instead_of_the_one_for_all():
    rules = parse("User-agent: *\nDisallow: /\n\nuser-agent: mappopcheck/2\nDisallow: /x # secret\n", "MapPopCheck")
    assert rules.allows("/a") and not rules.allows("/x")


@pytest.mark.parametrize("name", ["MapPopCheck 2.0", "mappopcheck/0.1 (a checker)", "MAPPOPCHECK*"])
def test_what_stands_behind_a_name_tells_nothing(name):
    assert not parse(f"User-agent: *\nAllow: /\n\nUser-agent: {name}\nDisallow: /x\n", "MapPopCheck").allows("/x")


def test_another_name_that_begins_like_ours_is_another():
    text = "User-agent: MapPopChecker\nDisallow: /\n\nUser-agent: MapPop\nDisallow: /\n"
    assert parse(text, "MapPopCheck").allows("/x")


def test_the_last_of_very_many_rules_counts_too():
    """All of the 500 KiB that are to be read (RFC 9309, 2.5), however many rules they hold."""
    many = "".join(f"Disallow: /{n}\n" for n in range(30_000))
    assert not parse(f"User-agent: *\n{many}Disallow: /private\n", "MapPopCheck").allows("/private/1")


class TestFilesKept:
    """Each host's file is asked for once a day, and forgotten where many hosts say very much."""

    def files(self, *, per_file: int):
        self.seconds, self.asked = 0.0, []

        def read(url: str) -> Answer:
            self.asked.append(url)
            return Answer(200, {}, b"User-agent: *\n" + b"Disallow: /x\n" * per_file)

        robots = Robots("MapPopCheck", lambda: self.seconds)
        return lambda name: robots.check(Target("https", f"{name}.example", 443, "/"), read)

    def test_once_a_day(self):
        look = self.files(per_file=1)
        for seconds in (0.0, KEPT_FOR - 1, KEPT_FOR, KEPT_FOR + 1):
            self.seconds = seconds
            look("site")
        assert self.asked == ["https://site.example/robots.txt"] * 2

    def test_the_file_met_longest_ago_makes_room(self, monkeypatch):
        monkeypatch.setattr("checkers.fetch.robots.RULES_MAX", 25)
        look = self.files(per_file=10)
        for name in ("a", "b", "c", "b", "c", "a"):
            look(name)
        assert [url[8] for url in self.asked] == ["a", "b", "c", "a"]


def test_several_names_share_a_group_and_groups_of_one_name_add_up():
    text = "User-agent: A\nUser-agent: MapPopCheck\nDisallow: /1\n\nUser-agent: MapPopCheck\nDisallow: /2\n"
    rules = parse(text, "MapPopCheck")
    assert [rules.allows(path) for path in ("/1", "/2", "/3")] == [False, False, True]


def test_a_delay_that_is_asked_for_is_known():
    assert parse("User-agent: *\nCrawl-delay: 7.5\n", "MapPopCheck").delay == 7.5
    assert parse("User-agent: *\nCrawl-delay: soon\n", "MapPopCheck").delay == 0


@pytest.mark.parametrize("text", ["", "\ufeffUser-agent: *\nDisallow: /x", "Disallow: /", "<html>\x00", ":::\n::"])
def test_anything_is_read_without_a_fault(text):
    assert parse(text, "MapPopCheck").allows("/a")


def test_a_pattern_of_many_stars_costs_no_more_than_a_scan():
    assert parse(f"User-agent: *\nDisallow: /{'*a' * 500}$", "MapPopCheck").allows("/" + "a" * 400 + "b")
