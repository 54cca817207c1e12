"""How small businesses print their places and numbers: labels, hints, vanity letters, ZIPs on lines of their own."""

import pytest

from checkers.extract import read_page

DOOR = "<p>12 Elm St<br>Austin, TX 78702"


def first(page):
    return read_page(page)[0].nap


def place(page):
    nap = first(page)
    return f"{nap.street}, {nap.unit}".strip(", "), nap.city, nap.region, nap.postal_code


@pytest.mark.parametrize(
    "end",
    [
        "Austin, TX, USA.<br>78702",
        "Austin, Texas USA<br>78702",
        "Austin, TX<br>USA<br>78702",
        "Austin, Texas<br>78702 USA",
    ],
)
def test_a_zip_below_the_country(end):
    assert place(f"<p>12 Elm St<br>{end}") == ("12 Elm St", "Austin", "TX", "78702")


def test_a_list_of_zips_is_where_a_business_serves():
    assert place("<p>12 Elm St<br>Austin, TX<br>78701<br>78702<br>78704") == ("12 Elm St", "Austin", "TX", "")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Call 1-800-FLOWERS today", "+18003569377"),
        ("1-800-FLOWERS (1-800-356-9377)", "+18003569377"),
        ("1-800-GOT-JUNK", "+18004685865"),
        ("(800) 598 - FAST (3278)", "+18005983278"),
        ("(512) 555-CALL", "+15125552255"),
        ("555-CALL", ""),
        ("Suite 800 BUILDING", ""),
    ],
)
def test_letters_of_a_number_are_dialled_and_an_area_is_never_guessed(words, number):
    assert first(f"{DOOR}<p>{words}").phone == number


@pytest.mark.parametrize("label", ["Claims", "Poison control", "24-hour roadside help"])
def test_a_free_number_that_others_answer_is_not_the_business(label):
    assert first(f"{DOOR}<p>{label}: 1-800-222-1222").phone == ""
    assert first(f"{DOOR}<p>{label}: 1-800-222-1222<p>Call us: 512-555-0134").phone == "+15125550134"


@pytest.mark.parametrize("label", ["Address 1 (Main office):", "Address 1:", "Location #1:", "Office (north side)"])
def test_a_numbered_label_is_no_part_of_the_street(label):
    assert place(f"<p>{label} 12 Elm St, Austin, TX 78702") == ("12 Elm St", "Austin", "TX", "78702")


@pytest.mark.parametrize(
    "street",
    [
        "12 Elm St, at the corner of 5th and Main,",
        "12 Elm St, between 5th &amp; 6th,",
        "12 Elm St<br>(between 5th and 6th Streets)<br>",
        "12 Elm St, across from the post office,",
    ],
)
def test_a_hint_of_what_stands_near_is_no_part_of_the_street(street):
    assert place(f"<p>{street} Austin, TX 78702") == ("12 Elm St", "Austin", "TX", "78702")


def test_the_only_number_in_the_header_answers_for_every_place():
    page = (
        "<title>Elm</title><body><header>512-555-0134</header><p>12 Elm St, Austin, TX 78702<p>9 Oak St, Waco, TX 76701"
    )
    assert [item.nap.phone for item in read_page(page)] == ["+15125550134", "+15125550134"]


@pytest.mark.parametrize(
    ("lines", "street", "city"),
    [
        ("Elm Deli | 12 Elm St. | West Elm, TX 78702", "12 Elm St.", "West Elm"),
        ("12 Elm Dr., <br>Suite 2A Austin,<br>TX 78702", "12 Elm Dr., Suite 2A", "Austin"),
        ("Elm Software<br>12 Admiralty<br>Suite #A304<br>Austin, TX 78702", "12 Admiralty, Suite #A304", "Austin"),
    ],
)
def test_bars_and_suites_between_a_street_and_its_town(lines, street, city):
    assert place(f"<p>{lines}") == (street, city, "TX", "78702")


