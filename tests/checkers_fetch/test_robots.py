"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import pytest

from checkers.fetch.robots_rules import parse

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
