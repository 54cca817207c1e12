"""Pages of a shop's own site: its number stands on each of them, and the page's topic is not its name."""

import pytest

from checkers.extract import read_page

HEAD = "<body><header>Call 512-555-0134</header>"
FOOT = "<footer>© 2026 Delgado Camping. All rights reserved.</footer>"


def first(page, url=""):
    return read_page(page, url=url)[0].nap


def test_the_topic_of_a_shops_page_is_not_the_shop():
    topic = f"<title>Tents</title>{HEAD}<h1>Tents</h1><p>Forty kinds of tents"
    assert first(topic + FOOT).name == "Delgado Camping"
    assert read_page(topic) == ()


def test_a_number_below_the_heading_is_the_headings():
    page = f"<title>Delgado Plumbing | Town Pages</title><h1>Delgado Plumbing</h1><p>Serves Austin, 512-555-0134{FOOT}"
    assert first(page).name == "Delgado Plumbing"


def test_the_whole_web_address_spells_the_fuller_of_two_names():
    page = f"<title>Elm Decor | Tables</title>{HEAD}<p>Copyright 2026 Elm Decor and Home Goods"
    assert first(page, "https://www.elmdecorandhomegoods.example/").name == "Elm Decor and Home Goods"


@pytest.mark.parametrize("rights", ["Alle Rechte vorbehalten", "Все права защищены", "Tous droits réservés"])
def test_rights_are_reserved_in_other_languages_too(rights):
    assert first(f"<title>Delgado</title>{HEAD}<footer>© 2026 Delgado {rights}").name == "Delgado"


@pytest.mark.parametrize(
    ("page", "street", "city"),
    [
        ("<p>Your chemist is Elm Drugs Inc. 9 Elm Ave. Vaughan, ON L9Z 9Z9", "9 Elm Ave.", "Vaughan"),
        ("<p>9 Elm Avenue, Billingham,<br>Cleveland,<br>TS99 9ZZ", "9 Elm Avenue", "Billingham"),
        ("<p>One Elm Fire Way, Austin, TX USA 78702-0001", "One Elm Fire Way", "Austin"),
        ("<p>Delgado House<br>for Old Books 12 Elm Ave., NW<br>Washington, DC 20036", "12 Elm Ave., NW", "Washington"),
    ],
)  # fmt: skip
def test_a_street_is_told_from_what_runs_into_it(page, street, city):
    nap = first(page)
    assert (nap.street, nap.city) == (street, city)


def test_a_day_above_a_dutch_looking_amount_is_no_street():
    assert read_page("<title>Elm</title><p>Sat. Dec 12<br>1200 TC Sheet Sets") == ()


def test_a_british_page_prints_its_number_without_the_country():
    page = "<p>9 Elm Avenue, Billingham,<br>TS99 9ZZ<br>Tel: 020 7946 0134"
    assert first(page).phone == "+442079460134"


def test_a_british_street_that_repeats_its_own_postcode():
    fields = {
        "streetAddress": "9 Elm Road, Blackburn, BB99 9ZZ",
        "addressLocality": "Blackburn",
        "postalCode": "BB99 9ZZ",
    }
    spans = "".join(f"<span itemprop={key}>{value}</span>" for key, value in fields.items())
    page = (
        f"<div itemscope itemtype=http://schema.org/Store><p itemprop=name>Elm</p><p itemprop=address itemscope>{spans}"
    )
    assert first(page).street == "9 Elm Road"


def test_a_footers_address_does_not_make_the_topic_a_name():
    page = f"<title>Cookie notice</title><body><h1>Cookie notice</h1><footer>12 Elm St, Austin, TX 78702{FOOT}</footer>"
    assert first(page).name == "Delgado Camping"


@pytest.mark.parametrize("line", ["5K Salmon Run", "12 Elm Street and more...", "10K Elm Run"])
def test_a_race_and_a_text_that_was_cut_are_no_street(line):
    assert read_page(f"<p>{line}<br>Austin, TX") == ()
