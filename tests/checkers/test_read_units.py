"""A suite that stands before its street, or on another line of the page that prints the same door."""

import pytest

from checkers.extract import read_page

HEAD = "<title>Elm Law</title><h1>Elm Law</h1>"


def first(page):
    return read_page(HEAD + page)[0].nap


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        ("Pacific Tower, Suite 820", "Suite 820"),
        ("Suite 820, Pacific Tower", "Suite 820"),
        ("Pacific Tower<br>Suite 820", "Suite 820"),
        ("Law Offices of Elm &amp; Oak - Ste. 4B", "Ste. 4B"),
        ("Pacific Tower, 8th Floor", "8th Floor"),
        ("#12", "#12"),
    ],
)
def test_a_suite_above_its_street_is_read(above, unit):
    nap = first(f"<p>{above}<br>500 Elm St<br>Austin, TX 78702</p>")
    assert (nap.street, nap.unit, nap.city) == ("500 Elm St", unit, "Austin")


def test_a_building_with_its_suite_before_the_street_of_a_line():
    nap = first("<p>Pacific Tower, Suite 820, 500 Elm St, Austin, TX 78702</p>")
    assert (nap.street, nap.unit) == ("500 Elm St", "Suite 820")


@pytest.mark.parametrize(
    "above",
    [
        "9 Oak Dr<br>Suite 3",  # that one's
        "9 Oak Dr<br>Dallas, TX 75201<br>Suite 3",
        "Ask us about Unit 3",
        "Building a deck? See Room 12",
        "Pacific Tower",
    ],
)
def test_a_line_above_a_street_that_says_no_suite_of_its_own_gives_none(above):
    listings = read_page(f"{HEAD}<p>{above}<br>500 Elm St<br>Austin, TX 78702</p>")
    (nap,) = [listing.nap for listing in listings if listing.nap.street == "500 Elm St"]
    assert nap.unit == ""


def test_a_street_with_a_suite_keeps_its_own():
    assert first("<p>Suite 3<br>500 Elm St, Suite 9<br>Austin, TX 78702</p>").unit == "Suite 9"


def test_a_door_in_the_header_has_the_suite_that_the_page_says_below():
    below = "<p>500 Elm St<br>Suite 820<br>Austin, TX 78702</p>"
    nap = first(f"<header>500 Elm Street, Austin, TX 78702</header>{below}")
    assert (nap.street, nap.unit) == ("500 Elm St", "Suite 820")


def test_a_door_with_two_suites_on_a_page_gives_its_header_none():
    tenants = "".join(f"<p>500 Elm St, Suite {n}<br>Austin, TX 78702</p>" for n in (1, 2))
    assert first(f"<header>500 Elm St, Austin, TX 78702</header>{tenants}").unit == ""