def test_rows_of_dashes_part_an_address_as_bars_do():
    page = (
        "<h2>Ana Oak, D.D.S.</h2><footer>Ana Oak, D.D.S. ----- 12 Elm St ----- Suite 4 ----- Austin, TX 78702</footer>"
    )
    assert place(page) == ("12 Elm St, Suite 4", "Austin", "TX", "78702")
    assert first(page).name == "Ana Oak, D.D.S"


def test_a_street_address_below_a_postal_one_is_the_place():
    page = "<p>Postal address: P.O. Box 27, Austin, TX 78701<p>Street address: 12 Elm, Austin, TX 78702"
    assert place(page) == ("12 Elm", "Austin", "TX", "78702")


@pytest.mark.parametrize("between", [" DBA ", "<br>d/b/a ", ", dba: "])
def test_who_trades_is_the_business_and_not_who_holds_it(between):
    assert first(f"<p>12 Elm St, Austin, TX 78702<p>© 2003 Oak Holdings, LLC{between}Elm Suites").name == "Elm Suites"


def test_a_heading_between_an_address_and_a_number_begins_the_next_place():
    west = "<h1>Elm Chapel</h1><p>P. 512-555-0134<p>12 Elm St<br>Austin, TX 78702<p>Directions"
    east = "<h1>Oak Chapel</h1><p>P. 254-555-0199<p>9 Oak St<br>Waco, TX 76701"
    assert [item.nap.phone for item in read_page(west + east)] == ["+15125550134", "+12545550199"]
    page = "<p>12 Elm St, Austin, TX 78702<h3>Phone</h3><p>512-555-0134<p>9 Oak St, Waco, TX 76701"
    assert first(page).phone == "+15125550134"


def test_a_dot_between_name_and_street_is_no_part_of_the_name():
    page = "<title>Elm Pipes</title><p>Elm Pipes &middot; 12 Elm St, Austin, TX 78702 &middot; 512-555-0134"
    assert first(page).name == "Elm Pipes"


def test_a_number_may_have_dots_at_half_its_height():
    assert first(f"{DOOR}<p>T 512·555·0134").phone == "+15125550134"


@pytest.mark.parametrize(
    "island",
    [
        "Honolulu, Oahu HI 96816",
        "Honolulu, O'ahu, Hawaii 96816",
        "Honolulu,&nbsp;Oahu&nbsp;HI 96816",
        "HONOLULU, OAHU, HI 96816",
    ],
)
def test_an_island_between_town_and_state_is_no_town(island):
    found = [place(f"<h5>819 Elm Ave. (Oak St.)</h5><h5>{island}"), place(f"<p>819 Elm Ave., {island}")]
    assert {(street, city.title(), *rest) for street, city, *rest in found} == {
        ("819 Elm Ave.", "Honolulu", "HI", "96816")
    }


@pytest.mark.parametrize(
    ("printed", "city"),
    [
        ("Kailua, Oahu, HI", "Kailua"),
        ("Kailua-Kona, Big Island, HI", "Kailua-Kona"),
        ("Līhuʻe, Kauaʻi, HI", "Līhuʻe"),
        ("Kihei, Maui, Hawaii", "Kihei"),
        ("Kihei, Oahu, HI", "Oahu"),  # no town of that island
    ],
)
def test_before_an_island_stands_a_town_of_it(printed, city):
    assert place(f"<p>12 Elm Road, {printed}")[1:3] == (city, "HI")


def test_an_island_may_be_all_the_town_that_is_printed():
    assert place("<p>12 Elm Road, Maui, HI 96761") == ("12 Elm Road", "Maui", "HI", "96761")


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>12 Elm Road, Suite B, Maui, HI 96761", ("12 Elm Road, Suite B", "Maui", "HI", "96761")),
        ("<p>12 Elm Road, Elm Plaza, Maui, HI", ("12 Elm Road, Elm Plaza", "Maui", "HI", "")),
        ("<p>Elm Deli<p>Hana Highway, Maui, HI 96708<p>808-555-0134", ("", "", "", "")),
    ],
)
def test_a_unit_a_building_or_a_highway_before_an_island_is_no_town(page, found):
    assert place(f"<title>Elm Deli</title><h1>Elm Deli</h1>{page}") == found
